"""A matter on its way: the whole of it, who opens whose identity, and each act from the hand-over to the strike-off."""

from services.gateway.pages.matters import acceptance, hand_over, identity, limit, result, signature, striking, thread
from services.gateway.pages.route import pages

router = pages()
for page in (thread, limit, identity, hand_over, acceptance, result, signature, striking):
    router.include_router(page.router)
