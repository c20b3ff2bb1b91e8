"""A small district: a bureau of two sections, four cadres, two villages, the offices of a campaign, and others."""

from typing import Any  # bodies are JSON

from shared.roles import Role
from tests.component.scheduling.stage import Official, Stage

ADMINISTRATOR = Official("ADM", Role.ADMINISTRATOR, "QHD")
OFFICE = Official("H1", Role.ACTIVITY_OFFICE, "MZ-HD")
LI = Official("P1", Role.CADRE, "MZ-S1")
WANG = Official("P2", Role.CADRE, "MZ-S2")
HEAD = Official("H1", Role.SECTION_HEAD, "MZ-S1")
OTHER_HEAD = Official("H2", Role.SECTION_HEAD, "MZ-S2")
LEADER = Official("D1", Role.LEADER, "MZ-S1")
LEADING_GROUP = Official("D1", Role.LEADING_GROUP, "MZ-LD")
DISTRICT = Official("Q1", Role.DISTRICT_OFFICE, "QHD")
OTHER_OFFICE = Official("G1", Role.ACTIVITY_OFFICE, "GT-HD")
CLERK = Official("G1", Role.CLERK, "GT")

UNITS = (
    ("MZ-S1", "社会救助科", "section", "MZ"),
    ("MZ-S2", "基层政权科", "section", "MZ"),
    ("MZ-HD", "活动办公室", "activity-office", "MZ"),
    ("MZ-LD", "领导小组", "leading-group", "MZ"),
    ("MZ", "民政局", "department", ""),
    ("QHD", "区活动办公室", "district-office", ""),
    ("GT", "国土分局", "department", ""),
    ("GT-HD", "国土活动办公室", "activity-office", "GT"),
)
PEOPLE = (
    ("P1", "李建国", "MZ-S1", "yes", ""),
    ("P2", "王敏", "MZ-S2", "no", ""),
    ("H1", "张科长", "MZ-S1", "yes", "head@MZ-S1;head@MZ-HD"),
    ("D1", "赵局长", "MZ", "yes", "leader-in-charge@MZ-S1;member@MZ-LD"),
    ("Q1", "孙主任", "QHD", "yes", "head@QHD"),
    ("G1", "周文斌", "GT", "yes", "clerk@GT"),
)
PLACES = (
    ("C01-G1", "第1组", "group", "C01", "", "", ""),
    ("C01", "柳塘村", "village", "T1", "MZ", "MZ-S1", "D1"),
    ("C02", "桃源社区", "community", "T1", "MZ", "MZ-S2", ""),
    ("T1", "柳河镇", "town", "D", "", "", ""),
    ("D", "示范区", "district", "", "", "", ""),
)
COLUMNS = {
    "units": ("code", "name", "kind", "parent"),
    "people": ("code", "name", "unit", "party_member", "posts"),
    "places": ("code", "name", "level", "parent", "contact_unit", "contact_section", "contact_leader"),
}
FILES = {"units": UNITS, "people": PEOPLE, "places": PLACES}


def rows(kind: str, *lines: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a file; without lines, the district's own."""
    return [dict(zip(COLUMNS[kind], line, strict=True)) for line in lines or FILES[kind]]


async def settle(stage: Stage) -> None:
    """Set the sandbox's clock, and import the whole district."""
    await stage.move_clock("2010-11-20 09:00")
    for kind, lines in FILES.items():
        answer = await stage.imports(ADMINISTRATOR, kind, rows(kind))
        assert answer.json()["new"] == len(lines), answer.text


def plan(stage: Stage, **changed: Any) -> dict[str, Any]:
    """The campaign as its office plans it."""
    asked = {
        "name": "千名干部下基层，排忧解难促和谐",
        "unit": str(stage.unit("MZ")),
        "activity_office": str(stage.unit("MZ-HD")),
        "leading_group": str(stage.unit("MZ-LD")),
        "district_office": str(stage.unit("QHD")),
        "begins": "2010-11-22",
        "ends": "2011-02-28",
        "minimum_nights": 10,
        "batches": [
            {"number": 1, "begins": "2010-11-22", "ends": "2010-12-21"},
            {"number": 2, "begins": "2010-12-22", "ends": "2011-01-20"},
        ],
        "filings": [{"period": "2010-12", "due": "2010-12-31"}],
        "places": [str(stage.place("C01")), str(stage.place("C02"))],
        "statement": {"authority": "区委", "theme": "排忧解难促和谐"},
    }
    return asked | changed


def line(stage: Stage, code: str, batch: int, where: str) -> dict[str, Any]:
    """A line of a roster."""
    return {"person": str(stage.person(code)), "batch": batch, "place": str(stage.place(where))}


def roster(stage: Stage) -> list[dict[str, Any]]:
    """Everybody who takes part: P1 in the second batch, P2 and H1 in the first."""
    return [line(stage, "P1", 2, "C01"), line(stage, "P2", 1, "C02"), line(stage, "H1", 1, "C01")]


def exemption(stage: Stage, code: str = "D1", **changed: str) -> dict[str, Any]:
    """A cadre is needed elsewhere."""
    asked = {"person": str(stage.person(code)), "reason": "抽调在征地拆迁一线", "document": "区组干〔2010〕1号"}
    return asked | changed


async def planned(stage: Stage) -> str:
    """The campaign, its one exemption and its drafted roster; the path of the campaign."""
    campaign = (await stage.done(OFFICE, "/campaigns", plan(stage)))["id"]
    here = f"/campaigns/{campaign}"
    await stage.done(OFFICE, f"{here}/exemptions", exemption(stage))
    await stage.done(OFFICE, f"{here}/roster", {"entries": roster(stage)}, method="PUT")
    return here


async def published(stage: Stage) -> dict[str, str]:
    """The campaign with its roster published: its path as `here`, and each cadre's stay by code."""
    here = await planned(stage)
    holds = await stage.done(OFFICE, f"{here}/roster/publication")
    await stage.quiet()
    stays = {entry["person"]: entry["stay"] for entry in holds["entries"]}
    return {"here": here, **{code: f"/stays/{stays[str(stage.person(code))]}" for code in ("P1", "P2", "H1")}}
