"""The campaign's own limit (R118): a plan binds the departments that carry it out, and moves no day of the law's.

It asks for promptness and gives no number: how many days that is, and how they count, is the activity office's setting.
"""

from datetime import date

from services.casework.decider.clocks.packs import Article, Counting, Pack, Term

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
            start_article=None,
            roll_forward=frozenset(),
            roll_article=None,
        ),
    ),
    terms=(
        Term(
            name="planned",
            bearer="office",
            length=15,
            unit="days",
            article=Article(number="", quote="及时处理活动中发现的问题"),
        ),
    ),
)
