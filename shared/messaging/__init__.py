"""How a service hears the others: doorbell, feed, places, parked keys (design 5)."""
