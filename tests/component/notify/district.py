"""The district of these tests: a bureau with its campaign, two departments, petition office, discipline inspection."""

from shared.ids import PersonId, UnitId
from shared.roles import Role
from shared.testing.facts import campaign_planned, person_described, place_described, unit_described
from shared.testing.names import named
from shared.words import Post, UnitKind
from tests.component.notify.stage import Official, Stage
from tests.unit.notify import cast

CASE = f"case/{cast.MATTER}"
LEADER, SECTION_HEAD = PersonId(named("land leader")), PersonId(named("section head"))
OFFICE_CLERK, DISTRICT_HEAD = PersonId(named("office clerk")), PersonId(named("district head"))

LAND_CLERK = Official("land clerk", Role.CLERK, cast.LAND, PersonId(named("land clerk")))
LAND_KEY = Official("land key", Role.DEPARTMENT_KEY, cast.LAND)
LAND_LEADER = Official("land leader", Role.LEADER, cast.LAND, LEADER)
TRADE_CLERK = Official("trade clerk", Role.CLERK, cast.TRADE, PersonId(named("trade clerk")))
TRADE_KEY = Official("trade key", Role.DEPARTMENT_KEY, cast.TRADE)
BUREAU_CLERK = Official("bureau clerk", Role.CLERK, cast.BUREAU, PersonId(named("bureau clerk")))
OFFICE = Official("office clerk", Role.ACTIVITY_OFFICE, cast.ACTIVITY, OFFICE_CLERK)
DISTRICT = Official("district head", Role.DISTRICT_OFFICE, cast.DISTRICT, DISTRICT_HEAD)
PETITIONS = Official("petition clerk", Role.PETITION_OFFICE, cast.PETITIONS, PersonId(named("petition clerk")))
INSPECTOR = Official("inspector", Role.CLERK, cast.DISCIPLINE, PersonId(named("inspector")))
HEAD = Official("section head", Role.SECTION_HEAD, cast.SECTION, SECTION_HEAD)
CADRE = Official("cadre", Role.CADRE, cast.SECTION, cast.CADRE)
HANDLER = Official("handler", Role.HANDLER, cast.LAND, cast.HANDLER)
ADMINISTRATOR = Official("administrator", Role.ADMINISTRATOR, None)

UNITS: tuple[tuple[UnitId, str, UnitKind, UnitId | None], ...] = (
    (cast.BUREAU, "民政局", "department", None),
    (cast.SECTION, "社会救助科", "section", cast.BUREAU),
    (cast.ACTIVITY, "活动办公室", "activity-office", cast.BUREAU),
    (cast.LAND, "国土分局", "department", None),
    (cast.TRADE, "经贸局", "department", None),
    (cast.DISTRICT, "区活动办公室", "district-office", None),
    (cast.PETITIONS, "信访局", "petition-office", None),
    (cast.DISCIPLINE, "纪委", "discipline-office", None),
)
PEOPLE: tuple[tuple[PersonId, UnitId, Post | None], ...] = (
    (LEADER, cast.LAND, "leader-in-charge"),
    (cast.HANDLER, cast.LAND, "handler"),
    (cast.CADRE, cast.SECTION, None),
    (SECTION_HEAD, cast.SECTION, "head"),
    (cast.ACCUSED, cast.TRADE, "head"),
)


async def introduced(stage: Stage) -> None:
    """The sandbox's clock is set; everybody and every place is known."""
    await stage.set_clock()
    await peopled(stage)


async def peopled(stage: Stage) -> None:
    """Everybody and every place is known; the clock is the wall's where nobody has set it."""
    for unit, name, kind, parent in UNITS:
        await stage.say(unit_described(unit, name, kind, parent), f"unit/{unit}")
    for person, unit, post in PEOPLE:
        await stage.say(person_described(person, "某人", unit, post), f"person/{person}")
    await stage.say(place_described(cast.TOWN, "柳塘镇", "town", (), cast.SECTION), f"place/{cast.TOWN}")
    village = place_described(cast.VILLAGE, "柳塘村", "village", (cast.TOWN,), cast.SECTION)
    await stage.say(village, f"place/{cast.VILLAGE}")
    await stage.say(campaign_planned((cast.VILLAGE,)), f"campaign/{cast.CAMPAIGN}")
    await stage.quiet()
