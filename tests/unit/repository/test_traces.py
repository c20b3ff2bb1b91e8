"""docs/traces.md and the code name the same spans, attributes and settings."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI

from services.gateway.main import create_app
from services.ledger.main import SERVICE
from shared.collector import NAMES
from shared.service import create_api
from shared.settings import TracesSettings

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "traces.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| (server|client|internal|producer|consumer) \|[^|]*\|([^|]*)\|", PAGE, re.MULTILINE)
SAID = re.compile(r'tracing\.(?:span|first)\(\s*(f?"[^"]+"|method),\s*"(\w+)"')
HANDING_OVER = ["shared.collector", "opentelemetry.exporter", "opentelemetry.sdk.trace"]
SERVICES = ("casework", "gateway", "ledger", "notify", "scheduling")


def as_on_the_page(said: str) -> str:
    """A span's name in the code with its blanks emptied; a request's is its method until its route is known."""
    return re.sub(r"\{[^}]*\}", "{}", "{} {}" if said == "method" else said.removeprefix("f").strip('"'))


def test_the_page_and_the_code_name_the_same_spans_and_say_of_which_kind_they_are() -> None:
    files = [file for part in ("services", "shared") for file in (ROOT / part).rglob("*.py")]
    found = {said for file in files for said in SAID.findall(file.read_text(encoding="utf-8"))}
    assert {(as_on_the_page(name), kind) for name, kind in found} == {
        (as_on_the_page(name), kind) for name, kind, _ in ROWS
    }


def test_whatever_a_span_may_tell_is_on_the_page() -> None:
    told = {name for _, _, attributes in ROWS for name in re.findall(r"`([\w.]+)`", attributes)} | {"error.type"}
    assert told == set(NAMES.values())


def test_each_setting_is_on_the_page() -> None:
    told = re.findall(r"^\| `(OTEL_\w+)` \|", PAGE, re.MULTILINE)
    assert told == [f"OTEL_{name.upper()}" for name in TracesSettings.model_fields]


def test_who_is_not_followed_loads_nothing_that_hands_spans_over() -> None:
    """Of OpenTelemetry, FastAPI loads its interface, and the broker's client its metrics, wherever they find them."""
    imported = "; ".join(f"import services.{name}.main" for name in SERVICES)
    said = f"import sys; {imported}; print(*(name for name in {HANDING_OVER} if name in sys.modules))"
    process = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True)
    assert process.stdout.split() == []


@pytest.mark.parametrize("application", [create_app, lambda: create_api(SERVICE)])
def test_fastapi_makes_no_spans_of_its_own(application: Callable[[], FastAPI], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    told = application()._telemetry  # it is nowhere else to be seen
    assert [told[what] for what in ("tracing", "metrics", "logs", "auto_configure")] == [False] * 4
