"""The district of these tests: a bureau with its campaign, two departments, petition office, discipline inspection."""

import asyncio
from typing import Any  # a fact is changed by name

from shared.contracts.ledger import MatterRaised
from shared.contracts.scheduling import PlaceDescribed, UnitDescribed
from shared.ids import CampaignId, MatterId, PersonId, PlaceId, UnitId, imported
from shared.roles import Role
from shared.testing.facts import (
    campaign_planned,
    matter_raised,
    person_described,
    place_described,
    unit_described,
)
from shared.testing.names import named
from shared.words import Post, UnitKind
from tests.component.casework.stage import Stage, official

CAMPAIGN = CampaignId(named("campaign"))
ACCUSATION: dict[str, Any] = {
    "kind": "accusation",
    "confidentiality": "accusation",
    "field": None,
    "subject": None,
    "activity_office": None,
}
"""What of a matter is otherwise when it is an accusation."""
DISTRICT_PLACE, VILLAGE, OTHER_VILLAGE = (PlaceId(named(name)) for name in ("示范区", "柳塘村", "桃源村"))

OFFICE = official("办公室张敏", Role.ACTIVITY_OFFICE, "活动办公室")
LAND_CLERK = official("国土专干", Role.CLERK, "国土分局")
LAND_HANDLER = official("周文斌", Role.HANDLER, "国土分局")
LAND_LEADER = official("国土副局长", Role.LEADER, "国土分局")
LAND_HEAD = official("国土局长", Role.LEADER, "国土分局")
LAND_KEY = official("land key", Role.DEPARTMENT_KEY, "国土分局")
TRADE_CLERK = official("经贸专干", Role.CLERK, "经贸局")
TRADE_HANDLER = official("经贸经办", Role.HANDLER, "经贸局")
TRADE_KEY = official("trade key", Role.DEPARTMENT_KEY, "经贸局")
CADRE = official("李建国", Role.CADRE, "社会救助科")
SECTION_HEAD = official("救助科长", Role.SECTION_HEAD, "社会救助科")
VILLAGE_CLERK = official("柳塘文书", Role.VILLAGE_CLERK, "柳塘村委会", VILLAGE)
OTHER_VILLAGE_CLERK = official("桃源文书", Role.VILLAGE_CLERK, "桃源村委会", OTHER_VILLAGE)
DISTRICT_OFFICE = official("区办", Role.DISTRICT_OFFICE, "区活动办公室")
PETITION_OFFICE = official("信访局", Role.PETITION_OFFICE, "信访局")
DISCIPLINE_CLERK = official("纪委专干", Role.CLERK, "纪委")
DISCIPLINE_HANDLER = official("纪委经办", Role.HANDLER, "纪委")
DISCIPLINE_LEADER = official("纪委书记", Role.LEADER, "纪委")
AUDITOR = official("审计", Role.AUDITOR, "审计局")
ADMINISTRATOR = official("管理员", Role.ADMINISTRATOR, "区活动办公室")

_UNITS: dict[str, tuple[UnitKind, str | None]] = {
    "民政局": ("department", None),
    "社会救助科": ("section", "民政局"),
    "活动办公室": ("activity-office", "民政局"),
    "区活动办公室": ("district-office", None),
    "信访局": ("petition-office", None),
    "国土分局": ("department", None),
    "经贸局": ("department", None),
    "审计局": ("department", None),
    "纪委": ("discipline-office", None),
    "柳塘村委会": ("committee", None),
    "桃源村委会": ("committee", None),
}
_POSTS: dict[str, tuple[Post, str]] = {
    "国土专干": ("clerk", "国土分局"),
    "周文斌": ("handler", "国土分局"),
    "国土副局长": ("leader-in-charge", "国土分局"),
    "国土局长": ("head", "国土分局"),
    "经贸专干": ("clerk", "经贸局"),
    "经贸经办": ("handler", "经贸局"),
    "纪委专干": ("clerk", "纪委"),
    "纪委经办": ("handler", "纪委"),
    "纪委书记": ("head", "纪委"),
    "李建国": ("member", "社会救助科"),
    "救助科长": ("head", "社会救助科"),
    "办公室张敏": ("member", "活动办公室"),
    "信访局": ("clerk", "信访局"),
    "区办": ("clerk", "区活动办公室"),
}


def unit(name: str) -> UnitId:
    """A unit's id."""
    return UnitId(named(name))


def person(name: str) -> PersonId:
    """An official's id."""
    return PersonId(named(name))


async def introduced(stage: Stage) -> None:
    """Scheduling says who and where, the campaign last; casework's table of competence is set."""
    await stage.move_clock("2010-11-30 09:00")
    units = (stage.say(_unit(name, kind, parent), f"unit/{unit(name)}") for name, (kind, parent) in _UNITS.items())
    people = (
        stage.say(person_described(person(name), name, unit(of), post), f"person/{person(name)}")
        for name, (post, of) in _POSTS.items()
    )
    places = (stage.say(_place(place, name), f"place/{place}") for place, name in _PLACES.items())
    await asyncio.gather(*units, *people, *places)
    await stage.say(campaign_planned((VILLAGE, OTHER_VILLAGE)), f"campaign/{CAMPAIGN}")
    await stage.until(OFFICE, f"/campaigns/{CAMPAIGN}/case-figures", lambda figures: figures["raised"] == 0)
    for field, competent in (("land-requisition", "国土分局"), ("employment", "经贸局")):
        await stage.done(OFFICE, f"/competences/{field}", {"unit": str(unit(competent))}, method="PUT")


_PLACES = {DISTRICT_PLACE: "示范区", VILLAGE: "柳塘村", OTHER_VILLAGE: "桃源村"}


def _unit(name: str, kind: UnitKind, parent: str | None) -> UnitDescribed:
    return unit_described(unit(name), name, kind, unit(parent) if parent else None)


def _place(place: PlaceId, name: str) -> PlaceDescribed:
    if place == DISTRICT_PLACE:
        return place_described(place, name, "district")
    return place_described(place, name, "village", (DISTRICT_PLACE,), unit("社会救助科"))


async def imported_units(stage: Stage) -> None:
    """Two departments as an import makes them: their ids are of their codes."""
    for code, name in (("GT", "国土分局（导入）"), ("JM", "经贸局（导入）")):
        id = UnitId(imported(stage.tenant, "unit", code))
        await stage.say(unit_described(id, name, "department"), f"unit/{id}")
    await stage.quiet()


def matter_named(name: str) -> MatterId:
    """The id of a matter that was heard under a name."""
    return MatterId(named(name))


async def heard(stage: Stage, name: str = "matter", **changed: Any) -> MatterId:
    """The ledger says that a matter was raised on a visit in the village; its id."""
    told = (await raised(stage, name)).model_copy(update=changed)
    await stage.say(told, f"matter/{told.matter}")
    return told.matter


async def raised(stage: Stage, name: str = "matter") -> MatterRaised:
    """A dispute over land, as the ledger will say it."""
    matter, petitioner = MatterId(named(name)), named("petitioner")
    sealed = [
        await stage.seal(subject, plain)
        for subject, plain in ((matter, "补偿款拖了两年"), (petitioner, "陈阿婆"), (petitioner, "13800000000"))
    ]
    return matter_raised(*sealed, matter=matter)


async def accepted(stage: Stage, name: str = "matter", **changed: Any) -> MatterId:
    """A matter that the competent department has accepted, with its handler."""
    matter = await heard(stage, name, **changed)
    await stage.until(OFFICE, f"/matters/{matter}", lambda _: True)
    await stage.done(OFFICE, f"/matters/{matter}/hand-over", {})
    await stage.done(LAND_CLERK, f"/matters/{matter}/acceptance", {"handler": str(person("周文斌"))})
    return matter


async def issued(stage: Stage, name: str = "matter", **changed: Any) -> MatterId:
    """A matter whose reply is issued."""
    matter = await accepted(stage, name, **changed)
    finding = {"outcome": "supported", "facts": "经核实属实", "opinion": "限期补发到位"}
    await stage.done(LAND_HANDLER, f"/matters/{matter}/result", finding)
    await stage.done(LAND_LEADER, f"/matters/{matter}/signature")
    await stage.until(LAND_CLERK, f"/matters/{matter}", lambda found: found["state"] == "issued")
    return matter


def delivery(at: str = "2010-11-30T09:00:00+08:00", **changed: str) -> dict[str, str]:
    """How a copy came to its reader."""
    return {"result": "served", "how": "by-hand", "by": "周文斌", "to": "本人", "at": at, **changed}
