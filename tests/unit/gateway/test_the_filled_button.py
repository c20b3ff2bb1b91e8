"""A filled button is the page's next act: on a phone it is as wide as the page and stays at its foot."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

HOME = Path(str(files("services.gateway")))
TEMPLATES = sorted((HOME / "templates").glob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_every_filled_button_is_an_act(template: Path) -> None:
    assert not re.search(r"\bbtn-primary(?! act)", template.read_text("utf-8"))


def test_an_act_stays_at_the_foot_of_a_phone() -> None:
    phone = (HOME / "static" / "minqing.css").read_text("utf-8").partition("@media (max-width: 767.98px)")[2]
    assert re.search(r"\n  \.act \{ position: fixed; left: 16px; right: 16px; bottom: 8px;", phone)
