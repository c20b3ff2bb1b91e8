"""登录: who are you? And out again, and the language one reads."""

from fastapi import Response

from services.gateway.pages import entrance, language
from services.gateway.pages.behind import No
from services.gateway.pages.language import N_
from services.gateway.pages.page import READ, Page
from services.gateway.pages.route import is_later, pages
from services.gateway.pages.visit import OpenPage, Visit
from shared.errors import NotFound

router = pages()

WRONG = N_("账号或密码不对。")
AWAY = N_("暂时连不上，请稍后再试。")
SLOWED = N_("登录失败次数较多，请 %(minutes)s 分钟后再试。")
_SECONDS = 60


@router.get("/")
async def begin(page: Page) -> Response:
    """Where the reader's day begins. Raises NotFound for who has no page at all."""
    entry = next(page.navigation, None)
    if entry is None:
        raise NotFound("not-found")
    return page.go(entry.path)


@router.get("/login")
async def show(page: OpenPage, to: str = "/", district: str = "", account: str = "") -> Response:
    """The log-in page; who has just set a password need not say again who they are."""
    if page.gate.cookies.session(page.request):
        page.notice = page.say(entrance.EXPIRED)
    return await entrance.draw(page, to, known=(district, account))


@router.post("/login")
async def enter(page: OpenPage) -> Response:
    """Log in, and go where one was going."""
    if page.gate.cookies.are_lost(page.request):  # a session would end here: nobody could show it again
        page.status = 403
        return await entrance.draw(page, page.typed["to"])
    if "account" not in page.typed:  # sent once more by a page that carries what was typed elsewhere
        return await entrance.draw(page, "/", page.typed["draft"])
    try:
        token = await _token(page)
    except No as no:
        _note(page, no)
        return await entrance.draw(page, page.typed["to"], page.typed["draft"])
    return _with_session(page, await _landing(page, token), token)


@router.post("/logout")
async def leave(page: Page) -> Response:
    """End the session."""
    await page.behind.ask("DELETE", "/sessions/current")
    page.keep(READ, "")
    return _with_session(page, page.go("/login", N_("您已退出。")), "")


@router.post("/language/{chosen}")
async def choose(chosen: str, page: OpenPage) -> Response:
    """Read the pages in another language, from now on."""
    answer = page.go(entrance.own_path(page.typed["to"]))
    answer.set_cookie(language.COOKIE, chosen if chosen in language.HTML_LANGUAGE else "zh", 31536000, samesite="lax")
    return answer


async def _token(page: Visit) -> str:
    """A new session's token. Raises No."""
    body: dict[str, str | None] = {name: page.typed[name] for name in ("district", "account")}
    body |= {"password": page.typed.exactly("password")}
    cookies = page.gate.cookies
    old = f"{cookies.name(page.request)}={cookies.session(page.request)}"
    body |= {"district": body["district"] or None}
    answer = await page.asking("").ask("POST", "/sessions", body, cookie=old)
    return str(answer.json()["token"])


def _note(page: Visit, no: No) -> None:
    """Say no more than that something is wrong. Raises No for what is not about what was typed."""
    if no.status == 429 and no.code == "login-slowed":
        page.fault(SLOWED, minutes=-(-int(no.details["seconds"]) // _SECONDS))
    elif no.status in (401, 422):
        page.fault(WRONG, "account")
    elif is_later(no.status):
        page.fault(AWAY)
        page.status = no.status
    else:
        raise no


async def _landing(page: Visit, token: str) -> Response:
    """The page that was asked for; with a draft of this very account, its form."""
    sealed = page.typed["draft"]
    draft = page.seals.draft(sealed)
    asker = await page.gate.door.asker(token)
    if draft and draft.account == f"{asker.tenant}/{asker.account}":
        return await entrance.restored(page, token, draft, sealed)
    return page.go(entrance.own_path(page.typed["to"]))


def _with_session(page: Visit, answer: Response, token: str) -> Response:
    page.gate.cookies.keep_session(page.request, answer, token)
    return answer
