"""An accusation heard on a visit (G10): no word of it anywhere, nothing of it for whom it concerns or the campaign."""

from collections.abc import Sequence

import pytest

from tests.e2e import neighbours as n
from tests.e2e.door import Person
from tests.e2e.neighbours import ACCUSATIONS, Anjing, id_of
from tests.e2e.walking import Route, answers, reading_routes, things_of_the_field

OFFICES = (n.OFFICE, n.DISTRICT_OFFICE, n.SECTION_HEAD, n.CONTACT_LEADER)
KEPT_FROM = {
    "person": ("gt-1", "gt-2", "gt-3", "gt-4", "key of gt", "rs-3", "key of rs", *OFFICES),
    "unit": ("rs-1", "rs-2", "rs-3", "rs-4", "key of rs", "gt-3", "key of gt", *OFFICES),
    "house": (n.CADRE, "gt-3", "rs-3", *OFFICES),
}
"""Who sees nothing of which accusation: whom it concerns and their house, other departments, the campaign's offices,
the contact unit of the place."""
CASES = [(name, who) for name, all_of_them in KEPT_FROM.items() for who in all_of_them]
PURPOSE = {"purpose": "核查线索"}


@pytest.fixture(scope="module")
def routes(accused: Anjing) -> list[Route]:
    """Every GET of the API; what streams is read by its pull feed instead."""
    return [route for route in reading_routes(accused.door) if not route.streams]


def viewer(anjing: Anjing, who: str) -> Person:
    """Somebody by their log-in, or a department's key."""
    return anjing.keys[who.removeprefix("key of ")] if who.startswith("key of ") else anjing.person(who)


@pytest.fixture(scope="module")
def ids(accused: Anjing) -> dict[str, Sequence[str]]:
    """Every thing of the district that a path may name, but for the matters."""
    return ids_in_reach(accused)


def ids_in_reach(anjing: Anjing) -> dict[str, Sequence[str]]:
    """The same, by the names of parameters."""
    cadre = anjing.person(n.CADRE)
    things: dict[str, Sequence[str]] = dict(things_of_the_field(anjing.person(n.SECTION_HEAD), anjing.campaign))
    return {
        **things,
        "visit": [anjing.visit],
        "stay": [anjing.stay],
        "campaign": [anjing.campaign],
        "n": ["1", "2", "3", "4"],
        "limit": ["planned", "conclude"],
        "version": ["1"],
        "household": [one["id"] for one in cadre.items(f"/households?place={id_of('place', 'C01')}")],
        "place": [id_of("place", "C01")],
        "subscription": list(anjing.subscriptions.values()),
        "account": [one["id"] for one in anjing.person(n.ADMINISTRATOR).items("/accounts")],
        "person": [one["id"] for one in anjing.person(n.ADMINISTRATOR).items("/people")],
    }


@pytest.mark.parametrize(("name", "who"), CASES)
def test_it_does_not_exist(accused: Anjing, name: str, who: str) -> None:
    person, case = viewer(accused, who), f"/matters/{accused.matters[name]}"

    reading = [person.get(f"{case}{what}") for what in ("", "/reply", "/copies", "/copies/1", "/copies/4")]
    acting = [person.ask("POST", f"{case}/{what}", body, f"try {what} {who}") for what, body in _ATTEMPTS.items()]

    assert {answer.status_code for answer in reading} == {404}
    assert {answer.status_code for answer in acting} <= {403, 404}


_ATTEMPTS: dict[str, dict[str, str] | None] = {
    "identity": PURPOSE,
    "hand-over": {},
    "return": {"reason": "不属本局职责"},
    "acceptance": {"handler": id_of("person", "GT-4")},
    "result": {"outcome": "explained", "facts": "已阅", "opinion": "已阅"},
    "signature": None,
    "sending-back": {"reason": "重写"},
    "striking": {"evidence": "已办"},
}


@pytest.mark.parametrize("who", sorted({who for _, who in CASES}))
def test_no_path_tells_of_it(accused: Anjing, routes: list[Route], ids: dict[str, Sequence[str]], who: str) -> None:
    kept_from = [name for name, those in KEPT_FROM.items() if who in those]
    others = [accused.matters[name] for name in n.HEARD if name not in kept_from]
    traces = [trace for name in kept_from for trace in (accused.matters[name], accused.references[name])]

    told = [
        str(answer.url)
        for answer in answers(viewer(accused, who), routes, {**ids, "case": others})
        if any(trace in answer.text for trace in (*traces, *ACCUSATIONS.values()))
    ]

    assert told == []


@pytest.mark.parametrize(("name", "who"), [case for case in CASES if "key" not in case[1]])
def test_no_filter_finds_it(accused: Anjing, name: str, who: str) -> None:
    person = viewer(accused, who)

    for asked in (f"reference={accused.references[name]}", "kind=accusation&limit=1", "state=opened", "state=issued"):
        found = {item["id"] for item in person.items(f"/matters?{asked}")}
        assert accused.matters[name] not in found


@pytest.mark.parametrize("who", ["gt-1", "gt-3", "rs-2", "rs-3", n.OFFICE, n.SECTION_HEAD])
def test_no_count_gives_it_away(accused: Anjing, who: str) -> None:
    person = viewer(accused, who)

    seen = person.items(f"/matters?campaign={accused.campaign}")
    figures = person.does("GET", f"/campaigns/{accused.campaign}/case-figures")
    unsettled = person.does("GET", "/unsettled")

    assert "accusation" not in figures["by_kind"]
    assert figures["raised"] == len(seen)
    assert sum(figures["by_kind"].values()) == len(seen)
    assert (unsettled["scope"], unsettled["number"]) == ("yours", len(unsettled["items"]))


def test_the_district_offices_figures_leave_accusations_out(accused: Anjing) -> None:
    figures = accused.person(n.DISTRICT_OFFICE).does("GET", f"/campaigns/{accused.campaign}/case-figures")

    assert set(figures["by_kind"]) == {"dispute"}
    assert figures["raised"] == len(accused.person(n.OFFICE).items("/matters"))
    assert "安靖纪委" not in {share["unit"]["name"] for share in figures["by_department"]}


def test_the_visit_of_the_cadre_shows_one_matter_fewer(accused: Anjing) -> None:
    visit = accused.person(n.CADRE).does("GET", f"/visits/{accused.visit}")

    shown = {one["id"] for one in visit["matters"]}
    assert shown == {accused.matters[name] for name in ("land", "work", "person", "unit")}


@pytest.mark.parametrize("who", [n.OFFICE, n.SECTION_HEAD])
def test_the_visit_shows_the_campaigns_offices_what_is_theirs(accused: Anjing, who: str) -> None:
    visit = accused.person(who).does("GET", f"/visits/{accused.visit}")

    assert {one["id"] for one in visit["matters"]} == {accused.matters["land"], accused.matters["work"]}


def test_no_subscription_but_those_of_who_handles_it_was_told(accused: Anjing) -> None:
    told = {who: _told_of_accusations(accused, who) for who in n.SUBSCRIBERS}

    assert told.pop(n.PETITION_OFFICE) == {accused.matters[name] for name in ACCUSATIONS}
    assert told.pop("jw-3") == {accused.matters["person"]}
    assert told == {who: set() for who in told}


def _told_of_accusations(anjing: Anjing, who: str) -> set[str]:
    mentioned = anjing.person(who).get(f"/subscriptions/{anjing.subscriptions[who]}/events?limit=500").text
    return {anjing.matters[name] for name in ACCUSATIONS if anjing.matters[name] in mentioned}


def test_the_petition_office_sees_every_accusation(accused: Anjing) -> None:
    office = accused.person(n.PETITION_OFFICE)

    listed = {item["id"] for item in office.items("/matters?kind=accusation")}

    assert listed >= {accused.matters[name] for name in ACCUSATIONS}
    for name in ACCUSATIONS:
        words = office.does("GET", f"/matters/{accused.matters[name]}")["words"]
        assert words == {"text": None, "withheld": "opened-with-a-purpose"}


def test_its_words_are_opened_like_an_identity_and_that_is_recorded(accused: Anjing) -> None:
    case = accused.matters["unit"]

    opened = accused.person(n.PETITION_OFFICE).ask("POST", f"/matters/{case}/identity", PURPOSE, "open it")

    assert opened.status_code == 200
    assert n.AGAINST_UNIT in opened.text
    accused.quiet()
    openings = accused.person(n.AUDITOR).get("/openings")
    assert case in openings.text
    assert n.AGAINST_UNIT not in openings.text


def test_the_petition_office_cannot_hand_it_to_whom_it_concerns(accused: Anjing) -> None:
    case, concerned = accused.matters["unit"], {"to": id_of("unit", "RS"), "reason": "请核查"}

    answer = accused.person(n.PETITION_OFFICE).ask("POST", f"/matters/{case}/hand-over", concerned, "to the accused")

    assert (answer.status_code, answer.json()["code"]) == (409, "goes-to-the-accused")


def test_whom_it_was_handed_to_answers_it(accused: Anjing) -> None:
    matter = accused.person("jw-3").does("GET", f"/matters/{accused.matters['person']}")
    copies = accused.person("jw-3").does("GET", f"/matters/{accused.matters['person']}/copies")["items"]

    assert (matter["state"], matter["handling_unit"]["name"]) == ("issued", "安靖纪委")
    assert [copy["to"] for copy in copies if copy["to"] and "安靖国土" in copy["to"]["name"]] == []


def test_it_counts_among_the_matters_that_have_to_be_answered(accused: Anjing) -> None:
    numbers = {who: accused.person(who).does("GET", "/unsettled") for who in _COUNTING}

    assert numbers[n.DISTRICT_OFFICE] == numbers[n.AUDITOR]
    assert numbers[n.DISTRICT_OFFICE]["items"] is None
    theirs = [numbers[n.OFFICE]["number"], numbers[n.PETITION_OFFICE]["number"]]
    assert numbers[n.DISTRICT_OFFICE]["number"] == sum(theirs)
    waiting = {item["id"] for item in numbers[n.PETITION_OFFICE]["items"]}
    assert waiting >= {accused.matters[name] for name in ACCUSATIONS}


_COUNTING = (n.DISTRICT_OFFICE, n.AUDITOR, n.OFFICE, n.PETITION_OFFICE)
