"""What a person may not see is on no page of theirs, nor in its source, its hidden fields or its headers.

For each role, every page is opened that its navigation leads to, link by link.
"""

import pytest

from deploy.demo.setting import OPERATOR
from tests.e2e.days_of_insiders import Pair
from tests.e2e.insiders import Insiders
from tests.e2e.leafing import Leafing, Seen
from tests.e2e.secrets_of_insiders import MATTERS, kept_from, shown_to
from tests.e2e.test_an_accusation_changes_nothing import KEPT_FROM
from tests.e2e.web import in_common_words

IN_FORMS = {"ticket", "to", "campaign", "version", "kept", "rows"}
"""Hidden fields: sealed, or what the address or the page says anyway."""


class Shelf:
    """Each reader's pages, opened once for all tests."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self._pages: dict[tuple[bool, str], dict[str, Seen]] = {}

    def pages(self, insiders: Insiders, who: str) -> dict[str, Seen]:
        """All that somebody gets to."""
        if (insiders.told, who) not in self._pages:
            reader = self._reader(insiders, who)
            self._pages[insiders.told, who] = reader.leaf()
            reader.close()
        return self._pages[insiders.told, who]

    def _reader(self, insiders: Insiders, who: str) -> Leafing:
        if who == OPERATOR:
            password = self.pair.minqing.wiring.credentials.operator_password()
            return Leafing(insiders.door.url, None, who, password)
        return Leafing(insiders.door.url, insiders.tenant, who, insiders.password_of(who))


@pytest.fixture(scope="module")
def shelf(pair: Pair) -> Shelf:
    return Shelf(pair)


@pytest.mark.parametrize("who", MATTERS)
def test_nothing_that_is_not_for_them_is_in_any_source(shelf: Shelf, who: str) -> None:
    secrets = list(kept_from(who, shelf.pair.told, shelf.pair.untold))

    pages = shelf.pages(shelf.pair.told, who)

    found = [(path, what) for path, page in pages.items() for secret, what in secrets if secret in page.whole]
    assert found == []


@pytest.mark.parametrize("who", MATTERS)
def test_what_is_for_them_is_there(shelf: Shelf, who: str) -> None:
    everything = "\n".join(page.text for page in shelf.pages(shelf.pair.told, who).values())

    assert [one for one in shown_to(who, shelf.pair.told) if one not in everything] == []


@pytest.mark.parametrize("who", MATTERS)
def test_every_link_opens_and_no_page_has_more_than_it_shows(shelf: Shelf, who: str) -> None:
    pages = shelf.pages(shelf.pair.told, who)

    assert {path: page.status for path, page in pages.items() if page.status not in (200, 303)} == {}
    for path, page in pages.items():
        source = page.source
        assert ({name for name, _ in source.fields} <= IN_FORMS, source.barred, source.remarks) == (True, [], []), path
        assert (page.headers["cache-control"], page.headers["referrer-policy"]) == ("no-store", "no-referrer"), path
        assert {"etag", "minqing-position", "set-cookie"}.isdisjoint(page.headers), path


def test_to_the_district_office_no_visit_says_whose_matter_it_is(shelf: Shelf) -> None:
    pages = shelf.pages(shelf.pair.told, "qhd-1")
    visits = [page.text for path, page in pages.items() if path.startswith("/visits/")]

    assert len(visits) == 2
    for text in visits:
        assert "1 户" in text
        assert [name for name, one in shelf.pair.told.references.items() if one in text] == []


@pytest.mark.parametrize("who", [who for who in KEPT_FROM if not who.startswith("key of ")])
def test_who_must_not_know_of_an_accusation_has_the_same_pages_without_it(shelf: Shelf, who: str) -> None:
    with_it, without = (
        {in_common_words(insiders, page) for page in shelf.pages(insiders, who).values()}
        for insiders in (shelf.pair.told, shelf.pair.untold)
    )

    assert with_it ^ without == set()
