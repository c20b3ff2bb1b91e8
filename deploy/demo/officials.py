"""The officials of the cast: the lead bureau, its six sections, six departments, the offices, the village clerks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

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
ONE_OF_SO_MANY_NOT_IN_THE_PARTY = 6  # 30 of 36 who take part are Party members


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
    """The lead unit for these places (place → its section): three cadres a place take part, six are exempt.

    Whoever belongs to a section stays in a place of that section.
    """
    leaders, heads = list(_leaders(names)), list(_heads(names))
    slots = _slots(sections, leaders, heads)
    bureau = Bureau(exempt=[f"MZ-X{number}" for number in range(1, EXEMPT + 1)])
    staff = _staff(names, [section for _, section, taken in slots if taken is None])
    for place, section, taken in slots:
        one = taken or staff[section].pop(0)
        bureau.taking_part.append(one.code)
        bureau.officials.append(replace(one, grants=(*one.grants, f"cadre@{section}#place={place}")))
    for number, code in enumerate(bureau.exempt):
        bureau.officials.append(Official(code, next(names), f"MZ-S{1 + number % len(SECTIONS)}", True))
    outside = set(bureau.taking_part[-(len(slots) // ONE_OF_SO_MANY_NOT_IN_THE_PARTY) :])
    bureau.officials = [replace(one, party=one.code not in outside) for one in bureau.officials]
    return bureau


Slot = tuple[str, str, Official | None]  # place, its section, who is meant for it


def _slots(sections: Mapping[str, str], leaders: list[Official], heads: list[Official]) -> list[Slot]:
    """Batch by batch, place by place: each head in the first place of the own section, leaders in what is then free."""
    places = list(sections.items()) * CADRES_A_PLACE
    meant: dict[int, Official] = {}
    for head in heads:
        meant[next(n for n, (_, section) in enumerate(places) if section == head.unit)] = head
    free = (n for n in range(len(places)) if n not in meant)
    meant |= dict(zip(free, leaders, strict=False))
    return [(place, section, meant.get(n)) for n, (place, section) in enumerate(places)]


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


def _staff(names: Iterator[str], wanted: list[str]) -> dict[str, list[Official]]:
    """The staff by section, numbered through; the first two of the first section are the activity office's."""
    staff: dict[str, list[Official]] = {}
    for number, section in enumerate(sorted(wanted), 1):
        in_office = number <= STAFF_OF_OFFICE
        posts = ("member@MZ-HD",) if in_office else ()
        grants = ("activity-office@MZ-HD",) if in_office else ()
        one = Official(f"MZ-{number:02}", next(names), section, True, posts, grants)
        staff.setdefault(section, []).append(one)
    return staff


def _departments(names: Iterator[str]) -> Iterator[Official]:
    for unit, _ in DEPARTMENTS:
        yield Official(f"{unit}-1", next(names), unit, True, (f"head@{unit}",), (f"leader@{unit}",))
        yield Official(f"{unit}-2", next(names), unit, True, (f"leader-in-charge@{unit}",), (f"leader@{unit}",))
        yield Official(f"{unit}-3", next(names), unit, True, (f"clerk@{unit}",), (f"clerk@{unit}",))
        yield Official(f"{unit}-4", next(names), unit, True, (f"handler@{unit}",), (f"handler@{unit}",))
