"""The campaign's own limit (R118): a plan binds the departments that carry it out, and moves no day of the law's."""

from datetime import date

from services.casework.decider.clocks.packs import Article, Counting, Pack, Term

_COUNTED = Article(number="R118", quote="自受理次日起计算，不因休息日顺延")

PLAN = Pack(
    jurisdiction="plan",
    version="1",
    title="活动方案",
    cited="活动方案",
    since=date(2010, 1, 1),
    until=None,
    counting=(
        Counting(
            since=date(2010, 1, 1),
            count_start_day=False,
            start_article=_COUNTED,
            roll_forward=frozenset(),
            roll_article=_COUNTED,
        ),
    ),
    terms=(
        Term(
            name="planned",
            bearer="office",
            length=15,
            unit="days",
            article=Article(number="R118", quote="及时处理活动中发现的问题"),
        ),
    ),
)
