"""Read models of notify: subscriptions, deliveries, the outbox, three inboxes; beside them the record of attempts."""

from services.notify.projections.deliveries import DELIVERIES
from services.notify.projections.inbox import INBOXES
from services.notify.projections.subscriptions import SUBSCRIPTIONS

__all__ = ["DELIVERIES", "INBOXES", "SUBSCRIPTIONS"]
