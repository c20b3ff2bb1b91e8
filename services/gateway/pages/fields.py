"""The fields of disputes: the seven, and a district's own, by the names that the district gave them."""

from services.gateway.pages.behind import No
from services.gateway.pages.names import NAMES
from services.gateway.pages.page import OwnVisit
from services.gateway.pages.rendering import name


async def fields_of(page: OwnVisit) -> dict[str, str]:
    """What each is called; the seven alone while nobody answers: no form waits for a district's own."""
    seven = {code: name(page.language, "field", code) for code in NAMES["field"]}
    try:
        known = (await page.get("/competences"))["items"]
    except No:
        return seven
    return seven | {one["field"]: one["name"] or one["field"] for one in known if one["field"] not in seven}
