"""The sentences of every "no", by code, in Simplified Chinese and English; one catalogue a service."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["zh", "en"]


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Code → language → sentence, of all catalogues. Raises ValueError where two say the same code."""
    merged: dict[str, dict[str, str]] = {}
    for file in sorted(files(__name__).iterdir(), key=lambda found: found.name):
        if not file.name.endswith(".json"):
            continue
        said = json.loads(file.read_text("utf-8"))
        if twice := merged.keys() & said.keys():
            raise ValueError(f"{file.name} says again: {', '.join(sorted(twice))}")
        merged |= said
    return merged


def language_of(accepted: str) -> Language:
    """The language to answer in, from Accept-Language: Chinese unless English is asked for first."""
    return "en" if accepted.strip().lower().startswith("en") else "zh"


def sentence(code: str, language: Language, details: Mapping[str, object]) -> str:
    """The sentence of a code with its blanks filled; a code without one is said as it is (a test forbids it)."""
    text = catalogue().get(code, {}).get(language, code)
    roles = {"roles": _roles_called(str(details["roles"]), language)} if "roles" in details else {}
    return text.format_map(_Blanks({**details, **roles}))


def column_called(column: str, language: Language) -> str:
    """What a column of an import is called, besides its name in the file; an unknown one is said as it is."""
    return catalogue().get(f"column-{column}", {}).get(language, column)


def _roles_called(roles: str, language: Language) -> str:
    called = (catalogue().get(f"role:{role}", {}).get(language, role) for role in roles.split(", "))
    return ("；" if language == "zh" else ", ").join(called)


class _Blanks(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "…"
