"""After the reference campaign each process tells its figures, as the page explains them, and none tells of anybody."""

import csv
import io
import re
from collections.abc import Iterable

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from deploy.demo.setting import OPERATOR, TENANT
from deploy.minqing.services import SERVICES, WITH_A_LOG
from tests.e2e.door import Door
from tests.e2e.played import Played
from tests.metrics_page import EXPLAINED

_WORDS = {
    "le": r"[\d.]+|\+Inf",
    "command": r"[A-Z][A-Za-z]+",
    "outcome": r"stored|duplicate|refused|conflict|busy|failed"
    r"|acknowledged|answered-\dxx|gone|timeout|unreachable|barred|secret-erased",
    "producer": "|".join(WITH_A_LOG),
    "follower": r"[a-z_-]+",
    "kind": "models|policy",
    "route": r"none|(/api/v1)?(/[a-z-]*|/\{[a-z_]+(:path)?\}|/[a-z-]+(\.[a-z]+)+)+",
    "status": r"[1-5]xx",
}
_PARTS = re.compile(r"_(bucket|sum|count|created)$")
MOVED = (
    "minqing_append_seconds_count",
    "minqing_append_group_requests_sum",
    "minqing_commands_total",
    "minqing_command_seconds_count",
    "minqing_relay_leads",
    "minqing_follower_page_events_sum",
    "minqing_follower_page_seconds_count",
)


def told(campaign: Played, door: Door, service: str) -> list[Sample]:
    """All of a process's figures that are Minqing's own."""
    if service == "gateway":
        operator = door.person(None, OPERATOR, campaign.minqing.operator_password())
        text = operator.get("/running/figures").text
    else:
        text = httpx.get(f"{campaign.minqing.wiring.urls[service]}/metrics", trust_env=False).text
    families = text_string_to_metric_families(text)
    return [sample for family in families for sample in family.samples if sample.name.startswith("minqing_")]


def entered(files: Iterable[str]) -> set[str]:
    """Whatever stands in the files that were imported: names, codes, log-ins, addresses."""
    return {cell for file in files for row in list(csv.reader(io.StringIO(file)))[1:] for cell in row}


@pytest.mark.parametrize("service", SERVICES)
def test_a_label_is_the_programs_own_word_and_nobodys_name(campaign: Played, door: Door, service: str) -> None:
    samples = told(campaign, door, service)
    strange = [
        (sample.name, name, value)
        for sample in samples
        for name, value in sample.labels.items()
        if not re.fullmatch(_WORDS.get(name, "never"), value)
    ]
    assert strange == []
    values = {value for sample in samples for name, value in sample.labels.items() if name != "le"}
    assert values.isdisjoint(entered(campaign.performance.cast.files.values()))
    assert not [value for value in values if TENANT in value]
    assert values


@pytest.mark.parametrize("service", SERVICES)
def test_figures_bear_the_labels_that_the_page_names_and_no_others(campaign: Played, door: Door, service: str) -> None:
    for sample in told(campaign, door, service):
        name = _PARTS.sub("", sample.name)
        explained = EXPLAINED.get(name) or EXPLAINED[f"{name}_total"]
        assert set(sample.labels) - {"le"} == explained.labels, sample.name


@pytest.mark.parametrize("service", WITH_A_LOG)
def test_the_campaign_shows_in_the_figures_of_each_service(campaign: Played, door: Door, service: str) -> None:
    expected = MOVED if service == "notify" else (*MOVED, "minqing_relay_facts_sum")  # which had no fact to say
    sums = dict.fromkeys(expected, 0.0)
    for sample in told(campaign, door, service):
        if sample.name in sums:
            sums[sample.name] += sample.value
    assert [name for name, value in sums.items() if not value] == []


def test_what_notify_posted_shows_in_its_figures(campaign: Played, door: Door) -> None:
    acknowledged = [
        sample.value
        for sample in told(campaign, door, "notify")
        if sample.name == "minqing_delivery_requests_total" and sample.labels["outcome"] == "acknowledged"
    ]
    assert sum(acknowledged) > 0
