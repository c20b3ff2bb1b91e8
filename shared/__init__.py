"""What all services share: the words of the border, the event store, how a service hears and speaks."""
