"""The columns and values that the field's tables share."""

from collections.abc import Sequence
from typing import Any  # JSON of sealed values

from pydantic import BaseModel
from sqlalchemy import JSON, Boolean, Column, DateTime, Uuid

from services.ledger.events.field import FieldEvent


def on_stay_columns() -> tuple[Column[Any], ...]:
    """Whose stay, where, when: by these a viewer's sight is decided."""
    return (
        Column("stay", Uuid, nullable=False),
        Column("campaign", Uuid, nullable=False),
        Column("unit", Uuid, nullable=False),
        Column("place", Uuid, nullable=False),
        Column("cadre", Uuid, nullable=False),
        Column("at", DateTime(timezone=True), nullable=False),
        Column("late", Boolean, nullable=False),
    )


_ON_STAY = ("stay", "campaign", "unit", "place", "cadre", "at", "late")


def on_stay_values(said: FieldEvent) -> dict[str, Any]:
    """An event's values for these columns."""
    return {name: getattr(said, name) for name in _ON_STAY}


def sealed_column(name: str, nullable: bool = True) -> Column[Any]:
    """A sealed value, which only its owner opens."""
    return Column(name, JSON(none_as_null=True), nullable=nullable)


def plain(value: BaseModel | None) -> Any:
    """A value as JSON."""
    return value.model_dump(mode="json") if value is not None else None


def plains(values: Sequence[BaseModel]) -> list[Any]:
    """Values as a JSON array."""
    return [value.model_dump(mode="json") for value in values]
