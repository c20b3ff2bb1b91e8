"""What a cadre does on a stay: its nights, visits with what was heard, and the other records of the field."""

from services.gateway.pages.field import logged, pairings, records, screenings, stay, visits
from services.gateway.pages.route import pages

router = pages()
for page in (visits, logged, screenings, records, pairings, stay):  # `stay` has the widest address: /stays/…/{step}
    router.include_router(page.router)
