"""The district of these tests: a bureau with its campaign, two departments, petition office, discipline inspection."""

from datetime import date

from shared.contracts.scheduling import CampaignPlanned, HeldPost, PersonDescribed, PlaceDescribed, UnitDescribed
from shared.contracts.words import Post, UnitKind
from shared.ids import PersonId, PlaceId, UnitId
from shared.roles import Role
from shared.testing.names import named
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
PLACES: tuple[tuple[PlaceId, str, PlaceId | None], ...] = (
    (cast.TOWN, "柳塘镇", None),
    (cast.VILLAGE, "柳塘村", cast.TOWN),
)


async def introduced(stage: Stage) -> None:
    """The sandbox's clock is set; everybody and every place is known."""
    await stage.set_clock()
    for unit, name, kind, parent in UNITS:
        path = (parent, unit) if parent else (unit,)
        fact = UnitDescribed(unit=unit, code=str(unit), name=name, kind=kind, parent=parent, path=path)
        await stage.say(fact, f"unit/{unit}")
    for person, unit, post in PEOPLE:
        posts = (HeldPost(post=post, unit=unit),) if post else ()
        described = PersonDescribed(
            person=person, code=str(person), name="某人", unit=unit, party_member=False, posts=posts
        )
        await stage.say(described, f"person/{person}")
    for place, name, above in PLACES:
        await stage.say(_place(place, name, above), f"place/{place}")
    await stage.say(_campaign(), f"campaign/{cast.CAMPAIGN}")
    await stage.quiet()


def _place(place: PlaceId, name: str, above: PlaceId | None) -> PlaceDescribed:
    return PlaceDescribed(
        place=place,
        code=str(place),
        name=name,
        level="village" if above else "town",
        parent=above,
        path=(above, place) if above else (place,),
        contact_unit=cast.BUREAU,
        contact_section=cast.SECTION,
        contact_leader=None,
    )


def _campaign() -> CampaignPlanned:
    return CampaignPlanned(
        campaign=cast.CAMPAIGN,
        unit=cast.BUREAU,
        name="干部下基层",
        activity_office=cast.ACTIVITY,
        leading_group=None,
        district_office=cast.DISTRICT,
        begins=date(2010, 11, 22),
        ends=date(2011, 2, 28),
        minimum_nights=10,
        batches=(),
        filings=(),
        places=(cast.VILLAGE,),
    )
