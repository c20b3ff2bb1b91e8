"""The table of districts, as the migrations make it."""

from sqlalchemy import Boolean, Column, DateTime, MetaData, Table, Text

districts = Table(
    "districts",
    MetaData(schema="gateway"),
    Column("tenant", Text, primary_key=True),
    Column("name", Text),
    Column("sandbox", Boolean),
    Column("now", DateTime(timezone=True)),
    Column("made_by", Text),
    Column("made_at", DateTime(timezone=True)),
)
