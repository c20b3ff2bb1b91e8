"""What a service's `messaging.py` says: whose facts it hears, and what it says itself."""

from shared.eventstore.projections import Policy

__all__ = ["Policy"]
