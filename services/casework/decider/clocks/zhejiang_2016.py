"""浙江省信访条例 of 2016, an example of a local pack: shorter limits, and for the rest the national Regulations.

Whether it went on beside the Regulations of 2022 is not verified, so no matter received since is counted by it.
"""

from datetime import date

from services.casework.decider.clocks.civil_law import BY_CIVIL_LAW
from services.casework.decider.clocks.packs import Article, Extension, Pack, Term

ZHEJIANG_2016 = Pack(
    jurisdiction="CN-ZJ",
    version="2016",
    title="浙江省信访条例",
    cited="《浙江省信访条例》",
    since=date(2016, 8, 1),
    until=date(2022, 4, 30),
    counting=BY_CIVIL_LAW,
    terms=(
        Term(
            name="forward",
            bearer="office",
            length=5,
            unit="workdays",
            article=Article(number="20", quote="不能当场答复的，在五个工作日内按下列规定作出处理"),
        ),
        Term(
            name="tell",
            bearer="office",
            length=5,
            unit="workdays",
            article=Article(number="20", quote="不能当场答复的，在五个工作日内按下列规定作出处理"),
        ),
        Term(
            name="accept",
            bearer="office",
            length=5,
            unit="workdays",
            article=Article(number="20", quote="应当自收到之日起五个工作日内决定是否受理，并书面告知信访人"),
        ),
        Term(
            name="conclude",
            bearer="office",
            length=30,
            unit="days",
            article=Article(number="23", quote="一般应当自受理之日起三十日内办结"),
            extension=Extension(
                longest=60,
                article=Article(
                    number="23",
                    quote="经本国家机关负责人批准，可以适当延长办理期限，但延长期限不得超过六十日",
                ),
            ),
        ),
    ),
)
