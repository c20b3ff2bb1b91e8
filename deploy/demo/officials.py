"""The officials of the cast: the lead bureau, its six sections, six departments, the offices, the village clerks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

SECTIONS = ("办公室", "社会救助科", "基层政权科", "社会事务科", "优抚安置科", "福利慈善科")
DEPARTMENTS = (
    ("GT", "国土分局"),
    ("FG", "房管局"),
    ("JM", "经贸局"),
    ("RS", "人社局"),
    ("ZF", "政法委"),
    ("AJ", "安监局"),
)
EXEMPT = 6
CADRES_A_PLACE = 3
STAFF_OF_OFFICE = 2  # besides its head
OF_SIX_NOT_IN_THE_PARTY = 6  # one of six who take part: 30 of 36 are Party members


@dataclass(frozen=True)
class Official:
    """A person with posts and a log-in; `posts` and `grants` in the words of the import."""

    code: str
    name: str
    unit: str
    party: bool
    posts: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()


@dataclass
class Bureau:
    """The lead unit's cadres; `taking_part` is in roster order: batch, then place."""

    officials: list[Official] = field(default_factory=list)
    taking_part: list[str] = field(default_factory=list)
    exempt: list[str] = field(default_factory=list)


def bureau_of(names: Iterator[str], sections: Mapping[str, str]) -> Bureau:
    """The lead unit for these places (place → its section): three cadres a place take part, six are exempt."""
    cadres = [*_leaders(names), *_heads(names), *_staff(names, CADRES_A_PLACE * len(sections) + EXEMPT - 11)]
    bureau = Bureau(exempt=[one.code for one in cadres[-EXEMPT:]])
    bureau.taking_part = [one.code for one in cadres[:-EXEMPT]]
    outside_party = set(bureau.taking_part[-(len(bureau.taking_part) // OF_SIX_NOT_IN_THE_PARTY) :])
    places = list(sections)
    for index, one in enumerate(cadres):
        stay = () if one.code in bureau.exempt else (_cadre_of(places[index % len(places)], sections),)
        party = one.code not in outside_party
        bureau.officials.append(Official(one.code, one.name, one.unit, party, one.posts, (*one.grants, *stay)))
    return bureau


def others_of(names: Iterator[str], sections: Mapping[str, str]) -> Iterator[Official]:
    """Everybody outside the lead unit."""
    yield from _departments(names)
    yield Official("QHD-1", next(names), "QHD", True, ("head@QHD",), ("district-office@QHD",))
    yield Official("QHD-2", next(names), "QHD", True, ("clerk@QHD",), ("district-office@QHD",))
    yield Official("XF-1", next(names), "XF", True, ("clerk@XF",), ("petition-office@XF",))
    yield Official("SJ-1", next(names), "QHD", True, (), ("auditor@QHD",))
    for place in sections:
        unit = f"W{place[1:]}"
        yield Official(
            f"{unit}-1", next(names), unit, True, (f"village-clerk@{unit}",), (f"village-clerk@{unit}#place={place}",)
        )


def _cadre_of(place: str, sections: Mapping[str, str]) -> str:
    return f"cadre@{sections[place]}#place={place}"


def _leaders(names: Iterator[str]) -> Iterator[Official]:
    group = "leading-group@MZ-LD"
    yield Official("MZ-Z1", next(names), "MZ", True, ("head@MZ-LD",), (group, "leader@MZ"))
    yield Official("MZ-Z2", next(names), "MZ", True, ("deputy@MZ-LD", "head@MZ"), (group, "leader@MZ"))
    for number in (1, 2, 3):
        charge = (f"MZ-S{2 * number - 1}", f"MZ-S{2 * number}")
        posts = ("member@MZ-LD", "deputy@MZ", *(f"leader-in-charge@{section}" for section in charge))
        yield Official(f"MZ-D{number}", next(names), "MZ", True, posts, (group, *(f"leader@{unit}" for unit in charge)))


def _heads(names: Iterator[str]) -> Iterator[Official]:
    for number in range(1, len(SECTIONS) + 1):
        section = f"MZ-S{number}"
        office = ("head@MZ-HD",) if number == 1 else ()
        grants = ("activity-office@MZ-HD",) if number == 1 else ()
        posts = (f"head@{section}", "member@MZ-LD", *office)
        yield Official(f"MZ-H{number}", next(names), section, True, posts, (f"section-head@{section}", *grants))


def _staff(names: Iterator[str], count: int) -> Iterator[Official]:
    for number in range(1, count + 1):
        in_office = number <= STAFF_OF_OFFICE
        section = "MZ-S1" if in_office else f"MZ-S{1 + number % len(SECTIONS)}"
        posts = ("member@MZ-HD",) if in_office else ()
        grants = ("activity-office@MZ-HD",) if in_office else ()
        yield Official(f"MZ-{number:02}", next(names), section, True, posts, grants)


def _departments(names: Iterator[str]) -> Iterator[Official]:
    for unit, _ in DEPARTMENTS:
        yield Official(f"{unit}-1", next(names), unit, True, (f"head@{unit}",), (f"leader@{unit}",))
        yield Official(f"{unit}-2", next(names), unit, True, (f"leader-in-charge@{unit}",), (f"leader@{unit}",))
        yield Official(f"{unit}-3", next(names), unit, True, (f"clerk@{unit}",), (f"clerk@{unit}",))
        yield Official(f"{unit}-4", next(names), unit, True, (f"handler@{unit}",), (f"handler@{unit}",))
