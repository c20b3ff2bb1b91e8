"""The way in: the log-in page, and what a lost session has to carry through it."""

import re
from urllib.parse import quote

import httpx
from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.gateway.accounts.asking import address_of
from services.gateway.districts.register import Districts
from services.gateway.pages.headers import html, secured
from services.gateway.pages.language import N_
from services.gateway.pages.tickets import Draft
from services.gateway.pages.visit import Visit, open_visit

_OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")
EXPIRED = N_("登录已过期。")
CARRIED = N_("登录已过期。重新登录后，刚才填的内容还在。")


async def lost(request: Request) -> Response:
    """Nobody is logged in: the log-in page, from which they come back to where they are."""
    page = await open_visit(request)
    if request.headers.get("hx-request") and not request.headers.get("hx-boosted"):
        return secured(request, Response(status_code=401, headers={"HX-Refresh": "true"}))
    draft = page.carried()
    if not draft:
        return secured(request, RedirectResponse(f"/login?to={quote(page.path if not page.typed.sent else '/')}", 303))
    page.notice, page.status = page.say(CARRIED), 401
    return await draw(page, "/", draft)


async def draw(page: Visit, to: str, draft: str = "", known: tuple[str, str] = ("", "")) -> Response:
    """The log-in page; afterwards one is at `to`, or at the form that the draft is of. `known`: district, account."""
    register: Districts = page.request.app.state.districts
    districts = [(district.tenant, district.name) for district in await register.all()]
    return page.show("login.html", districts=districts, to=own_path(to), draft=draft, known=known)


async def restored(page: Visit, token: str, draft: Draft, sealed: str) -> Response:
    """The form of a draft as it was left, as if it had come back for correction."""
    transport = httpx.ASGITransport(page.request.app, client=(address_of(page.request), 0))
    here = str(page.request.base_url)
    cookies = {**page.request.cookies, page.gate.cookies.name(page.request): token}
    async with httpx.AsyncClient(transport=transport, base_url=here, cookies=cookies, trust_env=False) as http:
        answer = await http.post(draft.path, data={"draft": sealed}, headers={"accept-encoding": "identity"})
    shown = html(page.request, answer.text, answer.status_code)
    shown.headers["HX-Push-Url"] = draft.path  # where the form is, not the log-in page
    return shown


def own_path(path: str) -> str:
    """A path of this site; the beginning for anything else."""
    return path if _OWN_PATH.fullmatch(path) else "/"
