"""The cast of the reference campaign, as the CSV files that the import reads; names are invented, from a fixed seed."""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from deploy.demo.officials import DEPARTMENTS, SECTIONS, Official, bureau_of, others_of

COMPETENCES = (
    ("land-requisition", "GT"),
    ("house-demolition", "FG"),
    ("enterprise-restructuring", "JM"),
    ("employment", "RS"),
    ("social-security", "RS"),
    ("litigation", "ZF"),
    ("work-safety", "AJ"),
)
TOWNS = ("柳河镇", "桃源镇", "石桥街道", "东岗街道")
_VILLAGES = (
    "柳塘村",
    "桃源村",
    "石坝村",
    "东岗村",
    "梅岭村",
    "沙湾村",
    "竹溪村",
    "枫林村",
    "茶亭村",
    "松坪村",
    "荷塘村",
    "古井村",
)
_COMMUNITIES = ("朝阳社区", "和平社区", "新华社区", "建设社区")
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文辉云莲凤梅琴素珍春海山永生福贵德才"
GROUPS_A_PLACE = 4
HOUSEHOLDS_A_GROUP = 10


@dataclass
class Cast:
    """Everybody and everything of the campaign, by code. `taking_part` is in roster order: batch, then place.

    `files` holds the import's CSV texts by kind, in the order in which they are imported.
    """

    places: list[str]
    officials: list[Official]
    taking_part: list[str]
    exempt: list[str]
    files: dict[str, str] = field(default_factory=dict)


def section_of(place: int, places: int) -> str:
    """The section that has a place (from 0): the six sections share the places evenly, in order."""
    return f"MZ-S{1 + place * len(SECTIONS) // places}"


def cast_of(seed: int, places: int) -> Cast:
    """The cast of a campaign of a size. The same seed and size give the same bytes."""
    names = _names(random.Random(seed))
    sections = {f"C{place + 1:02}": section_of(place, places) for place in range(places)}
    bureau = bureau_of(names, sections)
    cast = Cast(list(sections), [*bureau.officials, *others_of(names, sections)], bureau.taking_part, bureau.exempt)
    cast.files = {
        "units": _csv(("code", "name", "kind", "parent"), _units(places)),
        "people": _csv(("code", "name", "unit", "party_member", "posts"), _people(cast)),
        "places": _csv(
            ("code", "name", "level", "parent", "contact_unit", "contact_section", "contact_leader"), _places(places)
        ),
        "households": _csv(
            ("code", "place", "number", "head", "telephone", "address", "difficulty"), _households(names, places, seed)
        ),
        "competences": _csv(("field", "unit"), iter(COMPETENCES)),
        "accounts": _csv(("login", "person", "unit", "password", "grants"), _accounts(cast)),
    }
    return cast


def password_of(login: str) -> str:
    """The demo's passwords are no secret: they stand on its screen."""
    return f"demo-{login}"


def _names(chance: random.Random) -> Iterator[str]:
    seen: set[str] = set()
    while True:
        name = chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, chance.choice((1, 2, 2))))
        if name not in seen:
            seen.add(name)
            yield name


def _units(places: int) -> Iterator[tuple[str, ...]]:
    yield ("MZ", "民政局", "department", "")
    for number, name in enumerate(SECTIONS, 1):
        yield (f"MZ-S{number}", name, "section", "MZ")
    yield ("MZ-HD", "民政局活动办公室", "activity-office", "MZ")
    yield ("MZ-LD", "民政局活动领导小组", "leading-group", "MZ")
    yield ("QHD", "区活动办公室", "district-office", "")
    yield ("XF", "区信访局", "petition-office", "")
    for code, name in DEPARTMENTS:
        yield (code, name, "department", "")
    for number in range(1, places + 1):
        yield (f"W{number:02}", f"{_place_name(number, places)}委会".replace("社区委会", "社区居委会"), "committee", "")


def _place_name(number: int, places: int) -> str:
    communities = places // 4
    villages = places - communities
    name, series = (_VILLAGES, number - 1) if number <= villages else (_COMMUNITIES, number - villages - 1)
    round_ = series // len(name)
    return name[series % len(name)] if not round_ else f"第{round_ + 1}{name[series % len(name)]}"


def _places(places: int) -> Iterator[tuple[str, ...]]:
    yield ("D", "示范区", "district", "", "", "", "")
    for number, name in enumerate(TOWNS, 1):
        yield (f"T{number}", name, "town", "D", "", "", "")
    for index in range(places):
        number, section = index + 1, section_of(index, places)
        leader = f"MZ-D{(int(section[-1]) + 1) // 2}"
        level = "village" if number <= places - places // 4 else "community"
        town = f"T{1 + index * len(TOWNS) // places}"
        yield (f"C{number:02}", _place_name(number, places), level, town, "MZ", section, leader)
        for group in range(1, GROUPS_A_PLACE + 1):
            yield (f"C{number:02}-G{group}", f"第{group}组", "group", f"C{number:02}", "", "", "")


def _households(names: Iterator[str], places: int, seed: int) -> Iterator[tuple[str, ...]]:
    chance = random.Random(f"{seed}/telephones")
    for place in range(1, places + 1):
        for number in range(1, GROUPS_A_PLACE * HOUSEHOLDS_A_GROUP + 1):
            group = 1 + (number - 1) // HOUSEHOLDS_A_GROUP
            telephone = f"1{chance.choice('3578')}{chance.randrange(10**9):09}"
            address = f"{_place_name(place, places)}{group}组{number}号"
            hard = "yes" if number % 3 == 0 else "no"
            code = f"C{place:02}"
            yield (f"{code}-H{number:02}", f"{code}-G{group}", str(number), next(names), telephone, address, hard)


def _people(cast: Cast) -> Iterator[tuple[str, ...]]:
    for one in cast.officials:
        yield (one.code, one.name, one.unit, "yes" if one.party else "no", ";".join(one.posts))


def _accounts(cast: Cast) -> Iterator[tuple[str, ...]]:
    for one in cast.officials:
        yield (one.code.lower(), one.code, one.unit, password_of(one.code.lower()), ";".join(one.grants))


def _csv(header: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
