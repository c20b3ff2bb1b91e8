"""Each of the four copies shows its reader's fields only (R120), and of an accusation still less.

The office that handed it over sees all of the reply, the contact unit what was found but not who found it, the village
what is to be done, the party their own matter. What was found of an accusation goes to who handles it and the party.
"""

from services.casework.events.reply import Reader
from services.casework.queries.reply import FIELDS_OF, OF_AN_ACCUSATION

OF_AN_ORDINARY_MATTER: dict[Reader, set[str]] = {
    "office": {"reference", "subject", "handler", "facts", "opinion"},
    "contact-unit": {"reference", "subject", "facts", "opinion"},
    "village": {"reference", "opinion"},
    "party": {"reference", "subject", "facts", "opinion"},
}


def test_a_copy_of_an_ordinary_matter_shows_its_reader_these_fields() -> None:
    assert FIELDS_OF == OF_AN_ORDINARY_MATTER


def test_a_copy_of_an_accusation_tells_contact_unit_and_village_that_there_is_one_and_no_more() -> None:
    expected = OF_AN_ORDINARY_MATTER | {"contact-unit": {"reference"}, "village": {"reference"}}
    assert expected == OF_AN_ACCUSATION
