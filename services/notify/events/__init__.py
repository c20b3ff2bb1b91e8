"""What has happened at notify: who asked to be told of what, what was queued for them, and what arrived."""
