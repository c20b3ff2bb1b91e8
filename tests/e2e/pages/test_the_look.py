"""The look of every page that somebody gets to, and of each that another test shows (`Readers.shown`)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

import services.gateway
from deploy.demo.cast import password_of
from deploy.demo.setting import TENANT
from tests.e2e.leafing import Leafing
from tests.e2e.pages.looks import looks_as_agreed, looks_otherwise
from tests.e2e.pages.reading import SIZES, Readers

WHO = ["mz-01", "mz-h3", "gt-3", "gt-4", "sj-1", "admin"]
"""Together they get to every kind of page but those that other tests show."""
STYLES, OURS = Path(services.gateway.__file__).parent / "static", ("bootstrap.min.css", "minqing.css")
_NAMED = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+")
WRONG = {
    "text of 4.20:1": "<p style='color:#767676'>灰</p>",
    "text of 1.08:1": "<p style='color:#fff;background:transparent'>白</p>",
    "an edge of 3.": "<input aria-label='甲' style='border:1px solid #8a929c'>",
    "an edge of 1.": "<input type='radio' checked style='appearance:none;border:1px solid #eee;background:#eee'>",
    "red, though nothing is late": "<p style='background:#fdecea'>退回</p>",
    "weight 500": "<p style='font-weight:500'>中</p>",
    "italics": "<p style='font-style:italic'>斜</p>",
    "16px": "<p style='font-size:16px'>大</p>",
    "20px": "<h1 style='font-size:20px'>题</h1>",
    "lines of 18px": "<p style='line-height:18px'>密</p>",
    "faded to 0.65": "<p style='opacity:.65'>淡</p>",
    "2 filled buttons": "<button class='btn btn-primary'>甲</button><a class='btn btn-primary' href='/'>乙</a>",
    "until 2010-12-06, red: False": "<span class='limit'><time datetime='2010-12-06'>2010-12-06</time></span>",
    "until 2010-12-07, red: True": (
        "<span class='limit'><time datetime='2010-12-07'>7</time><span class='mark late'>▲ 超期</span></span>"
    ),
}
RIGHT = """<h1>题</h1><p class="mark late">▲ 超期</p><p><input class="form-control" aria-label="甲"></p>
<button class="btn btn-primary">甲</button><button class="btn btn-outline-primary">乙</button>"""


def styled(readers: Readers, source: str) -> Page:
    """A page of our styles that shows this alone; the policy of a served page would forbid what is wrong here."""
    page = readers.anybody("desk")
    page.set_content("".join(f"<style>{(STYLES / name).read_text('utf-8')}</style>" for name in OURS) + source)
    return page


@pytest.mark.parametrize("fault", WRONG)
def test_what_looks_otherwise_than_agreed_is_found(readers: Readers, fault: str) -> None:
    page = styled(readers, RIGHT)
    looks_as_agreed(page, "desk")
    page.evaluate("source => { document.body.innerHTML = source; }", WRONG[fault])
    with pytest.raises(AssertionError, match=re.escape(fault)):
        looks_as_agreed(page, "desk")


def test_the_edge_of_a_field_is_as_clear_while_it_has_the_focus(readers: Readers) -> None:
    page = styled(readers, RIGHT + "<select class='form-select' aria-label='丙'></select>")
    for field in page.locator("input, select").all():
        field.focus()
        looks_as_agreed(page, "desk")


def pages_of(readers: Readers, login: str) -> list[str]:
    """Where somebody gets to, one page of each kind."""
    leafing = Leafing(readers.stage.url, TENANT, login, password_of(login))
    found = leafing.leaf(alike=1)
    leafing.close()
    return [path for path, seen in found.items() if seen.status == 200 and "<html" in seen.text]


def test_every_page_that_somebody_gets_to_looks_as_agreed_at_a_desk_and_on_a_phone(readers: Readers) -> None:
    looked_at: set[str] = set()
    faults: list[str] = []
    for login in WHO:
        page = readers.reader(login, "desk")
        for path in pages_of(readers, login):
            kind = _NAMED.sub("*", path.partition("?")[0])
            if kind not in looked_at:
                looked_at.add(kind)
                faults += on_both(page, path)
    assert faults == [], "\n".join(faults)
    assert {"/matters/*", "/filings/*", "/stays/*/visits", "/matters/*/copies/*", "/openings", "/imports"} <= looked_at
    assert {"/matters/*/limits/planned", "/matters/*/limits/conclude"} <= looked_at


def on_both(page: Page, path: str) -> Iterator[str]:
    """What is wrong with a page on either device."""
    page.goto(path)
    for device, size in SIZES.items():
        page.set_viewport_size(size)
        yield from (f"{path} {device}: {fault}" for fault in looks_otherwise(page, device))
