"""Two sandbox districts in which the same happens at the same times, but that in one accusations are heard.

Whoever must not know of an accusation has to see the same in both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from deploy.minqing.supervise import Minqing
from shared.ids import Tenant, imported
from tests.e2e import cast_of_insiders as cast
from tests.e2e.door import Door, Person
from tests.e2e.opening import ADMINISTRATOR, Opening, accounts, frame_of

TOLD, UNTOLD = Tenant("heping"), Tenant("yining")
AFTER_THE_LADDER = "2010-12-17T09:30:00+08:00"
"""All rungs of a matter accepted on 22 November are climbed."""
_PASSWORDS = "insider"


@dataclass
class Insiders:
    """One of the two as its people use it, and what was made there by name; `told`: with accusations."""

    minqing: Minqing
    door: Door
    told: bool
    secrets: dict[str, str]  # receiver → secret
    things: dict[str, str] = field(default_factory=dict)  # "matter land", "stay MZ-1" … → id
    references: dict[str, str] = field(default_factory=dict)  # matter → reference
    keys: dict[str, Person] = field(default_factory=dict)  # department → its key

    @property
    def tenant(self) -> Tenant:
        """The district."""
        return TOLD if self.told else UNTOLD

    def id_of(self, kind: str, code: str) -> str:
        """The id of something imported."""
        return str(imported(self.tenant, kind, code))

    def person(self, login: str) -> Person:
        """Somebody by their log-in, or a department's key as `key of gt`."""
        if login.startswith("key of "):
            return self.keys[login.removeprefix("key of ")]
        return self.door.person(self.tenant, login, self.password_of(login))

    def password_of(self, login: str) -> str:
        """Somebody's password."""
        return f"{_PASSWORDS}-{login}"

    def quiet(self) -> None:
        """Wait until every service has taken in what was said."""
        self.person(ADMINISTRATOR).does("GET", "/sandbox/quiet")

    def move_clock(self, now: str) -> None:
        """Let it be later."""
        self.person(ADMINISTRATOR).does("PUT", "/sandbox/clock", {"now": now}, f"clock {now}")
        self.quiet()

    def matter(self, name: str, what: str = "") -> str:
        """The path of a matter, or of something below it."""
        return f"/matters/{self.things[f'matter {name}']}{what and '/'}{what}"

    def set_the_stage(self, receivers: str) -> None:
        """District, cast, both campaigns; who wants to be told, some by post at an address."""
        files = {"units": cast.UNITS, "people": cast.PEOPLE, "places": cast.PLACES, "households": cast.HOUSEHOLDS}
        files |= {"competences": cast.COMPETENCES, "accounts": accounts(cast.PEOPLE, cast.GRANTS, _PASSWORDS)}
        operator = self.minqing.wiring.credentials.operator_password()
        Opening(operator, self.tenant, "和平区", _PASSWORDS, files).open(self.door)
        for lead, place in (("MZ", "C01"), ("NY", "C02")):
            self._plan(lead, place)
        for login, unit in cast.SUBSCRIBERS.items():
            self._subscribe(login, unit, "")
            if login in ("gt-3", "qhd-1", "xf-1"):
                self._subscribe(login, unit, f"{receivers}/{self.tenant}-{login}")
        for code in ("gt", "rs", "jw"):
            wish = {"name": f"key of {code}", "unit": self.id_of("unit", code.upper())}
            made = self.person(f"{code}-3").does("POST", "/keys", wish)
            self.things[f"key {code}"], self.keys[code] = made["id"], Person(self.door, made["key"])
        self.quiet()

    def _plan(self, lead: str, place: str) -> None:
        office = self.person(f"{lead.lower()}-4")
        made = office.does("POST", "/campaigns", frame_of(self.tenant, lead, place))
        self.things[f"campaign {lead}"] = made["id"]
        here = f"/campaigns/{made['id']}"
        for code in (line.split(",")[0] for line in cast.PEOPLE.splitlines() if line.startswith(f"{lead}-")):
            if code != f"{lead}-1":
                exempt = {"person": self.id_of("person", code), "reason": "留守值班", "document": "〔2010〕1号"}
                office.does("POST", f"{here}/exemptions", exempt, f"exempt {code}")
        entry = {"person": self.id_of("person", f"{lead}-1"), "batch": 1, "place": self.id_of("place", place)}
        office.does("PUT", f"{here}/roster", {"entries": [entry]}, f"roster {lead}")
        stay = office.does("POST", f"{here}/roster/publication", None, f"publish {lead}")["entries"][0]["stay"]
        self.things[f"stay {lead}"] = stay
        self.quiet()
        self.person(f"{lead.lower()}-1").does("POST", f"/stays/{stay}/start", None, f"start {lead}")
        self.quiet()

    def _subscribe(self, login: str, unit: str, url: str) -> None:
        wish = {"name": login, "types": list(cast.FACTS), "unit": self.id_of("unit", unit)}
        posted = {"url": url} if url else {}
        made = self.person(login).does("POST", "/subscriptions", {**wish, **posted}, f"for {unit} {bool(url)}")
        self.things[f"subscription {login}{' posted' if url else ''}"] = made["id"]
        if url:
            self.secrets[f"{self.tenant}-{login}"] = made["secret"]

    def visit(self, lead: str, household: str, matters: Mapping[str, object]) -> None:
        """A cadre's visit to a household, on which these matters are heard, by name."""
        form = {
            "stay": self.things[f"stay {lead}"],
            "mode": "household",
            "callers": [{"household": self.id_of("household", household)}],
            "diary": cast.DIARY,
            "matters": list(matters.values()),
        }
        made = self.person(f"{lead.lower()}-1").does("POST", "/visits", form, f"visit {lead}")
        self.things[f"visit {lead}"] = made["id"]
        for name, one in zip(matters, made["matters"], strict=True):
            self.things[f"matter {name}"], self.references[name] = one["id"], one["reference"]
        self.quiet()
