"""One-time link: who was given an account sets its password, and logs in with it."""

from urllib.parse import urlencode

from fastapi import Response

from services.gateway.accounts.passwords import SHORTEST
from services.gateway.pages.behind import No
from services.gateway.pages.language import N_
from services.gateway.pages.route import pages
from services.gateway.pages.tickets import new_key
from services.gateway.pages.visit import OpenPage, Visit

router = pages()

TOO_SHORT = N_("密码至少 %(shortest)s 个字。")
DONE = N_("密码已设好，请用新密码登录。")


@router.get("/link/{token}")
async def show(token: str, page: OpenPage) -> Response:
    """For whom the link is, and a field for the password."""
    return await _shown(page, token, new_key())


@router.post("/link/{token}")
async def use(token: str, page: OpenPage) -> Response:
    """Set the password, and go on to the log-in page."""
    body, key = {"password": page.typed.exactly("password")}, page.typed["key"]
    try:
        await page.asking(token).ask("PUT", "/links/current/password", body, key)
    except No as no:
        if no.status != 422:
            return _refused(page, no)
        page.fault(TOO_SHORT, "password", shortest=SHORTEST)
        return await _shown(page, token, key)
    known = {name: page.typed[name] for name in ("district", "account")}
    return page.go(f"/login?{urlencode(known)}", DONE)


async def _shown(page: Visit, token: str, key: str) -> Response:
    try:
        link = await page.asking(token).get("/links/current")
    except No as no:
        return _refused(page, no)
    return page.show("link.html", link=link, key=key, shortest=SHORTEST)


def _refused(page: Visit, no: No) -> Response:
    """Why a link cannot be used, and what to do. Raises No for what is not about links."""
    if no.code not in ("link-not-good", "link-slowed"):
        raise no
    page.status = no.status
    return page.show("link-refused.html", why=no.detail)
