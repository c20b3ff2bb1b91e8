"""One visit is one trace, from the gateway to the receiver's webhook, and none of its words is in it."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import quote

import pytest

from deploy.demo.performance import SETTINGS
from deploy.minqing import place
from deploy.minqing.process import wait_until
from deploy.minqing.services import SERVICES
from deploy.minqing.supervise import Minqing, running
from tests.collecting import Collector, Taken, collecting
from tests.e2e import neighbours
from tests.e2e.door import STAYING, Door
from tests.e2e.neighbours import ACCUSATIONS, CADRE, DISTRICT_OFFICE, PETITION_OFFICE, Anjing, id_of

PATIENCE = 60
DIARY, TYPED = "老朱来电一则", "老朱误填在此"
LOGGED, RAISED = "ledger.visit-logged.v1", "ledger.matter-raised.v1"
VISITS, PETITIONS = "/of-visits", "/of-accusations"
POST = "POST to a receiver"
STEPS = {
    ("gateway", "POST /api/v1/visits"): "server",
    ("gateway", "ask ledger"): "client",
    ("ledger", "POST /api/v1/visits"): "server",
    ("ledger", "handle LogVisit"): "internal",
    ("ledger", "append"): "internal",
    ("ledger", f"ring {LOGGED}"): "producer",
    ("ledger", f"ring {RAISED}"): "producer",
    ("casework", f"take in {RAISED}"): "consumer",
    ("casework", "handle TakeIn"): "internal",
    ("notify", f"take in {LOGGED}"): "consumer",
    ("notify", "handle Queue"): "internal",
    ("notify", POST): "client",
}
WORDS = (
    *(neighbours.LAND_WORDS, neighbours.WORK_WORDS, neighbours.DIARY, *ACCUSATIONS.values()),
    *("征地补偿", "招工名额", "安靖户主老秦", "安靖户主老尤", "安靖甲一", "安靖乙一", "安靖镇", "安靖村"),
    *("13900001234", "13900005678", DIARY, TYPED, neighbours.password_of(CADRE), "Bearer", "whsec_"),
)


@dataclass
class Followed:
    """The district on an installation that is followed, and who follows, until they are told to be `away`."""

    anjing: Anjing
    collector: Collector
    away: Callable[[], None]
    port: int
    subscriptions: dict[str, str]  # path of the receiver → id

    def visits(self) -> list[str]:
        """The traces of the visits that were logged; one that was asked for again began another."""
        logged = [span for span in list(self.collector.spans) if span.step == ("ledger", "handle LogVisit")]
        return [span.trace for span in logged if span.attributes["minqing.command.outcome"] == "stored"]

    def posted(self, path: str) -> list[dict[str, str]]:
        """The headers of what a receiver got."""
        return [one.headers for one in list(self.collector.webhooks) if one.path == path]

    def log_of(self, service: str) -> list[str]:
        """The lines of a service's log."""
        return self.anjing.minqing.processes[service].log.read_text(encoding="utf-8").splitlines()

    def visit(self, key: str, **headers: str) -> int:
        """A second sort of visit: a dispute is heard of another household; how that was answered."""
        matter = {"kind": "dispute", "field": "land-requisition", "subject": "征地补偿", "words": neighbours.LAND_WORDS}
        caller = {"household": id_of("household", "C01-H02")}
        form = {"stay": self.anjing.stay, "mode": "household", "callers": [caller], "diary": DIARY, "matters": [matter]}
        return self.anjing.person(CADRE).ask("POST", "/visits", form, key, **headers).status_code


def told(collector: Collector) -> dict[str, dict[str, str]]:
    """What the processes are told: who follows them, and to hand over at once."""
    follow = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_BSP_SCHEDULE_DELAY": "100"}
    said = {name: {**SETTINGS.get(name, {}), **follow} for name in SERVICES}
    said["gateway"] |= STAYING
    return said


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    """One visit was made and heard, and a receiver told of it."""
    collector = Collector()
    with ExitStack() as stack:
        reached = stack.enter_context(ExitStack())
        reached.enter_context(collecting(collector))
        minqing = Minqing(tmp_path_factory.mktemp("followed"), place.free_port(), told(collector))
        stack.enter_context(running(minqing, keep=False))
        door = Door(minqing.url)
        stack.callback(door.close)
        anjing = Anjing(minqing, door).set_the_stage()
        subscriptions = {
            VISITS: subscribed(anjing, DISTRICT_OFFICE, LOGGED, f"{collector.url}{VISITS}"),
            PETITIONS: subscribed(anjing, PETITION_OFFICE, RAISED, f"{collector.url}{PETITIONS}"),
        }
        anjing.person(CADRE).get(f"/households?after={TYPED}")
        port = int(collector.url.rpartition(":")[2])
        yield Followed(anjing.hear(), collector, reached.close, port, subscriptions)


def subscribed(anjing: Anjing, login: str, fact: str, url: str) -> str:
    """The subscription of somebody whose system is told of a fact."""
    wish = {"name": "系统", "types": [fact], "unit": id_of("unit", neighbours.SUBSCRIBERS[login]), "url": url}
    made: dict[str, str] = anjing.person(login).does("POST", "/subscriptions", wish, f"the system of {login}")
    return made["id"]


@pytest.fixture(scope="module")
def trace(followed: Followed) -> list[Taken]:
    """The spans of the visit, once all are there."""
    assert wait_until(lambda: bool(followed.visits()), PATIENCE)
    (trace,) = followed.visits()
    whole: list[Taken] = []

    def is_whole() -> bool:
        whole[:] = followed.collector.of(trace)
        return STEPS.keys() <= {span.step for span in whole} and not parentless(whole)

    came = wait_until(is_whole, PATIENCE)
    assert came, (STEPS.keys() - {span.step for span in whole}, parentless(whole), [span.step for span in whole])
    return whole


def parentless(trace: list[Taken]) -> list[Taken]:
    """Spans below one that is not there."""
    known = {span.span for span in trace}
    return [span for span in trace if span.parent and span.parent not in known]


def test_each_step_of_the_visit_is_a_span_of_its_kind(trace: list[Taken]) -> None:
    kinds = {span.step: span.kind for span in trace}
    assert {step: kinds[step] for step in STEPS} == STEPS


def test_they_are_one_tree_that_begins_at_the_gateway(trace: list[Taken]) -> None:
    assert [span.step for span in trace if not span.parent] == [("gateway", "POST /api/v1/visits")]
    assert len({span.span for span in trace}) == len(trace)


@pytest.mark.parametrize(
    ("step", "above"),
    [
        (("gateway", "ask ledger"), ("gateway", "POST /api/v1/visits")),
        (("ledger", "POST /api/v1/visits"), ("gateway", "ask ledger")),
        (("ledger", "handle LogVisit"), ("ledger", "POST /api/v1/visits")),
        (("ledger", "append"), ("ledger", "handle LogVisit")),
        (("ledger", f"ring {LOGGED}"), ("ledger", "handle LogVisit")),
        (("casework", f"take in {RAISED}"), ("ledger", "handle LogVisit")),
        (("casework", "handle TakeIn"), ("casework", f"take in {RAISED}")),
        (("notify", f"take in {LOGGED}"), ("ledger", "handle LogVisit")),
        (("notify", "handle Queue"), ("notify", f"take in {LOGGED}")),
        (("notify", POST), ("notify", "handle Queue")),
    ],
)
def test_each_step_is_below_what_it_came_of(trace: list[Taken], step: tuple[str, str], above: tuple[str, str]) -> None:
    steps = {span.span: span.step for span in trace}
    assert above in {steps[span.parent] for span in trace if span.step == step}


def test_the_receiver_is_told_by_which_request_of_which_trace(followed: Followed, trace: list[Taken]) -> None:
    of_it = [span for span in trace if of_receiver(span, followed, VISITS)]
    posted = {f"00-{span.trace}-{span.span}-01" for span in of_it}
    assert {headers["traceparent"] for headers in followed.posted(VISITS)} == posted


def of_receiver(span: Taken, followed: Followed, path: str) -> bool:
    """Whether it is a request to that receiver."""
    return span.name == POST and span.attributes["minqing.subscription"] == followed.subscriptions[path]


@pytest.mark.usefixtures("trace")
def test_who_is_told_of_an_accusation_is_told_of_no_trace(followed: Followed) -> None:
    (visit,) = followed.visits()

    def all_posted() -> bool:
        return sum(of_receiver(span, followed, PETITIONS) for span in followed.collector.of(visit)) >= len(ACCUSATIONS)

    assert wait_until(all_posted, PATIENCE), "the requests are spans all the same"
    told = followed.posted(PETITIONS)
    assert len(told) == len(ACCUSATIONS)
    assert ["traceparent" in headers for headers in told] == [False] * len(told)


@pytest.mark.usefixtures("trace")
def test_each_process_says_which_it_is(followed: Followed) -> None:
    said = followed.collector.resources
    assert {(one["service.namespace"], one["service.name"]) for one in said} == {("minqing", name) for name in SERVICES}
    assert len({one["service.instance.id"] for one in said}) == len(SERVICES)
    assert all(one["service.version"] for one in said)


def test_a_fact_that_comes_by_the_feed_is_of_its_trace_too(followed: Followed) -> None:
    redis, collector, before = followed.anjing.minqing.redis, followed.collector, followed.visits()
    redis.stop()
    try:
        assert followed.visit("while the bell is away") == 201
        assert wait_until(lambda: len(followed.visits()) > len(before), PATIENCE)
        (trace,) = set(followed.visits()) - set(before)
        taken = ("casework", f"take in {RAISED}")
        assert wait_until(lambda: taken in {one.step for one in collector.of(trace)}, PATIENCE)
    finally:
        redis.start()
    followed.anjing.quiet()


def test_what_whoever_asks_wants_left_out_is_left_out_everywhere(followed: Followed) -> None:
    left_out = "0af7651916cd43dd8448eb211c80319c"
    assert followed.visit("nobody's", traceparent=f"00-{left_out}-b7ad6b7169203331-00") == 201
    followed.anjing.quiet()
    before = len(followed.visits())
    assert followed.visit("the next") == 201
    assert wait_until(lambda: len(followed.visits()) > before, PATIENCE)
    assert followed.collector.of(left_out) == []


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.usefixtures("trace")
def test_no_word_of_anybodys_reaches_the_collector(followed: Followed, words: str) -> None:
    """Not as an address has it either."""
    said = {words.encode(), quote(words).encode(), quote(words).lower().encode()}
    bodies = list(followed.collector.bodies)
    assert len(bodies) > len(SERVICES)
    assert [body for body in bodies if any(each in body for each in said)] == []


def test_with_the_collector_away_work_goes_on_and_hardly_a_line_is_logged(followed: Followed) -> None:
    followed.away()
    for n in range(20):
        assert followed.visit(f"unfollowed {n}") == 201

    def complaints() -> list[str]:
        return [line for line in followed.log_of("ledger") if "opentelemetry" in line or "urllib3" in line]

    assert wait_until(lambda: bool(complaints()), PATIENCE)
    with collecting(Collector(status=400), followed.port) as refusing:
        assert wait_until(lambda: refused(followed, refusing) > 3, PATIENCE), "what it refuses is not sent again"
    assert [json.loads(line)["event"] for line in complaints()] == ["the collector takes no spans"]


def refused(followed: Followed, refusing: Collector) -> int:
    """How often the ledger's spans were refused, once another visit has made some; the last may not be noticed yet."""
    assert followed.visit(f"refused {len(refusing.bodies)} {len(refusing.resources)}") == 201
    return [one["service.name"] for one in list(refusing.resources)].count("ledger")
