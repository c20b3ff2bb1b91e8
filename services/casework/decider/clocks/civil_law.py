"""How civil law counts days: by analogy with it the packs count, for the Regulations do not say how."""

from datetime import date

from services.casework.decider.clocks.packs import Article, Counting

BY_THE_GENERAL_PRINCIPLES = Counting(
    since=date(1987, 1, 1),
    count_start_day=False,
    start_article=Article(
        law="民法通则", number="154", quote="规定按照日、月、年计算期间的，开始的当天不算入，从下一天开始计算。"
    ),
    roll_forward=frozenset({"petitioner"}),
    roll_article=Article(
        law="民法通则",
        number="154",
        quote="期间的最后一天是星期日或者其他法定休假日的，以休假日的次日为期间的最后一天。",
    ),
)
"""Repealed on the day from which the Civil Code is in force (民法典 Art. 1260)."""

BY_THE_CIVIL_CODE = Counting(
    since=date(2021, 1, 1),
    count_start_day=False,
    start_article=Article(
        law="民法典", number="201", quote="按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。"
    ),
    roll_forward=frozenset({"petitioner"}),
    roll_article=Article(
        law="民法典", number="203", quote="期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。"
    ),
)

BY_CIVIL_LAW = (BY_THE_GENERAL_PRINCIPLES, BY_THE_CIVIL_CODE)
