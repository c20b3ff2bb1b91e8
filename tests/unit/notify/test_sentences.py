"""Every "no" and every message of notify has its sentence in both languages, with the blanks that are filled."""

import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from services.notify.commands.subscription import Fault
from services.notify.projections import inbox
from shared.web.sentences import catalogue

ROOMS = Path(__file__).parents[3] / "services" / "notify"
REFUSED = re.compile(r'(?:Refused|NotFound|Busy)\("([a-z-]+)"')
CODES = {code for file in ROOMS.rglob("*.py") for code in REFUSED.findall(file.read_text("utf-8"))}
FAULTS = {f"target-{fault}" for fault in get_args(Fault)}
MESSAGES = {
    f"inbox-{shape.model_fields['type'].default.partition('.')[2].removesuffix('.v1')}"
    for projection in inbox.INBOXES
    for shape in projection.language
}


@pytest.mark.parametrize("code", sorted(CODES | FAULTS | MESSAGES))
def test_a_code_has_its_sentence_in_both_languages(code: str) -> None:
    assert catalogue()[code].keys() == {"zh", "en"}


@pytest.mark.parametrize("code", sorted(CODES | FAULTS | MESSAGES))
def test_both_sentences_have_the_same_blanks(code: str) -> None:
    blanks = [{name for _, name, *_ in Formatter().parse(said) if name} for said in catalogue()[code].values()]
    assert blanks[0] == blanks[1]


def test_no_message_has_a_blank_for_a_name() -> None:
    blanks = {name for code in MESSAGES for _, name, *_ in Formatter().parse(catalogue()[code]["zh"]) if name}
    assert blanks == {"place", "reference", "limit", "level", "nights", "missing", "period", "due"}
