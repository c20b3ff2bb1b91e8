"""An XLSX workbook becomes the same rows as a CSV file, whatever its cells are, and does no harm."""

import io
import random
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from services.gateway.api import sheets, workbooks
from shared.web.imports import MOST_ROWS
from shared.web.problems import Unprocessable
from tests.workbooks import with_part, workbook

HEADER = ("field", "unit")
NAMES = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def read(file: bytes) -> list[dict[str, str]]:
    sheet = sheets.read("competences", file)
    assert list(sheet.faults) == []
    return [dict(row) for row in sheet.rows]


def cells(*values: object) -> list[str]:
    """What cells of these values are read as."""
    return [row["field"] for row in read(workbook(HEADER, *((value, "x") for value in values)))]


def refusal(file: bytes) -> str:
    with pytest.raises(Unprocessable) as no:
        sheets.read("competences", file)
    return no.value.code


def test_xml_is_read_without_entities() -> None:
    assert openpyxl.DEFUSEDXML


def test_rows_are_those_of_the_same_csv_file() -> None:
    file = workbook(HEADER, (" employment ", "RS"), ("litigation", "政法委"))
    assert read(file) == read("field,unit\n employment ,RS\nlitigation,政法委\n".encode())


def test_numbers_are_read_as_they_are_shown() -> None:
    assert cells(12, 12.0, 0.1 + 0.2, 13812345678, -3, 1e3) == ["12", "12", "0.3", "13812345678", "-3", "1000"]


def test_a_number_shown_with_leading_zeros_keeps_them() -> None:
    def shown(book: Workbook, sheet: Worksheet) -> None:
        sheet["A2"].number_format = "0000"

    assert read(workbook(HEADER, (7, "x"), then=shown))[0]["field"] == "0007"


def test_days_and_times_are_read_in_one_form() -> None:
    assert cells(date(2010, 11, 22), datetime(2010, 11, 22), datetime(2010, 11, 22, 9, 30), time(9, 30)) == [
        "2010-11-22",
        "2010-11-22",
        "2010-11-22 09:30",
        "09:30:00",
    ]


def test_true_and_false_are_the_words_of_the_import() -> None:
    assert cells(True, False) == ["yes", "no"]


def test_a_formula_an_error_and_a_number_that_lost_digits_are_faults_of_their_cells() -> None:
    def errors(book: Workbook, sheet: Worksheet) -> None:
        sheet["A3"].value, sheet["A3"].data_type = "#N/A", "e"

    rows = (HEADER, ("=1+1", "x"), ("", "x"), (110101199001011234, "x"), ("fine", "x"))
    sheet = sheets.read("competences", workbook(*rows, then=errors))
    assert [(fault.row, fault.column, fault.code) for fault in sheet.faults] == [
        (2, "field", "row-computed"),
        (3, "field", "row-computed"),
        (4, "field", "row-digits-lost"),
    ]
    assert [row["field"] for row in sheet.rows] == ["", "", "", "fine"]


def test_a_cell_beyond_the_header_is_a_fault_of_its_row() -> None:
    sheet = sheets.read("competences", workbook(HEADER, ("a", "b"), ("a", "b", "", "d")))
    assert [(fault.row, fault.code, fault.details["found"]) for fault in sheet.faults] == [(3, "row-cells", 4)]


def test_empty_rows_at_the_end_are_left_out_and_one_between_keeps_its_number() -> None:
    def styled(book: Workbook, sheet: Worksheet) -> None:
        for row in range(5, 400):
            sheet.cell(row, 1).number_format = "@"

    rows = read(workbook(HEADER, ("a", "b"), (), ("c", "d"), then=styled))
    assert rows == [{"field": "a", "unit": "b"}, {"field": "", "unit": ""}, {"field": "c", "unit": "d"}]


def test_the_first_sheet_that_people_see_is_read() -> None:
    def hidden(book: Workbook, sheet: Worksheet) -> None:
        book.create_sheet("notes", 0).sheet_state = "hidden"
        book.create_sheet("others").append(["something", "else"])

    assert read(workbook(HEADER, ("a", "b"), then=hidden)) == [{"field": "a", "unit": "b"}]


def test_a_workbook_of_a_program_that_knows_no_styles_is_read() -> None:
    file = workbook(HEADER, ("a", "b"))
    bare = with_part(file, "xl/styles.xml", lambda xml: b"<styleSheet xmlns='%b'/>" % NAMES)
    assert read(bare) == [{"field": "a", "unit": "b"}]


def test_a_size_that_the_file_claims_is_not_believed() -> None:
    file = workbook(HEADER, ("a", "b"), ("c", "d"))
    claimed = with_part(file, SHEET, lambda xml: xml.replace(b'ref="A1:B3"', b'ref="A1:A1"'))
    assert claimed != file
    assert len(read(claimed)) == 2


@pytest.mark.parametrize("row", ["9" * 18, "1048577"])
def test_a_row_far_outside_any_sheet_is_never_reached(row: str) -> None:
    file = workbook(HEADER, ("a", "b"))
    far = with_part(file, SHEET, lambda xml: xml.replace(b'r="2"', f'r="{row}"'.encode()))
    assert far != file
    assert read(far) == []


def test_more_rows_than_are_taken_are_refused_in_either_form() -> None:
    rows = [HEADER, *([("a", "b")] * (MOST_ROWS + 1))]
    assert refusal(workbook(*rows)) == "file-too-long"
    assert refusal("".join(f"{a},{b}\n" for a, b in rows).encode()) == "file-too-long"


def test_an_empty_workbook_is_an_empty_file() -> None:
    assert refusal(workbook()) == "file-empty"


def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    bomb = with_part(workbook(HEADER), SHEET, lambda xml: xml + b" " * (workbooks.MOST_UNPACKED + 1))
    assert len(bomb) < 100_000
    assert refusal(bomb) == "file-unpacks-to-too-much"


def test_what_has_too_many_parts_of_parts_is_refused_before_it_is_parsed() -> None:
    rows = b"<row>%b</row>" % (b"<c/>" * workbooks.MOST_ELEMENTS)
    file = with_part(workbook(HEADER), SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))
    assert refusal(file) == "file-unpacks-to-too-much"


def test_more_lines_than_anybody_writes_are_refused_though_they_are_empty() -> None:
    rows = b"<row/>" * 100_001
    file = with_part(workbook(HEADER), SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))
    assert refusal(file) == "file-too-long"


def test_a_part_that_unpacks_to_more_than_it_says_is_no_workbook() -> None:
    file = workbook(HEADER, ("a", "b"))
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        size = archive.getinfo(SHEET).file_size
    smaller = (10).to_bytes(4, "little")
    assert size.to_bytes(4, "little") in file
    assert refusal(file.replace(size.to_bytes(4, "little"), smaller)) == "file-not-a-sheet"


def test_a_workbook_with_entities_is_refused() -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    file = with_part(workbook(HEADER, ("a", "b")), SHEET, lambda xml: entity + xml.replace(b">field<", b">&b;<"))
    assert refusal(file) == "file-not-a-sheet"


def test_another_archive_and_an_old_or_encrypted_workbook_are_none() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("letter.txt", "no workbook")
    old = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)
    assert {refusal(archive.getvalue()), refusal(old)} == {"file-not-a-sheet"}


def test_whatever_is_broken_in_a_workbook_it_is_read_or_refused() -> None:
    file, chance = workbook(HEADER, *(("a", n) for n in range(20))), random.Random(7)
    refused = 0
    for _ in range(300):
        broken = bytearray(file)
        for _ in range(chance.randint(1, 8)):
            broken[chance.randrange(4, len(broken))] = chance.randrange(256)
        try:
            sheets.read("competences", bytes(broken[: chance.randint(100, len(broken))]))
        except Unprocessable:
            refused += 1
    assert refused > 250


def test_whatever_is_broken_in_a_part_it_is_read_or_refused() -> None:
    file, chance = workbook(HEADER, *(("a", n) for n in range(20))), random.Random(11)
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        parts = archive.namelist()

    def broken(part: bytes) -> bytes:
        at = chance.randrange(len(part))
        return part[:at] + bytes(chance.choices(b'<>"/=0129ae ', k=chance.randint(0, 6))) + part[at + 3 :]

    for n in range(300):
        try:
            sheets.read("competences", with_part(file, parts[n % len(parts)], broken))
        except Unprocessable as no:
            assert no.code.startswith("file-")  # noqa: PT017 what is not refused is read
