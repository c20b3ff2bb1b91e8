"""Notify's HTTP: subscriptions with their delivery logs, what they were told, the inbox, a campaign's figures."""

from services.notify.api import fetching, inbox, keeping

ROUTERS = (keeping.router, fetching.router, inbox.router)
