"""How casework answers: the shapes of the register, a matter, its reply and copies."""

from datetime import date, datetime
from typing import Generic, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.casework.events.reply import Reader
from services.casework.queries.sight import SeenAs
from shared.words import Confidentiality, MatterKind, Outcome

State = Literal[
    "settled", "opened", "handed-over", "returned", "accepted", "result-recorded", "signed", "issued", "struck"
]
Next = Literal["hand-over", "acceptance", "result", "signature", "issue", "service", "striking"]


class View(BaseModel):
    """What a query answers."""

    model_config = ConfigDict(from_attributes=True)


V = TypeVar("V", bound=View)


class Listed(View, Generic[V]):
    """A list that has no further page."""

    items: list[V]
    next: None = None


class Named(View):
    """Somebody or something of the directory."""

    id: UUID
    name: str | None


class Words(View):
    """Words that are sealed: shown, or why not."""

    text: str | None = None
    withheld: Literal["not-for-you", "opened-with-a-purpose", "erased"] | None = None


class Item(View):
    """A line of the register; `state`, `number` and all of the handling are None for who does not see its state.

    `served`: it is known of every copy of its reply what became of it, so the matter waits to be struck off.
    """

    id: UUID
    reference: str
    kind: MatterKind
    field: str | None
    subject: str | None
    confidentiality: Confidentiality
    campaign: UUID | None
    place: Named
    state: State | None
    served: bool
    unit: Named | None
    handler: Named | None
    received_at: datetime
    limit: date | None
    overdue: bool
    number: str | None
    external_ref: str | None


class Page(View):
    """A page of the register; `scope` says that it is the asker's share of it, `total` how much that is, if asked."""

    items: list[Item]
    next: str | None
    total: int | None = None
    scope: Literal["yours"] = "yours"


class Step(View):
    """A step of a matter's thread: who acted, by which role (None: the system by a rule), when."""

    what: str
    at: datetime
    unit: Named | None
    by: Named | None
    role: str | None
    handed_to: Named | None
    copy_number: int | None
    level: int | None
    result: str | None
    words: Words | None


class Matter(Item):
    """A matter as the asker may see it; what they may not see is None, what is sealed says so.

    `seen_as`: as what they see it, as roles.md lists it. `provisional`: a notice may still move the limit, as its proof
    says.
    """

    seen_as: list[SeenAs]
    visit: UUID | None
    heard_by: Named | None
    office: Named | None
    contact_unit: Named | None
    handed_to: Named | None
    handling_unit: Named | None
    accepted_at: datetime | None
    provisional: bool | None
    told: int
    words: Words
    identity: Literal["sealed"] = "sealed"
    may_open_identity: bool
    answer: Words | None
    outcome: Outcome | None
    issued_at: datetime | None
    answered_at: datetime | None
    struck_at: datetime | None
    next: Next | None
    thread: list[Step]


class Draft(View):
    """The reply as it would be issued now: without number, date and signer."""

    title: str
    issuer: str
    outcome: Outcome
    facts: Words
    basis: str
    opinion: Words
    remedy: str


class Reply(View):
    """The written reply, for who may read all of it."""

    number: str
    title: str
    issuer: str
    outcome: Outcome
    facts: Words
    basis: str
    opinion: Words
    remedy: str
    signer: Named
    signer_post: str
    issued_at: datetime
    copies: int


class CopyLine(View):
    """One copy of all `copies`, and what became of it; `details` for those inside alone.

    Who took the party's copy is named by an opening alone. `may_serve`: the asker may say what became of it now.
    """

    number: int
    copies: int
    label: str
    reader: Reader
    to: Named | None
    withheld: str | None
    result: Literal["served", "refused", "returned"] | None
    means: str | None
    served_at: datetime | None
    details: "Serving | None"
    may_serve: bool


class Serving(View):
    """How a copy came to its reader."""

    by: str | None
    to: str | None
    witness: str | None
    reason: str | None


class CopyView(View):
    """One copy of all `copies` with its reader's fields only; the party's name only by an opening with a purpose.

    `details` as the list of copies has them; an opening also names who took the party's copy.
    """

    number: str
    copies: int
    label: str
    reader: Reader
    to: Named | None
    party: list[str] | None
    title: str
    issuer: str
    reference: str | None
    subject: str | None
    handler: str | None
    outcome: Outcome
    facts: Words | None
    basis: str
    opinion: Words | None
    remedy: str
    signer_name: str
    date: date
    details: Serving | None


class Competence(View):
    """Which unit is competent for a field."""

    field: str
    name: str | None
    unit: Named
