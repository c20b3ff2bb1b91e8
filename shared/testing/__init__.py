"""What tests speak with: given, when, then; a log in memory that keeps the real one's contract."""

from shared.testing.memory import InMemoryLog
from shared.testing.scenario import given

__all__ = ["InMemoryLog", "given"]
