"""The register's tables: matters, whom they concern, their steps, the copies of their replies."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, DateTime, Integer, MetaData, Table, Text, Uuid

from shared.change import tenant_column

METADATA = MetaData(schema="register")


def _moment(name: str) -> Column[object]:
    return Column(name, DateTime(timezone=True))


def _sealed(name: str) -> Column[object]:
    return Column(name, JSON(none_as_null=True))


MATTERS = Table(
    "matters",
    METADATA,
    tenant_column(),
    Column("case", Uuid, primary_key=True),
    Column("reference", Text, nullable=False, index=True),
    Column("campaign", Uuid, index=True),
    Column("visit", Uuid),
    Column("kind", Text, nullable=False),
    Column("field", Text),
    Column("confidentiality", Text, nullable=False),
    Column("subject", Text),
    Column("place", Uuid, nullable=False),
    Column("heard_by", Uuid, index=True),
    Column("raised_in", Uuid),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("office", Uuid, index=True),
    Column("contact_unit", Uuid),
    Column("contact_section", Uuid),
    Column("contact_leader", Uuid),
    Column("handed_to", Uuid, index=True),
    Column("handling_unit", Uuid, index=True),
    Column("handler", Uuid),
    _moment("accepted_at"),
    Column("limit_day", Date),
    Column("provisional", Boolean),
    Column("external_ref", Text, index=True),
    Column("told", Integer, nullable=False, server_default="0"),
    _moment("result_at"),
    Column("outcome", Text),
    _sealed("facts"),
    _sealed("opinion"),
    _sealed("answer"),
    Column("signer", Uuid),
    Column("number", Text),
    _moment("issued_at"),
    Column("letter", JSON(none_as_null=True)),
    _moment("answered_at"),
    _moment("struck_at"),
)
"""A matter as it stands. `answered_at`: settled on the spot, or the party's copy has an outcome (R50)."""

CONCERNED = Table(
    "concerned",
    METADATA,
    tenant_column(),
    Column("case", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
)
"""The persons and units a matter is about; for an accusation, the firewall's ground."""

STEPS = Table(
    "steps",
    METADATA,
    tenant_column(),
    Column("case", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("what", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("unit", Uuid),
    Column("by", Uuid),
    Column("role", Text),
    Column("handed_to", Uuid),
    Column("copy", Integer),
    Column("level", Integer),
    Column("result", Text),
    _sealed("words"),
)
"""A matter's thread. `words`: the reason or evidence given with the step, sealed. `position`: in the log of all."""

COPIES = Table(
    "copies",
    METADATA,
    tenant_column(),
    Column("case", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("reader", Text, nullable=False),
    Column("unit", Uuid),
    Column("place", Uuid),
    Column("withheld", Text),
    Column("result", Text),
    Column("means", Text),
    _moment("served_at"),
    _sealed("details"),
)
"""第 number 份 of a reply and what became of it; the newest attempt says it."""
