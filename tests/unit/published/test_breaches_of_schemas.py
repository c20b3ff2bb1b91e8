"""Requests may only take more, and answers only say more; whatever breaks that is named with where it is."""

from typing import Any  # schemas are JSON

import pytest

from tests.published.schemas import MAY_GROW, Comparison, Schema

TEXT, NUMBER, WHOLE, NOTHING = {"type": "string"}, {"type": "number"}, {"type": "integer"}, {"type": "null"}
OPEN = {"type": "string", "enum": ["open"]}
OPEN_OR_STRUCK = {"type": "string", "enum": ["open", "struck"]}
GROWS = OPEN | {MAY_GROW: True}


def asked(kept: Schema, now: Schema) -> list[str]:
    return list(Comparison({}, {}, of_requests=True).breaches("body", kept, now))


def answered(kept: Schema, now: Schema) -> list[str]:
    return list(Comparison({}, {}, of_requests=False).breaches("answer", kept, now))


def either(*schemas: Schema) -> Schema:
    return {"anyOf": list(schemas)}


def members(required: tuple[str, ...] = (), **properties: Schema) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}


def listed(schema: Schema) -> dict[str, Any]:
    return {"type": "array", "items": schema}


def mapped(schema: Schema | bool) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": schema}


@pytest.mark.parametrize(
    ("kept", "now", "named"),
    [
        (TEXT, WHOLE, ["body no longer takes string"]),
        (TEXT, {}, []),
        ({}, TEXT, ["body no longer takes anything"]),
        (WHOLE, NUMBER, []),
        (NUMBER, WHOLE, ["body no longer takes number"]),
        (either(TEXT, NOTHING), TEXT, ["body no longer takes null"]),
        ({"type": ["string", "null"]}, TEXT, ["body no longer takes null"]),
        (TEXT, either(TEXT, NOTHING), []),
        (TEXT, {"type": ["string", "null"]}, []),
        (OPEN_OR_STRUCK, OPEN, ["body no longer takes 'struck'"]),
        (OPEN_OR_STRUCK, {"type": "string", "const": "open"}, ["body no longer takes 'struck'"]),
        (OPEN, OPEN_OR_STRUCK, []),
        (TEXT, OPEN, ["body takes certain values only"]),
        (TEXT, TEXT | {"format": "uuid"}, ["body has another format"]),
        (TEXT | {"format": "uuid"}, TEXT, []),
        (TEXT | {"pattern": "a"}, TEXT | {"pattern": "b"}, ["body has another pattern"]),
        (TEXT | {"maxLength": 9}, TEXT | {"maxLength": 8}, ["body has a narrower maxLength"]),
        (TEXT, TEXT | {"minLength": 1}, ["body has a narrower minLength"]),
        (WHOLE | {"minimum": 1}, WHOLE | {"minimum": 0, "maximum": 3}, ["body has a narrower maximum"]),
        (TEXT | {"maxLength": 8}, TEXT | {"maxLength": 9}, []),
        (WHOLE | {"default": 20}, WHOLE | {"default": 50}, ["body has another default"]),
        (members(a=TEXT), members(), ["body.a is no longer taken"]),
        (members(a=TEXT), members(a=TEXT, b=TEXT), []),
        (members(), members(("b",), b=TEXT), ["body.b is required now"]),
        (members(a=TEXT), members(("a",), a=TEXT), ["body.a is required now"]),
        (members(("a",), a=TEXT), members(a=TEXT), []),
        (members(a=members(b=TEXT)), members(a=members(b=WHOLE)), ["body.a.b no longer takes string"]),
        (members(), members() | {"additionalProperties": False}, ["body takes no other members now"]),
        (mapped({}), mapped(False), ["body takes no other members now"]),
        (mapped(False), mapped(True), []),
        (mapped(NUMBER), mapped(WHOLE), ["body.* no longer takes number"]),
        (listed(TEXT), listed(WHOLE), ["body[] no longer takes string"]),
        (
            listed(TEXT),
            listed(TEXT) | {"uniqueItems": True},
            ["body has another uniqueItems, of which nothing is known here"],
        ),
    ],
)
def test_a_request_may_only_take_more(kept: Schema, now: Schema, named: list[str]) -> None:
    assert asked(kept, now) == named


@pytest.mark.parametrize(
    ("kept", "now", "named"),
    [
        (TEXT, WHOLE, ["answer may now be integer"]),
        (TEXT, {}, ["answer may now be anything"]),
        ({}, TEXT, []),
        (NUMBER, WHOLE, []),
        (WHOLE, NUMBER, ["answer may now be number"]),
        (TEXT, either(TEXT, NOTHING), ["answer may now be null"]),
        (TEXT, {"type": ["string", "null"]}, ["answer may now be null"]),
        (either(TEXT, NOTHING), TEXT, []),
        (OPEN, OPEN_OR_STRUCK, ["answer may now be 'struck'"]),
        (OPEN, OPEN_OR_STRUCK | {MAY_GROW: True}, ["answer may now be 'struck'"]),
        (GROWS, OPEN_OR_STRUCK | {MAY_GROW: True}, []),
        (OPEN_OR_STRUCK, OPEN, []),
        (OPEN, TEXT, ["answer is no longer one of certain values"]),
        (GROWS, TEXT, ["answer is no longer one of certain values"]),
        (TEXT | {"format": "uuid"}, TEXT, ["answer has another format"]),
        (TEXT, TEXT | {"format": "uuid"}, []),
        (TEXT | {"maxLength": 8}, TEXT | {"maxLength": 9}, []),
        (members(a=TEXT), members(), ["answer.a went"]),
        (members(a=TEXT), members(a=TEXT, b=TEXT), []),
        (members(a=TEXT), members(a=TEXT) | {"additionalProperties": False}, []),
        (members(("a",), a=TEXT), members(a=TEXT), ["answer.a may be missing now"]),
        (members(("a",), a=TEXT), members(), ["answer.a went"]),
        (members(a=TEXT), members(("a",), a=TEXT), []),
        (members(a=listed(TEXT)), members(a=listed(either(TEXT, NOTHING))), ["answer.a[] may now be null"]),
        (mapped(WHOLE), mapped(TEXT), ["answer.* may now be string"]),
        (mapped(WHOLE), {"type": "object"}, ["answer.* may now be anything"]),
    ],
)
def test_an_answer_may_only_say_more(kept: Schema, now: Schema, named: list[str]) -> None:
    assert answered(kept, now) == named


@pytest.mark.parametrize("schema", [TEXT, OPEN, members(("a",), a=either(TEXT, NOTHING)), listed(mapped(WHOLE)), {}])
def test_what_did_not_change_breaks_nothing(schema: Schema) -> None:
    assert asked(schema, schema) == answered(schema, schema) == []


def test_words_that_explain_may_change() -> None:
    kept, now = TEXT | {"title": "A", "description": "a"}, TEXT | {"title": "B", "examples": ["b"]}
    assert asked(kept, now) == answered(kept, now) == []


def test_of_several_shapes_the_nearest_tells_what_is_wrong() -> None:
    person, unit = members(("person",), person=TEXT), members(("unit",), unit=TEXT)
    now = either(person, members(("unit", "since"), unit=TEXT, since=TEXT))
    assert asked(either(person, unit), now) == ["body.since is required now"]


def test_references_are_followed_in_each_document_even_into_themselves() -> None:
    reference = {"$ref": "#/components/schemas/Place"}
    was = members(("name",), name=TEXT, above=either(reference, NOTHING))
    kept, now = {"Place": was}, {"Place": members(name=TEXT, above=either(reference, NOTHING))}

    assert list(Comparison(kept, kept, of_requests=False).breaches("answer", reference, reference)) == []
    found = list(Comparison(kept, now, of_requests=False).breaches("answer", reference, reference))
    assert found == ["answer.name may be missing now"]


def test_what_became_a_schema_of_another_name_is_compared_by_what_it_says() -> None:
    kept, now = {"Place": members(name=TEXT)}, {"Where": members(name=TEXT)}
    pair = ({"$ref": "#/components/schemas/Place"}, {"$ref": "#/components/schemas/Where"})
    assert list(Comparison(kept, now, of_requests=False).breaches("answer", *pair)) == []
