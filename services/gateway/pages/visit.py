"""A page of anybody, being made for one request: the language, what was typed, and how it is answered."""

import base64
import binascii
from typing import Annotated, Any  # blanks are whatever a message has

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from services.gateway.accounts.asker import Asker
from services.gateway.accounts.asking import address_of, gate_at
from services.gateway.pages import frame
from services.gateway.pages.behind import Behind
from services.gateway.pages.headers import html, secured
from services.gateway.pages.language import language_for, translations
from services.gateway.pages.rendering import rendered
from services.gateway.pages.tickets import Draft, Seals
from services.gateway.pages.typed import Fault, Form, form_of
from shared.web.problems import Forbidden

SAID = "minqing-said"
_OF_THE_FORM = frozenset({"ticket", "draft", "look"})  # what pages put into forms for themselves


class Visit:
    """One request for a page, of anybody: what was typed, and how it is answered."""

    asker: Asker | None = None
    who: frame.Who | None = None

    def __init__(self, request: Request, typed: Form) -> None:
        self.request = request
        self.typed = typed
        self.gate = gate_at(request)
        self.language = language_for(request)
        self.seals = Seals(self.gate.master)
        self.faults: list[Fault] = []
        self.status = 200
        self.notice = _read_said(request)
        self._cookies: dict[str, str] = {}

    @property
    def path(self) -> str:
        """Where this page is, with what it was asked."""
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")

    def say(self, message: str, **blanks: Any) -> str:
        """A message (marked with `N_`) in the reader's language."""
        return translations(self.language).gettext(message) % blanks

    def asking(self, token: str, read: str = "") -> Behind:
        """Asks the API as the holder of a token, of nobody without one."""
        request = self.request
        return Behind(request.app, token, address_of(request), self.language, str(request.base_url), read)

    def carried(self) -> str:
        """What was typed, sealed for the account whose form it is; "" for a form that no page of ours gave."""
        draft = self.seals.draft(self.typed["draft"]) if self.typed["draft"] else self._draft()
        return self.seals.close(draft) if draft else ""

    def _draft(self) -> Draft | None:
        ticket = self.seals.ticket(self.typed["ticket"])
        if ticket is None:
            return None
        typed = [*self.typed, *getattr(self.request.state, "along", ())]
        kept = [(name, text) for name, text in typed if name not in _OF_THE_FORM and not name.startswith("password")]
        return Draft(ticket.account, self.request.url.path, ticket.key, kept)

    def take_along(self, name: str, text: str) -> None:
        """Should the form have to be sent again, it brings this, too."""
        self.request.state.along = [*getattr(self.request.state, "along", ()), (name, text)]

    def need(self, field: str, message: str) -> str:
        """A field that must be filled in; the message says so at the field."""
        if not self.typed[field]:
            self.fault(message, field)
        return self.typed[field]

    def fault(self, message: str, field: str = "", **blanks: Any) -> None:
        """Note what is to be mended; nothing is sent then."""
        self.faults.append(Fault(self.say(message, **blanks), field))
        self.status = 422

    def show(self, template: str, **values: Any) -> Response:
        """The page; what was said after a form was sent is said once."""
        text = rendered(template, self.language, page=self, **values)
        if self.notice and SAID in self.request.cookies:
            self._cookies.setdefault(SAID, "")
        answer = html(self.request, text, self.status)
        if self.request.method == "POST":
            answer.headers["HX-Push-Url"] = "false"  # nothing is saved: it is no place of its own to come back to
        return self._with_cookies(answer)

    def go(self, path: str, said: str = "", **blanks: Any) -> Response:
        """On to another page, which begins with what is said (a message marked with `N_`)."""
        answer = secured(self.request, RedirectResponse(path, 303))
        if said:
            self.keep(SAID, base64.urlsafe_b64encode(self.say(said, **blanks).encode()).decode())
        return self._with_cookies(answer)

    def keep(self, cookie: str, value: str) -> None:
        """Set a cookie with the answer, until the browser is closed; "" takes it away."""
        self._cookies[cookie] = value

    def _with_cookies(self, answer: Response) -> Response:
        for name, value in self._cookies.items():
            self.gate.cookies.keep(self.request, answer, name, value)
        return answer


def _read_said(request: Request) -> str:
    try:
        return base64.urlsafe_b64decode(request.cookies.get(SAID, "")).decode()
    except (ValueError, binascii.Error):
        return ""


async def open_visit(request: Request) -> Visit:
    """A page for anybody. Raises Forbidden for a form that another site sends."""
    if request.method == "POST" and request.headers.get("sec-fetch-site") == "cross-site":
        raise Forbidden("csrf-missing")
    return Visit(request, await form_of(request))


OpenPage = Annotated[Visit, Depends(open_visit)]
