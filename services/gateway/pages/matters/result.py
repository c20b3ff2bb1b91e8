"""办理结果: what did the handler find, and what is thought right?"""

from functools import partial
from uuid import UUID

from fastapi import Response

from services.gateway.pages.language import N_
from services.gateway.pages.matters.next_acts import RESULT
from services.gateway.pages.matters.standing import act_on, show_act
from services.gateway.pages.page import Page
from services.gateway.pages.route import pages

router = pages()


@router.get("/matters/{case}/result")
async def show(case: UUID, page: Page) -> Response:
    """The handler's form; what was asked for stands above it."""
    return await show_act(page, case, RESULT, "result.html")


@router.post("/matters/{case}/result")
async def record(case: UUID, page: Page) -> Response:
    """Record the result; it then awaits a signature."""
    body = {
        "outcome": page.need("outcome", N_("请选择处理结果。")),
        "facts": page.need("facts", N_("请写明查明的事实。")),
        "opinion": page.need("opinion", N_("请写明处理意见。")),
    }
    await act_on(page, case, "result", body, again=partial(show, case, page))
    return page.go(f"/matters/{case}", N_("办理结果已记录，等领导签发。"))
