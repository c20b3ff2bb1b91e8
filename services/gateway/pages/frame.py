"""What stands around every page: who reads it, where they may go, and the sentences that all pages share."""

from collections.abc import Iterator
from typing import NamedTuple

from fastapi import FastAPI

from services.gateway.accounts.asker import Asker
from services.gateway.accounts.tables import OPERATORS
from services.gateway.districts.register import Districts
from services.gateway.pages.behind import Behind, No
from services.gateway.pages.language import N_
from services.gateway.pages.remembered import Remembered
from shared.ids import Tenant
from shared.roles import MAY, Role

SAVED_ALREADY = N_("这张表已经保存过。")
LOOK_AGAIN = N_("这一项填得不对，请核对。")
NEW_SESSION = N_("您重新登录过。刚才填的内容还在，请核对后再提交。")
STILL_THERE = N_("已重新登录，刚才填的内容还在，请核对后提交。")
TOO_OLD = N_("填好的内容最多保留一小时，现已删除。请重新填写。")
NOT_SAVED = N_("您的内容还没有保存，请核对后再提交。")
OPENED_BEFORE = N_("打开这张表已有一段时间。请核对用途，再次提交；本次查看另行记入审计。")
_NAMES_SECONDS = 600.0
_NUMBER_SECONDS = 30.0

_LEADING = frozenset({Role.LEADER, Role.LEADING_GROUP, Role.DISTRICT_OFFICE, Role.AUDITOR})
_OFFICES = frozenset({Role.SECTION_HEAD, Role.ACTIVITY_OFFICE, Role.PETITION_OFFICE})


HAVE_A_DESK = MAY["inbox.read"] - {Role.ADMINISTRATOR}
"""Who is told of something, and may have to do it."""
_FIND_MATTERS = MAY["matter.read"] - {Role.CADRE, Role.VILLAGE_CLERK, Role.LEADING_GROUP, Role.REVIEW_OFFICE}


class Entry(NamedTuple):
    """A page that the navigation leads to, and for which roles."""

    path: str
    label: str
    roles: frozenset[Role]


NAVIGATION = (
    Entry("/desk", N_("我的待办"), HAVE_A_DESK),
    Entry("/matters", N_("登记簿"), _FIND_MATTERS),
    Entry("/board", N_("看板"), _LEADING | _OFFICES),
    Entry("/stays", N_("住村"), frozenset({Role.CADRE})),
    Entry("/campaigns", N_("活动"), MAY["campaign.plan"]),
    Entry("/filings", N_("台账备案"), MAY["book.read"]),
    Entry("/openings", N_("身份查阅记录"), MAY["opening.read"]),
    Entry("/imports", N_("导入"), MAY["import"]),
    Entry("/running", N_("运行状况"), frozenset({Role.OPERATOR})),
)
"""In the order in which it is shown; a reader begins at the first entry they have."""


def navigation(asker: Asker) -> Iterator[Entry]:
    """The entries for one's roles."""
    held = {grant.role for grant in asker.grants}
    return (entry for entry in NAVIGATION if not held.isdisjoint(entry.roles))


class Who(NamedTuple):
    """The reader's name and unit, and their district's name; empty where there is none."""

    name: str
    unit: str
    district: str


class KnownNames:
    """Names of readers and districts, remembered for a while."""

    def __init__(self, districts: Districts) -> None:
        self._districts = districts
        self._known: Remembered[tuple[Tenant, object], Who] = Remembered(_NAMES_SECONDS)

    async def of(self, asker: Asker, behind: Behind) -> Who:
        """Who reads; the log-in name alone while scheduling is away, and for who is no official."""
        if known := self._known.get((asker.tenant, asker.account)):
            return known
        name, unit = await self._official(asker, behind)
        found = Who(name or asker.login, unit, await self._district(asker.tenant))
        if name or not asker.person:
            self._known.keep((asker.tenant, asker.account), found)
        return found

    async def _official(self, asker: Asker, behind: Behind) -> tuple[str, str]:
        if asker.person is None:
            return "", ""
        try:
            person = await behind.get(f"/people/{asker.person}")
        except No:
            return "", ""
        return person["name"], person["unit"]["name"] or ""

    async def _district(self, tenant: Tenant) -> str:
        if tenant == OPERATORS:
            return ""
        return next((one.name for one in await self._districts.all() if one.tenant == tenant), tenant)


def known_names(app: FastAPI) -> KnownNames:
    """The names that this application remembers."""
    known: KnownNames = app.state.known_names
    return known


Numbers = Remembered[tuple[str, str], int]
"""How many acts wait for an account, as of the positions that it has written: who has just acted is counted anew."""


def open_numbers(app: FastAPI) -> None:
    """Begin to remember how much waits for whom."""
    app.state.waiting_numbers = Remembered(_NUMBER_SECONDS)


def waiting_numbers(app: FastAPI) -> Numbers:
    """The numbers that this application remembers."""
    numbers: Numbers = app.state.waiting_numbers
    return numbers
