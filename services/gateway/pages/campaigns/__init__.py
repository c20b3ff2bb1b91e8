"""活动: what an activity office plans, whom it exempts, and the roster that it publishes."""

from services.gateway.pages.campaigns import exemptions, one, planning, roster
from services.gateway.pages.route import pages

router = pages()
for page in (planning, exemptions, roster, one):
    router.include_router(page.router)
