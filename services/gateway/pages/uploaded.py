"""A file that a form brings: chosen just now, or carried sealed by the page since it was."""

from starlette.datastructures import UploadFile

from services.gateway.pages.carried import Carried, Carrier
from services.gateway.pages.language import N_
from services.gateway.pages.page import OwnVisit


async def uploaded(page: OwnVisit, kind: str) -> Carried | None:
    """The file; None where there is none, or something else is to be mended first, and then it is noted."""
    if carried := Carrier(page.gate.master).open(page.typed["carried"], page.account):
        return carried
    upload = page.typed.files.get("file")
    file = await _read(upload) if upload else b""
    if not file:
        page.fault(N_("请选择文件（CSV 或 XLSX）。"), "file")
    if page.faults or page.held or upload is None:
        return None
    carried = Carried(page.account, kind, upload.filename or "", file)
    page.take_along("carried", Carrier(page.gate.master).close(carried))
    return carried


async def _read(upload: UploadFile) -> bytes:
    try:
        return await upload.read()
    finally:
        await upload.close()
