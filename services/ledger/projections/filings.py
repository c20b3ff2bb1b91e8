"""Filings and each version of them, frozen."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, assert_never, get_args  # parameters are whatever the columns take

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    bindparam,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from services.ledger.events import filing as e
from services.ledger.projections.shapes import plain, sealed_column
from shared.change import Change, Envelope, tenant_column
from shared.eventstore.projections import Projection
from shared.words import Book

METADATA = MetaData(schema="filings")
BOOK_NAMES: tuple[Book, ...] = get_args(Book)


def _moment(name: str) -> Column[Any]:
    return Column(name, DateTime(timezone=True))


filings = Table(
    "filings",
    METADATA,
    tenant_column(),
    Column("filing", Uuid, primary_key=True),
    Column("campaign", Uuid, nullable=False, index=True),
    Column("place", Uuid, nullable=False),
    Column("unit", Uuid, nullable=False),
    Column("activity_office", Uuid, nullable=False),
    Column("district_office", Uuid, nullable=False),
    Column("period", Text, nullable=False),
    Column("due", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("filed", Integer, nullable=False, server_default="0"),
    Column("late", Boolean),
    Column("ledger_after", BigInteger),
    Column("casework_after", BigInteger),
    Column("ledger_until", BigInteger),
    Column("casework_until", BigInteger),
    _moment("drafted_at"),
    Column("drafted_by", Uuid),
    _moment("overdue_at"),
    _moment("receipted_at"),
    Column("number", Text),
    Column("seal", Text),
)
"""`version` is the stream's, `filed` the newest filed one; the positions are those between which it holds all lines.

`seal`: of the log up to the receipt, as it is printed.
"""

versions = Table(
    "versions",
    METADATA,
    tenant_column(),
    Column("filing", Uuid, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("filed_at", DateTime(timezone=True), nullable=False),
    Column("filed_by", Uuid),
    Column("digest", Text, nullable=False),
    Column("books", JSON, nullable=False),
    *(Column(f"{book}_lines", Integer, nullable=False) for book in BOOK_NAMES),
    _moment("returned_at"),
    sealed_column("reason"),
    _moment("receipted_at"),
)
"""`books` as they were frozen; the counts of their lines beside them."""

_WHOSE = ("filing", "campaign", "place", "unit", "activity_office", "district_office", "period", "due")
_OPEN = insert(filings)
OPEN = _OPEN.on_conflict_do_update(
    index_elements=list(filings.primary_key), set_={name: _OPEN.excluded[name] for name in (*_WHOSE[3:], "version")}
)


def _setting(*columns: str) -> Any:  # an update is a statement of the module, its type is SQLAlchemy's own
    values: dict[str, Any] = {name: bindparam(name) for name in ("version", *columns)}
    return update(filings).where(filings.c.filing == bindparam("of")).values(values)


def _of_version(*columns: str) -> Any:
    mine = (versions.c.filing == bindparam("of"), versions.c.n == bindparam("of_version"))
    return update(versions).where(*mine).values({name: bindparam(name) for name in columns})


DRAFT = _setting("state", "drafted_at", "drafted_by")
SUBMIT = _setting("state", "filed", "late", "ledger_after", "casework_after", "ledger_until", "casework_until")
FREEZE = insert(versions)
STAND = _setting("state")
SEND_BACK = _of_version("returned_at", "reason")
RECEIPT = _setting("state", "receipted_at")
TAKE = _of_version("receipted_at")
NUMBER = _setting("number")
SEAL = _setting("seal")
NOTICE = _setting("overdue_at")

_Rows = Iterator[tuple[Any, dict[str, Any]]]


def project(said: e.FilingHappened, envelope: Envelope) -> Iterator[Change]:
    """Everything of a filing under its own key."""
    for statement, parameters in _rows(said, {"of": said.filing, "version": envelope.version}):
        yield f"filing/{said.filing}", statement, parameters


def _rows(said: e.FilingHappened, at: dict[str, Any]) -> _Rows:
    match said:
        case e.FilingOpened():
            whose = {name: getattr(said, name) for name in _WHOSE}
            yield OPEN, {**whose, "state": "opened", "version": at["version"]}
        case e.FilingDrafted():
            yield DRAFT, {**at, "state": "drafted", "drafted_at": said.at, "drafted_by": said.by}
        case e.FilingSubmitted():
            yield from _submitted(said, at)
        case e.FilingOverdue():
            yield NOTICE, {**at, "overdue_at": said.at}
        case _:
            yield from _answered(said, at)


def _submitted(said: e.FilingSubmitted, at: dict[str, Any]) -> _Rows:
    books = said.books
    span = {
        "ledger_after": books.after.ledger,
        "casework_after": books.after.casework,
        "ledger_until": books.until.ledger,
        "casework_until": books.until.casework,
    }
    yield SUBMIT, {**at, "state": "submitted", "filed": said.version, "late": said.late, **span}
    count = Counter(line.book for line in books.lines)
    counts = {f"{book}_lines": count[book] for book in BOOK_NAMES}
    told = {"filing": said.filing, "n": said.version, "filed_at": said.at, "filed_by": said.by}
    yield FREEZE, {**told, "digest": said.digest, "books": plain(books), **counts}


def _answered(
    said: e.FilingReturned | e.FilingReceipted | e.ReceiptNumbered | e.ReceiptSealed, at: dict[str, Any]
) -> _Rows:
    match said:
        case e.FilingReturned():
            yield STAND, {**at, "state": "returned"}
            yield SEND_BACK, {**_version(said), "returned_at": said.at, "reason": plain(said.reason)}
        case e.FilingReceipted():
            yield RECEIPT, {**at, "state": "receipted", "receipted_at": said.at}
            yield TAKE, {**_version(said), "receipted_at": said.at}
        case e.ReceiptNumbered():
            yield NUMBER, {**at, "number": said.number}
        case e.ReceiptSealed():
            yield SEAL, {**at, "seal": said.seal}
        case _:
            assert_never(said)


def _version(said: e.FilingReturned | e.FilingReceipted) -> dict[str, Any]:
    return {"of": said.filing, "of_version": said.version}


FILINGS = Projection("filings", 2, "ledger", get_args(e.FilingHappened), METADATA, project)
