"""How a test opens a district of its own in an installation, fills it and plans a campaign there."""

from collections.abc import Mapping
from dataclasses import dataclass

from deploy.demo.setting import OPERATOR
from shared.ids import Tenant, imported
from tests.e2e.door import Door, Person

ADMINISTRATOR = "admin"
BEGINS = "2010-11-22T07:00:00+08:00"
DAYS = {"begins": "2010-11-22", "ends": "2010-12-21"}


@dataclass(frozen=True)
class Opening:
    """A sandbox district to open: who may open it, its name, how its people's passwords begin, its files by kind."""

    operator_password: str
    tenant: Tenant
    name: str
    passwords: str
    files: Mapping[str, str]

    def password_of(self, login: str) -> str:
        """Somebody's password."""
        return f"{self.passwords}-{login}"

    def open(self, door: Door) -> Person:
        """Open it and import its files; its administrator."""
        operator = door.person(None, OPERATOR, self.operator_password)
        first = {"login": ADMINISTRATOR, "password": self.password_of(ADMINISTRATOR)}
        body = {"tenant": self.tenant, "name": self.name, "sandbox": True, "now": BEGINS}
        operator.does("POST", "/districts", {**body, "administrator": first}, f"open-{self.tenant}")
        administrator = door.person(self.tenant, ADMINISTRATOR, self.password_of(ADMINISTRATOR))
        for kind, text in self.files.items():
            administrator.does("POST", f"/imports/{kind}", text.encode())
        administrator.does("GET", "/sandbox/quiet")
        return administrator


def accounts(people: str, grants: Mapping[str, str], opening_passwords: str) -> str:
    """The file of accounts: one for each log-in, of the person whose code it is."""
    units = {line.split(",")[0]: line.split(",")[2] for line in people.splitlines()[1:]}
    lines = (f"{who},{who.upper()},{units[who.upper()]},{opening_passwords}-{who},{may}" for who, may in grants.items())
    return "\n".join(("login,person,unit,password,grants", *lines, ""))


def frame_of(tenant: Tenant, lead: str, place: str) -> dict[str, object]:
    """A campaign of one batch that a unit leads in one place, its offices named after it."""
    unit = {name: str(imported(tenant, "unit", code)) for name, code in _offices(lead).items()}
    return {
        "name": f"{lead}下基层",
        **unit,
        **DAYS,
        "minimum_nights": 10,
        "batches": [{"number": 1, **DAYS}],
        "filings": [{"period": "2010-12", "due": "2010-12-21"}],
        "places": [str(imported(tenant, "place", place))],
    }


def _offices(lead: str) -> dict[str, str]:
    led = {"activity_office": f"{lead}-HD", "leading_group": f"{lead}-LD"}
    return {"unit": lead, **led, "district_office": "QHD"}
