"""A page of somebody who has logged in: what the API tells them, and what they send, once and without loss."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Any, NoReturn  # what the API answers is JSON

from fastapi import Depends, Request, Response

from services.gateway.accounts import tokens
from services.gateway.accounts.asker import Asker
from services.gateway.accounts.asking import gate_at
from services.gateway.pages import frame
from services.gateway.pages.behind import No
from services.gateway.pages.tickets import OPENING_SECONDS, Draft, Ticket, new_key
from services.gateway.pages.typed import Fault, Form, form_of
from services.gateway.pages.visit import Visit, open_visit
from shared import clock
from shared.calendar import day_of
from shared.errors import NotFound
from shared.web.problems import Forbidden, Unauthenticated

READ = "minqing-read"
_AGAIN = frozenset({400, 409, 412, 413, 422})  # the form comes back; every other "no" has a page of its own

Again = Callable[[], Awaitable[Response]]
"""Draws the page of a form once more."""


class Answered(Exception):
    """The page has been answered already, with the form drawn again."""

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.answer = answer


class OwnVisit(Visit):
    """A request of somebody who has logged in. `held`: the form is only shown again, nothing is sent."""

    asker: Asker
    who: frame.Who
    saved_already = frame.SAVED_ALREADY

    def __init__(self, request: Request, typed: Form, asker: Asker) -> None:
        super().__init__(request, typed)
        self.asker = asker
        self.session = self.gate.cookies.session(request)
        self._mark = tokens.csrf_of(self.session)[:12]  # positions of another session, perhaps another district's
        self.behind = self.asking(self.session, self._positions())
        self._counted_as = self.account, self.behind.read
        self.ticket = Ticket(self.account, (asker.session or b"").hex(), new_key())
        self.held = False
        self._given = ""

    @property
    def account(self) -> str:
        """Whose page it is, among all districts."""
        return f"{self.asker.tenant}/{self.asker.account}"

    @property
    def now(self) -> datetime:
        """The district's clock."""
        return self.asker.now or clock.now()

    @property
    def today(self) -> date:
        """The district's day."""
        return day_of(self.now)

    @cached_property
    def sealed_ticket(self) -> str:
        """What each form carries."""
        return self.seals.close(self.ticket)

    @property
    def navigation(self) -> Iterator[frame.Entry]:
        """Where the reader may go."""
        return frame.navigation(self.asker)

    @property
    def waiting(self) -> int | None:
        """How many acts wait for the reader; None while nobody has counted."""
        return frame.waiting_numbers(self.request.app).get(self._counted_as)

    def count(self, waiting: int) -> None:
        """Let the navigation say how many acts wait for the reader."""
        frame.waiting_numbers(self.request.app).keep(self._counted_as, waiting)

    def open_anew(self) -> None:
        """See that what opens an identity is recorded anew when a browser sends the form again, much later."""
        if not self.seals.ticket(self._given, OPENING_SECONDS):
            self.held, self.notice = True, self.say(frame.OPENED_BEFORE)
            self.ticket = Ticket(self.account, self.ticket.session, new_key())

    def check(self) -> None:
        """See that the form is this reader's; one that outlived its session comes back for another look.

        Raises Forbidden for a form that no page of ours gave, NotFound for one of somebody else.
        """
        self._given = self.typed["ticket"]
        ticket, wished = self.seals.ticket(self._given), "look" in self.typed
        form = self._unsealed(ticket) if self.typed["draft"] else ticket
        if form is None:
            raise Forbidden("csrf-missing")
        if form.account != self.account:
            raise NotFound("not-found")
        if why := self._another_look(ticket, wished):
            self.held, self.notice = True, self.say(why)
        self.ticket = Ticket(self.account, self.ticket.session, form.key)

    def _unsealed(self, ticket: Ticket | None) -> Draft | Ticket | None:
        """What was typed before, in the place of what was sent now; None for what is of another form, or not of ours.

        What was sealed too long ago is gone: the ticket alone is left, with a form that nobody has filled in.
        """
        sealed = self.typed["draft"]
        if not self.seals.is_draft(sealed):
            return None
        draft = self.seals.draft(sealed)
        self.typed = Form(draft.typed, sent=True) if draft else Form()
        if draft is None:
            return ticket
        return draft if draft.path == self.request.url.path else None

    def _another_look(self, ticket: Ticket | None, wished: bool) -> str:
        """Why the form is only shown again; "" where it is sent."""
        if not self.typed.sent:
            return frame.TOO_OLD
        if ticket is None:
            return frame.STILL_THERE
        if ticket.session != self.ticket.session:
            return frame.NEW_SESSION
        return frame.NOT_SAVED if wished else ""

    def may(self, action: str) -> bool:
        """Whether the reader's roles can do an action at all; for which matter, the API says."""
        return self.asker.may(action)

    async def get(self, path: str, **query: Any) -> Any:
        """What the API answers there. Raises No, which becomes the page for it."""
        return await self.behind.get(path, **query)

    async def do(self, method: str, path: str, body: Any, again: Again, **headers: str) -> Any:
        """Send what was typed, once however often it is sent, and return the answer's JSON.

        With anything to mend, the page of the form is drawn `again`, filled in. Raises Answered, No.
        """
        if self.held or self.faults:
            await self._draw(again)
        try:
            answer = await self.behind.ask(method, path, body, self.ticket.key, **headers)
        except No as no:
            if no.status not in _AGAIN:
                raise
            self._note(no)
            await self._draw(again)
        self.keep(READ, f"{self._mark}.{self.behind.read}")
        return answer.json() if answer.content else None

    async def _draw(self, again: Again) -> NoReturn:
        raise Answered(await again())

    def _note(self, no: No) -> None:
        fields = [error["field"] for error in no.errors if "field" in error]
        self.status = 422 if no.status == 400 else no.status
        if no.code == "key-used-for-another-body":
            self.faults.append(Fault(self.say(self.saved_already)))
        elif fields:
            self.faults.extend(Fault(self.say(frame.LOOK_AGAIN), field) for field in dict.fromkeys(fields))
        else:
            self.faults.append(Fault(no.detail))

    def _positions(self) -> str:
        mark, _, positions = self.request.cookies.get(READ, "").partition(".")
        return positions if mark == self._mark else ""


async def recognised(request: Request) -> OwnVisit:
    """The page of whoever's session is shown, whatever form they send. Raises Unauthenticated, TooMany."""
    gate = gate_at(request)
    asker = await gate.door.asker(gate.cookies.session(request))
    if not asker.session:
        raise Unauthenticated()
    gate.pace.admit(asker.account)
    page = OwnVisit(request, await form_of(request), asker)
    page.who = await frame.known_names(request.app).of(asker, page.behind)
    return page


async def own_visit(request: Request) -> OwnVisit:
    """A page for who has logged in. Raises Unauthenticated, and NotFound for a form of somebody else."""
    await open_visit(request)
    page = await recognised(request)
    if page.typed.sent:
        page.check()
    return page


Page = Annotated[OwnVisit, Depends(own_visit)]
