"""The rules of notify: who keeps a subscription, and that nothing is acknowledged twice."""

from services.notify.decider.delivery import DELIVERY, QUEUE
from services.notify.decider.subscription import SUBSCRIPTION

__all__ = ["DELIVERY", "QUEUE", "SUBSCRIPTION"]
