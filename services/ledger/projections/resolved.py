"""Disputes that were resolved: casework struck them off the register (R113, R86)."""

from collections.abc import Iterator

from sqlalchemy import MetaData, insert

from services.ledger.events.books import BookLine, Source
from services.ledger.projections.lines import line_row, line_table
from shared.change import Change, Envelope
from shared.contracts.casework import CaseStruck
from shared.eventstore.projections import Projection

METADATA = MetaData(schema="resolved")
resolved = line_table(METADATA)

ADD = insert(resolved)


def project(said: CaseStruck, envelope: Envelope) -> Iterator[Change]:  # long: one line a column
    """A line of the stability book for a dispute; other matters are none of its."""
    if said.kind != "dispute":
        return
    line = BookLine(
        book="stability",
        kind="dispute-resolved",
        record=said.case,
        n=None,
        at=said.at,
        households=(),
        cadre=said.handler,
        unit=said.handling_unit,
        about=said.field,
        subject=said.subject if said.confidentiality == "ordinary" else None,
        spans=(),
        figures=(),
        outcome=said.outcome,
        result=None,
        was=(),
        source=Source(service="casework", position=envelope.position, event=envelope.id),
    )
    yield f"case/{said.case}", ADD, line_row(line, said.campaign, said.place)


RESOLVED = Projection("resolved", 1, "casework", (CaseStruck,), METADATA, project)
