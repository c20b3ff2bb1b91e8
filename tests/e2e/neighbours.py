"""A second district of the same installation, Anjing, with a small cast and a few days of work of its own.

Tests that write do it here: the reference campaign's figures stay as they are.
"""

from dataclasses import dataclass, field

from deploy.minqing.supervise import Minqing
from shared.ids import Tenant, imported
from tests.e2e import opening
from tests.e2e.door import Door, Person
from tests.e2e.opening import Opening, accounts, frame_of

ANJING = Tenant("anjing")
ADMINISTRATOR = opening.ADMINISTRATOR
_PASSWORDS = "anjing"
DEPARTMENTS = ("gt", "rs", "jw")
LAND_WORDS, WORK_WORDS = "安靖征地补偿款三年没有到账", "安靖招工名额没有公开"
AGAINST_PERSON, AGAINST_UNIT = "安靖经办索要好处费五千元", "安靖人社截留培训补贴二十万"
AGAINST_HOUSE = "安靖分管领导虚报救助名额"
ACCUSATIONS = {"person": AGAINST_PERSON, "unit": AGAINST_UNIT, "house": AGAINST_HOUSE}
DIARY = "安靖走访日记一则"
HEARD = ("land", "work", "person", "unit", "house")
"""The matters of the one visit: two disputes, and accusations against an official, a unit, and one of the own house."""
FACTS = (
    "scheduling.stay-started.v1",
    "ledger.visit-logged.v1",
    "ledger.matter-raised.v1",
    "casework.case-opened.v1",
    "casework.case-handed-over.v1",
    "casework.case-returned.v1",
    "casework.case-accepted.v1",
    "casework.result-recorded.v1",
    "casework.reply-issued.v1",
)

UNITS = """code,name,kind,parent
MZ,安靖民政局,department,
MZ-S1,安靖救助科,section,MZ
MZ-HD,安靖活动办公室,activity-office,MZ
MZ-LD,安靖领导小组,leading-group,MZ
QHD,安靖区活动办公室,district-office,
XF,安靖信访局,petition-office,
GT,安靖国土分局,department,
RS,安靖人社局,department,
JW,安靖纪委,discipline-office,
"""
PEOPLE = """code,name,unit,party_member,posts
MZ-1,安靖甲一,MZ-S1,yes,
MZ-2,安靖甲二,MZ-S1,yes,head@MZ-S1
MZ-3,安靖甲三,MZ,yes,leader-in-charge@MZ-S1
MZ-4,安靖甲四,MZ-S1,yes,member@MZ-HD
QHD-1,安靖乙一,QHD,yes,clerk@QHD
XF-1,安靖丙一,XF,yes,clerk@XF
SJ-1,安靖丁一,QHD,yes,
GT-1,安靖戊一,GT,yes,head@GT
GT-2,安靖戊二,GT,yes,leader-in-charge@GT
GT-3,安靖戊三,GT,yes,clerk@GT
GT-4,安靖戊四,GT,yes,handler@GT
RS-1,安靖己一,RS,yes,head@RS
RS-2,安靖己二,RS,yes,leader-in-charge@RS
RS-3,安靖己三,RS,yes,clerk@RS
RS-4,安靖己四,RS,yes,handler@RS
JW-2,安靖庚二,JW,yes,leader-in-charge@JW
JW-3,安靖庚三,JW,yes,clerk@JW
JW-4,安靖庚四,JW,yes,handler@JW
"""
PLACES = """code,name,level,parent,contact_unit,contact_section,contact_leader
D,安靖区,district,,,,
T1,安靖镇,town,D,,,
C01,安靖村,village,T1,MZ,MZ-S1,MZ-3
C01-G1,安靖一组,group,C01,,,
"""
HOUSEHOLDS = """code,place,number,head,telephone,address,difficulty
C01-H01,C01-G1,1,安靖户主老秦,13900001234,安靖村一组一号,yes
C01-H02,C01-G1,2,安靖户主老尤,13900005678,安靖村一组二号,no
"""
COMPETENCES = """field,unit
land-requisition,GT
employment,RS
"""
GRANTS = {
    "mz-1": "cadre@MZ-S1#place=C01",
    "mz-2": "section-head@MZ-S1",
    "mz-3": "leader@MZ-S1",
    "mz-4": "activity-office@MZ-HD",
    "qhd-1": "district-office@QHD",
    "xf-1": "petition-office@XF",
    "sj-1": "auditor@QHD",
    **{f"{code}-{n}": f"leader@{code.upper()}" for code in DEPARTMENTS for n in (1, 2) if (code, n) != ("jw", 1)},
    **{f"{code}-3": f"clerk@{code.upper()}" for code in DEPARTMENTS},
    **{f"{code}-4": f"handler@{code.upper()}" for code in DEPARTMENTS},
}
CADRE, SECTION_HEAD, CONTACT_LEADER, OFFICE = "mz-1", "mz-2", "mz-3", "mz-4"
DISTRICT_OFFICE, PETITION_OFFICE, AUDITOR = "qhd-1", "xf-1", "sj-1"
ACCUSED, ACCUSED_UNIT, ACCUSED_OF_THE_HOUSE = "GT-4", "RS", "MZ-3"
SUBSCRIBERS = {DISTRICT_OFFICE: "QHD", OFFICE: "MZ-HD", PETITION_OFFICE: "XF", "gt-3": "GT", "rs-3": "RS", "jw-3": "JW"}


def id_of(kind: str, code: str) -> str:
    """The id of something that Anjing's import made."""
    return str(imported(ANJING, kind, code))


def password_of(login: str) -> str:
    """Not the other district's, though the log-ins are called alike."""
    return f"{_PASSWORDS}-{login}"


@dataclass
class Anjing:
    """The district as its people use it, and what its few days of work have made."""

    minqing: Minqing
    door: Door
    campaign: str = ""
    stay: str = ""
    visit: str = ""
    matters: dict[str, str] = field(default_factory=dict)  # by HEARD
    references: dict[str, str] = field(default_factory=dict)
    subscriptions: dict[str, str] = field(default_factory=dict)  # log-in of who keeps it → id
    keys: dict[str, Person] = field(default_factory=dict)  # department → its key

    def person(self, login: str) -> Person:
        """Somebody of Anjing, logged in."""
        return self.door.person(ANJING, login, password_of(login))

    def quiet(self) -> None:
        """Wait until every service has taken in what was said."""
        self.person(ADMINISTRATOR).does("GET", "/sandbox/quiet")

    def open(self) -> "Anjing":
        """District, cast, campaign, and a stay that its cadre may begin."""
        files = {"units": UNITS, "people": PEOPLE, "places": PLACES, "households": HOUSEHOLDS}
        files |= {"competences": COMPETENCES, "accounts": accounts(PEOPLE, GRANTS, _PASSWORDS)}
        operator = self.minqing.wiring.credentials.operator_password()
        Opening(operator, ANJING, "安靖区", _PASSWORDS, files).open(self.door)
        office = self.person(OFFICE)
        frame = {**frame_of(ANJING, "MZ", "C01"), "name": "安靖下基层"}
        self.campaign = office.does("POST", "/campaigns", frame)["id"]
        self._publish(office)
        self.quiet()
        return self

    def set_the_stage(self) -> "Anjing":
        """The stay has begun, and there are those who want to be told."""
        self.open()
        self.person(CADRE).does("POST", f"/stays/{self.stay}/start")
        self.quiet()
        for login, unit in SUBSCRIBERS.items():
            wish = {"name": login, "types": list(FACTS), "unit": id_of("unit", unit)}
            made = self.person(login).does("POST", "/subscriptions", wish, f"subscription-{unit}")  # a key of shifan's
            self.subscriptions[login] = made["id"]
        for code in DEPARTMENTS:
            wish = {"name": f"key of {code}", "unit": id_of("unit", code.upper())}
            self.keys[code] = Person(self.door, self.person(f"{code}-3").does("POST", "/keys", wish)["key"])
        self.quiet()
        return self

    def _publish(self, office: Person) -> None:
        here = f"/campaigns/{self.campaign}"
        for code in ("MZ-2", "MZ-3", "MZ-4"):
            exempt = {"person": id_of("person", code), "reason": "留守值班", "document": "安靖〔2010〕1号"}
            office.does("POST", f"{here}/exemptions", exempt, f"exempt {code}")
        entry = {"person": id_of("person", "MZ-1"), "batch": 1, "place": id_of("place", "C01")}
        office.does("PUT", f"{here}/roster", {"entries": [entry]})
        self.stay = office.does("POST", f"{here}/roster/publication")["entries"][0]["stay"]

    def hear(self) -> "Anjing":
        """One visit on which two disputes and three accusations are heard; the disputes are handed over."""
        self._visit()
        for name in ("land", "work"):
            self.person(OFFICE).does("POST", f"/matters/{self.matters[name]}/hand-over", {})
        self.quiet()
        handler = {"handler": id_of("person", "GT-4")}
        self.person("gt-3").does("POST", f"/matters/{self.matters['land']}/acceptance", handler)
        self.quiet()
        return self

    def _visit(self) -> None:
        told = (
            {"kind": "dispute", "field": "land-requisition", "subject": "征地补偿", "words": LAND_WORDS},
            {"kind": "dispute", "field": "employment", "subject": "招工名额", "words": WORK_WORDS},
            _accusation(AGAINST_PERSON, "person", ACCUSED),
            _accusation(AGAINST_UNIT, "unit", ACCUSED_UNIT),
            _accusation(AGAINST_HOUSE, "person", ACCUSED_OF_THE_HOUSE),
        )
        form = {
            "stay": self.stay,
            "mode": "household",
            "callers": [{"household": id_of("household", "C01-H01")}],
            "diary": DIARY,
            "matters": list(told),
        }
        answer = self.person(CADRE).does("POST", "/visits", form, "the visit with five matters")
        self.visit = answer["id"]
        self.matters = {name: one["id"] for name, one in zip(HEARD, answer["matters"], strict=True)}
        self.references = {name: one["reference"] for name, one in zip(HEARD, answer["matters"], strict=True)}
        self.quiet()


def _accusation(words: str, what: str, code: str) -> dict[str, object]:
    return {"kind": "accusation", "words": words, "concerns": [{"type": what, "id": id_of(what, code)}]}
