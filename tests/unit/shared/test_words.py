"""Letters and books have a Chinese name for each word of the published language that they write."""

from typing import get_args

from shared.words import KIND_NAMES, MatterKind


def test_every_kind_of_matter_has_its_name() -> None:
    assert KIND_NAMES.keys() == set(get_args(MatterKind))
