"""The district of these tests: a bureau with two sections, two villages of two households, stays in batches 1 and 2."""

from datetime import date
from typing import Any  # bodies are JSON
from uuid import UUID

from shared.contracts.casework import CaseStruck
from shared.contracts.scheduling import (
    Batch,
    CampaignPlanned,
    FilingDue,
    RosterEntry,
    RosterPublished,
    StayEnded,
    StayStarted,
)
from shared.ids import CampaignId, MatterId, PersonId, StayId
from shared.roles import Role
from shared.testing.facts import campaign_planned, person_described, place_described, unit_described
from shared.testing.names import beijing, named
from shared.words import UnitKind
from tests.component.ledger.stage import Official, Stage, unit

CAMPAIGN = CampaignId(named("campaign"))
LI = Official("李建国", Role.CADRE, "社会救助科")
WANG = Official("王丽", Role.CADRE, "基层政权科")  # in the other village
ZHAO = Official("赵强", Role.CADRE, "社会救助科")  # in 李建国's village, in batch 2
HEAD = Official("救助科长", Role.SECTION_HEAD, "社会救助科")
OTHER_HEAD = Official("政权科长", Role.SECTION_HEAD, "基层政权科")
OFFICE = Official("张敏", Role.ACTIVITY_OFFICE, "活动办公室")
DISTRICT = Official("区办", Role.DISTRICT_OFFICE, "区活动办公室")
DIRECTOR = Official("局长", Role.LEADER, "民政局")
AUDITOR = Official("审计员", Role.AUDITOR, "审计局")
OTHER_OFFICE = Official("别处", Role.ACTIVITY_OFFICE, "国土分局")

_UNITS: dict[str, tuple[UnitKind, str | None]] = {
    "民政局": ("department", None),
    "社会救助科": ("section", "民政局"),
    "基层政权科": ("section", "民政局"),
    "活动办公室": ("activity-office", "民政局"),
    "区活动办公室": ("district-office", None),
    "国土分局": ("department", None),
    "审计局": ("department", None),
    "柳塘村委会": ("committee", None),
}
_PEOPLE = (LI, WANG, ZHAO, HEAD, OTHER_HEAD, OFFICE, DISTRICT, DIRECTOR, AUDITOR)
VILLAGES = ("C01", "C02")
STAY, OTHER_STAY, NEXT_STAY = (StayId(named(f"stay {n}")) for n in (1, 2, 3))
_STAYS = ((STAY, LI, 1, "C01"), (OTHER_STAY, WANG, 1, "C02"), (NEXT_STAY, ZHAO, 2, "C01"))
_SECTIONS = {"C01": "社会救助科", "C02": "基层政权科"}
PERIODS = (("2010-12", date(2010, 12, 31)), ("2011-01", date(2011, 1, 31)))


def rows() -> list[dict[str, str]]:
    """The file of households: two in each village."""
    heads = ("李秀英", "陈志强", "刘桂花", "黄文斌")
    return [
        {
            "code": f"{village}-H{n}",
            "place": f"{village}-G1",
            "number": str(n),
            "head": heads[index * 2 + n - 1],
            "telephone": f"138001380{index}{n}",
            "address": f"{village}村1组{n}号",
            "difficulty": "yes" if n == 1 else "no",
        }
        for index, village in enumerate(VILLAGES)
        for n in (1, 2)
    ]


async def introduced(stage: Stage) -> None:
    """Scheduling says who, where and when; the administrator imports the households."""
    await stage.move_clock("2010-11-29 09:00")
    for fact, about in (
        *_units(),
        *_people(),
        *_places(stage),
        (_campaign(stage), CAMPAIGN),
        (_roster(stage), CAMPAIGN),
    ):
        await stage.say(fact, f"thing/{about}")
    for stay, who, batch, where in _STAYS[:2]:
        await _started(stage, stay, who, (batch, where), "2010-11-24 08:00")
    await stage.quiet()
    report = await stage.imported(rows())
    assert report["new"] == 4, report
    await stage.quiet()


def _units() -> list[tuple[Any, UUID]]:
    return [
        (unit_described(unit(name), name, kind, unit(parent) if parent else None), unit(name))
        for name, (kind, parent) in _UNITS.items()
    ]


def _people() -> list[tuple[Any, UUID]]:
    return [(person_described(one.person, one.name, unit(one.unit), "member"), one.person) for one in _PEOPLE]


def _places(stage: Stage) -> list[tuple[Any, UUID]]:
    top = stage.place("D")
    described = [place_described(top, "示范区", "district")]
    for code, name in zip(VILLAGES, ("柳塘村", "桃源村"), strict=True):
        village, group, section = stage.place(code), stage.place(f"{code}-G1"), unit(_SECTIONS[code])
        described.append(place_described(village, name, "village", (top,), section))
        described.append(place_described(group, f"{name}1组", "group", (top, village), section))
    return [(fact, fact.place) for fact in described]


def _campaign(stage: Stage) -> CampaignPlanned:
    return campaign_planned(
        tuple(stage.place(code) for code in VILLAGES),
        batches=(
            Batch(number=1, begins=date(2010, 11, 22), ends=date(2010, 12, 21)),
            Batch(number=2, begins=date(2010, 12, 22), ends=date(2011, 1, 20)),
        ),
        filings=tuple(FilingDue(period=period, due=due) for period, due in PERIODS),
    )


def _roster(stage: Stage) -> RosterPublished:
    entries = (
        RosterEntry(stay=stay, person=who.person, section=unit(who.unit), batch=batch, place=stage.place(where))
        for stay, who, batch, where in _STAYS
    )
    return RosterPublished(campaign=CAMPAIGN, unit=unit("民政局"), version=1, entries=tuple(entries))


async def _started(stage: Stage, stay: StayId, who: Official, where: tuple[int, str], at: str) -> None:
    batch, code = where
    fact = StayStarted(
        stay=stay,
        campaign=CAMPAIGN,
        person=who.person,
        unit=unit(who.unit),
        place=stage.place(code),
        batch=batch,
        at=beijing(at),
    )
    await stage.say(fact, f"stay/{stay}")


async def next_stay_starts(stage: Stage, at: str = "2010-12-24 08:00") -> None:
    """赵强 moves in, in batch 2."""
    await _started(stage, NEXT_STAY, ZHAO, (2, "C01"), at)
    await stage.quiet()


async def stay_ends(stage: Stage, at: str = "2010-12-06 08:00") -> None:
    """李建国 leaves."""
    fact = StayEnded(
        stay=STAY,
        campaign=CAMPAIGN,
        person=LI.person,
        unit=unit(LI.unit),
        place=stage.place("C01"),
        batch=1,
        at=beijing(at),
        nights=12,
        short=False,
    )
    await stage.say(fact, f"stay/{STAY}")
    await stage.quiet()


async def struck(stage: Stage, matter: str, at: str) -> None:
    """Casework strikes a dispute off its register."""
    fact = CaseStruck(
        case=MatterId(UUID(matter)),
        campaign=CAMPAIGN,
        kind="dispute",
        field="land-requisition",
        confidentiality="ordinary",
        concerns=(),
        subject="征地补偿问题",
        unit=unit("活动办公室"),
        place=stage.place("C01"),
        heard_by=LI.person,
        office=unit("活动办公室"),
        contact_unit=unit("民政局"),
        handed_to=unit("国土分局"),
        handling_unit=unit("国土分局"),
        handler=PersonId(named("周文斌")),
        at=beijing(at),
        outcome="supported",
    )
    await stage.say(fact, f"case/{fact.case}")
    await stage.quiet()
