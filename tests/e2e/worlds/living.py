"""How a generated district comes to be: opened, filled, its campaigns planned, its households visited."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from shared.ids import Tenant, imported
from tests.e2e.door import Door, Person
from tests.e2e.opening import ADMINISTRATOR, Opening, accounts, frame_of
from tests.e2e.worlds.world import DISTRICT, HANDLING, HOUSES, PARTS_OF_WORK, PETITIONS, Grant, Heard, Somebody, World

_PASSWORDS = "somebody"
_PLACES = (
    "code,name,level,parent,contact_unit,contact_section,contact_leader\nD,和平区,district,,,,\nT1,河口镇,town,D,,,\n"
)
_HOUSEHOLDS = "code,place,number,head,telephone,address,difficulty\n"
_TIMES = {"over": {"ends": "2010-11-01T00:00:00+08:00"}, "later": {"begins": "2011-11-01T00:00:00+08:00"}, "now": {}}
FACTS = (
    *(f"ledger.{what}.v1" for what in ("visit-logged", "matter-raised")),
    *(f"casework.case-{what}.v1" for what in ("opened", "handed-over", "returned", "accepted", "struck")),
    *(f"casework.{what}.v1" for what in ("result-recorded", "reply-issued", "copy-served")),
)
SUBSCRIBERS = {
    **{f"{code}-3".lower(): code for code in HANDLING},
    **{f"{code}-5".lower(): f"{code}-HD" for code in HOUSES},
    f"{DISTRICT}-1".lower(): DISTRICT,
    f"{PETITIONS}-1".lower(): PETITIONS,
}
"""Who keeps a subscription, by log-in, and of which unit."""


@dataclass
class Lived:
    """A district in use, and what was made in it: kind and name → id."""

    world: World
    tenant: Tenant
    door: Door
    operator_password: str
    things: dict[str, dict[str, str]] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    keys: dict[str, Person] = field(default_factory=dict)

    def id_of(self, kind: str, code: str) -> str:
        """The id of something imported."""
        return str(imported(self.tenant, kind, code))

    def person(self, login: str) -> Person:
        """Somebody who has logged in, or a house's key."""
        return self.keys.get(login) or self.door.person(self.tenant, login, f"{_PASSWORDS}-{login}")

    def does(self, login: str, method: str, path: str, body: object = None, key: str = "") -> dict[str, object]:
        """What somebody is answered who may do it."""
        done: dict[str, object] = self.person(login.lower()).does(method, path, body, key or f"{login} {method} {path}")
        return done

    def quiet(self) -> None:
        """Wait until every service has taken in what was said."""
        self.does(ADMINISTRATOR, "GET", "/sandbox/quiet")

    def note(self, kind: str, name: str, id: object) -> str:
        """Remember what was made."""
        self.things.setdefault(kind, {})[name] = str(id)
        return str(id)

    def named(self, matter: Heard) -> dict[str, str]:
        """What a path says of a matter, and of one of its copies."""
        return {"n": "1", "case": self.things["case"][matter.name]}

    def viewers(self) -> Iterator[Somebody]:
        """Everybody with an account, and each house's key, which is its clerk's making."""
        yield from self.world.everybody
        for code in HANDLING:
            yield Somebody(f"key of {code}", f"{code}-3", (code,), (Grant("department-key", code),))


def inhabited(world: World, name: str, door: Door, operator_password: str) -> Lived:
    """A district of its own for a world: everything is heard, and nothing became of it yet."""
    there = Lived(world, Tenant(name), door, operator_password)
    _open(there)
    for n in range(len(world.villages)):
        _plan(there, n)
    there.quiet()
    _give_and_subscribe(there)
    for n in range(len(world.villages)):
        _visit(there, n)
    there.quiet()
    return there


def _open(there: Lived) -> None:
    world = there.world
    units = "".join(f"{one.code},单位{one.code},{one.kind},{one.parent}\n" for one in world.units.values())
    posts = {f"{code}-{n}": f"{post}@{code}" for code in HANDLING for n, (post, _) in enumerate(PARTS_OF_WORK, 1)}
    people = "".join(
        f"{one.person},姓{one.person},{one.units[0]},yes,{_posts(one, posts)}\n" for one in world.everybody
    )
    places = "".join(
        f"{one.code},村{one.code},village,T1,{one.contact[:2]},{one.contact},\n{one.code}-G1,组,group,{one.code},,,\n"
        for one in world.villages
    )
    homes = "".join(
        f"{one.code}-H1,{one.code}-G1,1,老户{one.code[-1]},13700001111,一号,yes\n" for one in world.villages
    )
    people = f"code,name,unit,party_member,posts\n{people}"
    whole = {one.login: _imported(one) for one in world.everybody}
    files = {
        "units": f"code,name,kind,parent\n{units}",
        "people": people,
        "places": _PLACES + places,
        "households": _HOUSEHOLDS + homes,
        "competences": f"field,unit\nland-requisition,{HOUSES[0]}\n",
        "accounts": accounts(people, whole, _PASSWORDS),
    }
    Opening(there.operator_password, there.tenant, "和平区", _PASSWORDS, files).open(there.door)


def _posts(one: Somebody, posts: dict[str, str]) -> str:
    """The post of an official, and of whoever works in a second unit a membership there."""
    return posts.get(one.person) or ";".join(f"member@{unit}" for unit in one.units[1:])


def _imported(one: Somebody) -> str:
    """The grants that a file can say; the others are given afterwards."""
    plain = [grant for grant in one.grants if _in_a_file(grant)]
    return ";".join(f"{grant.role}@{grant.unit}{f'#place={grant.place}' if grant.place else ''}" for grant in plain)


def _in_a_file(grant: Grant) -> bool:
    return grant.campaign is None and grant.when == "now"


def _plan(there: Lived, n: int) -> None:
    village = there.world.villages[n]
    office, cadre = f"{village.lead}-5", village.cadre
    frame = frame_of(there.tenant, village.lead, village.code) | {"name": f"{village.code}下基层"}
    campaign = there.note("campaign", village.code, there.does(office, "POST", "/campaigns", frame, village.code)["id"])
    here = f"/campaigns/{campaign}"
    for one in there.world.everybody:
        if there.world.covers(village.lead, one.units[0]) and one.person != cadre:
            exempt = {"person": there.id_of("person", one.person), "reason": "留守值班", "document": "〔2010〕1号"}
            there.does(office, "POST", f"{here}/exemptions", exempt, f"exempt {one.person} {n}")
    entry = {"person": there.id_of("person", cadre), "batch": 1, "place": there.id_of("place", village.code)}
    there.does(office, "PUT", f"{here}/roster", {"entries": [entry]})
    entries = there.does(office, "POST", f"{here}/roster/publication")["entries"]
    assert isinstance(entries, list)
    there.note("stay", village.code, entries[0]["stay"])


def _give_and_subscribe(there: Lived) -> None:
    for one in there.world.visitors:
        for n, grant in enumerate(grant for grant in one.grants if not _in_a_file(grant)):
            there.does(ADMINISTRATOR, "POST", "/grants", _wish(there, one, grant), f"{one.login} {n}")
    for login, unit in SUBSCRIBERS.items():
        wish = {"name": login, "types": list(FACTS), "unit": there.id_of("unit", unit)}
        there.note("subscription", login, there.does(login, "POST", "/subscriptions", wish)["id"])
    for code in HANDLING:
        made = there.does(f"{code}-3", "POST", "/keys", {"name": code, "unit": there.id_of("unit", code)})
        there.keys[f"key of {code}"] = Person(there.door, str(made["key"]))
    for village in there.world.villages:
        there.does(village.cadre, "POST", f"/stays/{there.things['stay'][village.code]}/start")
    there.quiet()


def _wish(there: Lived, one: Somebody, grant: Grant) -> dict[str, object]:
    listed = there.things.get("account") or _accounts(there)
    campaign = None if grant.campaign is None else there.things["campaign"][there.world.villages[grant.campaign].code]
    place = there.id_of("place", grant.place) if grant.place else None
    where = {"unit": there.id_of("unit", grant.unit), "place": place, "campaign": campaign}
    return {"account": listed[one.login], "role": grant.role, **where, **_TIMES[grant.when]}


def _accounts(there: Lived) -> dict[str, str]:
    for line in there.person(ADMINISTRATOR).items("/accounts"):
        there.note("account", line["login"], line["id"])
    return there.things["account"]


def _visit(there: Lived, n: int) -> None:
    village = there.world.villages[n]
    heard = [one for one in there.world.heard if one.village == n]
    form = {
        "stay": there.things["stay"][village.code],
        "mode": "household",
        "callers": [{"household": there.id_of("household", f"{village.code}-H1")}],
        "diary": diary_of_visit(village.code),
        "matters": [_told(there, one) for one in heard],
    }
    made = there.does(village.cadre, "POST", "/visits", form)
    there.note("visit", village.code, made["id"])
    assert isinstance(made["matters"], list)
    for one, answered in zip(heard, made["matters"], strict=True):
        there.note("case", one.name, answered["id"])
        there.references[one.name] = answered["reference"]


def diary_of_visit(village: str) -> str:
    """Words that stand in the diary of one village's visit and nowhere else."""
    return f"日记之{village}"


def _told(there: Lived, one: Heard) -> dict[str, object]:
    told: dict[str, object] = {"kind": one.kind, "words": one.token("原话")}
    if one.against:
        kind, code = one.against
        return told | {"concerns": [{"type": kind, "id": there.id_of(kind, code)}]}
    told |= {"subject": one.token("事由")}
    told |= {"field": "land-requisition"} if one.kind == "dispute" else {}
    return told | ({"answer": one.token("当场答复")} if one.way == "settled" else {})
