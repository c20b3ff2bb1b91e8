"""The districts that are worked in while parts of the installation fail: small casts, every cadre with two stays."""

from contextlib import closing
from dataclasses import dataclass, field

from deploy.minqing.supervise import Minqing
from shared.ids import Tenant, imported
from tests.e2e.door import Door, Person
from tests.e2e.opening import ADMINISTRATOR, DAYS, Opening, accounts

TENANTS = tuple(Tenant(f"qu-{n}") for n in (1, 2, 3))
CADRES = 8
"""In each district; each makes visits in a village, and has a colleague there whose stay is interrupted and resumed."""

_UNITS = """code,name,kind,parent
MZ,民政局,department,
MZ-S1,救助科,section,MZ
MZ-HD,民政活动办公室,activity-office,MZ
QHD,区活动办公室,district-office,
GT,国土分局,department,
"""
_OFFICIALS = """MZ-H,科长,MZ-S1,yes,head@MZ-S1
MZ-O,专职,MZ-S1,yes,member@MZ-HD
QHD-1,区办,QHD,yes,clerk@QHD
GT-1,局长,GT,yes,head@GT
GT-2,副局长,GT,yes,leader-in-charge@GT
GT-3,专干,GT,yes,clerk@GT
GT-4,经办,GT,yes,handler@GT
"""
_GRANTS = {
    "mz-o": "activity-office@MZ-HD",
    "qhd-1": "district-office@QHD",
    "gt-2": "leader@GT",
    "gt-3": "clerk@GT",
    "gt-4": "handler@GT",
    "mz-h": "section-head@MZ-S1",
}
_PLACES = """code,name,level,parent,contact_unit,contact_section,contact_leader
D,区,district,,,,
T1,镇,town,D,,,
"""
_PASSWORDS = "under-load"
OFFICE, DISTRICT_OFFICE, LEADER, CLERK, HANDLER, SECTION = _GRANTS
SUBSCRIBED = (
    "ledger.visit-logged.v1",
    "casework.case-opened.v1",
    "casework.case-handed-over.v1",
    "casework.reply-issued.v1",
    "casework.case-struck.v1",
)
"""What the activity office is told, all of it by webhook."""


def cadre(n: int) -> str:
    """The log-in of who visits in village `n`."""
    return f"v{n}"


def colleague(n: int) -> str:
    """The log-in of who comes and goes in village `n`."""
    return f"w{n}"


@dataclass
class District:
    """A district as its people use it: tokens, account ids and stays by log-in, filings by the place's id."""

    tenant: Tenant
    tokens: dict[str, str] = field(default_factory=dict, repr=False)
    accounts: dict[str, str] = field(default_factory=dict)
    stays: dict[str, str] = field(default_factory=dict)
    filings: dict[str, str] = field(default_factory=dict)
    campaign: str = ""
    subscription: str = ""
    secret: str = field(default="", repr=False)

    def id_of(self, kind: str, code: str) -> str:
        """The id of something that was imported."""
        return str(imported(self.tenant, kind, code))


def opened(minqing: Minqing, tenant: Tenant, receivers: str) -> District:
    """The district with its people, campaign, begun stays, and the office's subscription."""
    with closing(Door(minqing.url)) as door:
        return _opened(minqing, tenant, receivers, door)


def _opened(minqing: Minqing, tenant: Tenant, receivers: str, door: Door) -> District:
    files = {"units": _UNITS, "people": _people(), "places": _places(), "households": _households()}
    files |= {
        "competences": "field,unit\nland-requisition,GT\n",
        "accounts": accounts(_people(), _grants(), _PASSWORDS),
    }
    opening = Opening(minqing.operator_password(), tenant, tenant, _PASSWORDS, files)
    district = District(tenant)
    opening.open(door)
    people = {login: door.person(tenant, login, opening.password_of(login)) for login in (*_grants(), ADMINISTRATOR)}
    district.tokens = {login: person.token for login, person in people.items()}
    district.accounts = {login: person.does("GET", "/me")["account"] for login, person in people.items()}
    _plan(district, people)
    _begin(district, people)
    wish = {"name": "office", "types": list(SUBSCRIBED), "unit": district.id_of("unit", "MZ-HD")}
    made = people[OFFICE].does("POST", "/subscriptions", {**wish, "url": f"{receivers}/{tenant}"}, f"for {tenant}")
    district.subscription, district.secret = made["id"], made["secret"]
    people[ADMINISTRATOR].does("GET", "/sandbox/quiet")
    return district


def _cadres() -> tuple[str, ...]:
    return tuple(one(n) for n in range(1, CADRES + 1) for one in (cadre, colleague))


def _grants() -> dict[str, str]:
    return _GRANTS | {login: f"cadre@MZ-S1#place=C{login[1:]}" for login in _cadres()}


def _people() -> str:
    cadres = "".join(f"{login.upper()},干部{login},MZ-S1,yes,\n" for login in _cadres())
    return "code,name,unit,party_member,posts\n" + _OFFICIALS + cadres


def _places() -> str:
    villages = "".join(f"C{n},{n}村,village,T1,MZ,MZ-S1,\n" for n in range(1, CADRES + 1))
    groups = "".join(f"C{n}-G,{n}村一组,group,C{n},,,\n" for n in range(1, CADRES + 1))
    return f"{_PLACES}{villages}{groups}"


def _households() -> str:
    rows = (f"H{n},C{n}-G,1,户主{n},1390000{n:04},一组一号,yes\n" for n in range(1, CADRES + 1))
    return "code,place,number,head,telephone,address,difficulty\n" + "".join(rows)


def _plan(district: District, people: dict[str, Person]) -> None:
    office = people[OFFICE]
    frame = {
        "name": "下基层",
        "unit": district.id_of("unit", "MZ"),
        "activity_office": district.id_of("unit", "MZ-HD"),
        "district_office": district.id_of("unit", "QHD"),
        **DAYS,
        "minimum_nights": 10,
        "batches": [{"number": 1, **DAYS}],
        "filings": [{"period": "2010-12", "due": "2010-12-21"}],
        "places": [district.id_of("place", f"C{n}") for n in range(1, CADRES + 1)],
    }
    district.campaign = office.does("POST", "/campaigns", frame)["id"]
    here = f"/campaigns/{district.campaign}"
    for code in ("MZ-H", "MZ-O"):
        exempt = {"person": district.id_of("person", code), "reason": "留守值班", "document": "〔2010〕1号"}
        office.does("POST", f"{here}/exemptions", exempt, f"exempt {code}")
    entries = [
        {
            "person": district.id_of("person", login.upper()),
            "batch": 1,
            "place": district.id_of("place", f"C{login[1:]}"),
        }
        for login in _cadres()
    ]
    office.does("PUT", f"{here}/roster", {"entries": entries})
    stays = {one["person"]: one["stay"] for one in office.does("POST", f"{here}/roster/publication")["entries"]}
    district.stays = {login: stays[district.id_of("person", login.upper())] for login in _cadres()}
    people[ADMINISTRATOR].does("GET", "/sandbox/quiet")
    district.filings = {one["place"]: one["id"] for one in people[SECTION].does("GET", "/filings")["items"]}


def _begin(district: District, people: dict[str, Person]) -> None:
    for login, stay in district.stays.items():
        people[login].does("POST", f"/stays/{stay}/start")
    people[ADMINISTRATOR].does("GET", "/sandbox/quiet")
