"""A tone is told by its sign and its word, too: a page is legible in grey, and to who does not tell red from green."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from services.gateway.pages.words import TONES

TEMPLATES = sorted(Path(str(files("services.gateway") / "templates")).glob("*.html"))
SIGNS = {(tone, sign) for sign, tone in TONES.items()}
_MARK = re.compile(r'class="[^"]*\bmark (\w+)"[^>]*>(?:<span aria-hidden="true">)?(.)')


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_what_is_marked_in_a_tone_begins_with_its_sign(template: Path) -> None:
    assert set(_MARK.findall(template.read_text("utf-8"))) <= SIGNS


def test_templates_mark_something_in_every_tone_that_no_state_alone_has() -> None:
    found = {tone for one in TEMPLATES for tone, _ in _MARK.findall(one.read_text("utf-8"))}
    assert found == {"late", "waiting", "done", "quiet", "sealed"}
