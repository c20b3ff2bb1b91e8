"""What a printed page says on each of its sheets, as Chromium writes PDF: hex strings in fonts that map to Unicode."""

import re
import unicodedata
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)endstream", re.DOTALL)
_IS_SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")
_FONT = re.compile(rb"/(F\d+) (\d+) 0 R")
_SAID = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>")
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_CODE = re.compile(rb"<([0-9A-Fa-f]+)>")

Objects = dict[int, bytes]
Font = dict[str, str]
"""What a font's codes mean; all codes of a font are equally long."""


def texts_of(pdf: bytes) -> list[str]:
    """The text of each sheet, as `plain` writes it."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    return [plain("".join(_said(objects, body))) for body in objects.values() if _IS_SHEET.search(body)]


def plain(text: str) -> str:
    """Without blanks, and with one character for those that look alike: a font has one glyph for both."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _said(objects: Objects, sheet: bytes) -> Iterator[str]:
    resources = re.search(rb"/Resources (\d+) 0 R", sheet)
    named = sheet + (objects[int(resources[1])] if resources else b"")
    fonts = {name: _font(objects, int(number)) for name, number in _FONT.findall(named)}
    contents = re.search(rb"/Contents (\d+) 0 R", sheet)
    assert contents
    font: Font = {}
    for name, codes in _SAID.findall(_stream(objects[int(contents[1])])):
        font = fonts.get(name, {}) if name else font
        yield "".join(_meant(font, codes.decode()))


def _meant(font: Font, codes: str) -> Iterator[str]:
    width = len(next(iter(font), "")) or 1
    return (font.get(codes[at : at + width].upper(), "") for at in range(0, len(codes), width))


def _font(objects: Objects, number: int) -> Font:
    mapped = re.search(rb"/ToUnicode (\d+) 0 R", objects[number])
    found: Font = {}
    for kind, section in _SECTION.findall(_stream(objects[int(mapped[1])]) if mapped else b""):
        codes = [code.decode().upper() for code in _CODE.findall(section)]
        found |= _range(codes) if kind == b"range" else _pairs(codes)
    return found


def _pairs(codes: list[str]) -> Font:
    return {code: _letter(meant) for code, meant in zip(codes[::2], codes[1::2], strict=True)}


def _range(codes: list[str]) -> Font:
    found: Font = {}
    for first, last, meant in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
        for step in range(int(last, 16) - int(first, 16) + 1):
            found[f"{int(first, 16) + step:0{len(first)}X}"] = chr(ord(_letter(meant)) + step)
    return found


def _letter(meant: str) -> str:
    return bytes.fromhex(meant).decode("utf-16-be")


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found
    return zlib.decompressobj().decompress(found[1]) if b"/FlateDecode" in body[: found.start()] else found[1]
