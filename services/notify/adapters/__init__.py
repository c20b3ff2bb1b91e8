"""The one place that calls receivers: where they are, what is signed for them, what they answered."""
