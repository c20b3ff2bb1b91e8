"""A CSV file becomes rows by column, or a sentence about what is wrong with it."""

import pytest

from services.gateway.accounts.importing import Fault
from services.gateway.api import sheets
from shared.web.problems import Unprocessable

HEADER = "field,unit\n"


def test_rows_come_by_column_without_the_spaces_around() -> None:
    sheet = sheets.read("competences", (HEADER + " employment , RS \nlitigation,ZF\n").encode())
    assert sheet.rows == [{"field": "employment", "unit": "RS"}, {"field": "litigation", "unit": "ZF"}]
    assert sheet.faults == []


def test_columns_may_stand_in_any_order() -> None:
    assert sheets.read("competences", b"unit,field\nRS,employment\n").rows == [{"unit": "RS", "field": "employment"}]


def test_a_cell_may_hold_a_comma_and_a_line() -> None:
    sheet = sheets.read("competences", (HEADER + '"a,b","c\nd"\n').encode())
    assert sheet.rows == [{"field": "a,b", "unit": "c\nd"}]


def test_a_row_too_short_or_too_long_is_a_fault_of_that_row() -> None:
    sheet = sheets.read("competences", (HEADER + "a\na,b\na,b,c\n").encode())
    assert [(fault.row, fault.details["found"]) for fault in sheet.faults] == [(2, 1), (4, 3)]
    assert isinstance(sheet.faults[0], Fault)
    assert sheet.rows[0] == {"field": "a", "unit": ""}


@pytest.mark.parametrize("header", ["field", "field,unit,more", "field,field", "Field,Unit", "field;unit"])
def test_other_columns_than_the_kinds_are_refused(header: str) -> None:
    with pytest.raises(Unprocessable) as no:
        sheets.read("competences", header.encode())
    assert no.value.code == "file-columns"
