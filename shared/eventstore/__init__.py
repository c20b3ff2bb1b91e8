"""The event store: one hash-chained log per district, and all that follows it."""
