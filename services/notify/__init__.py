"""Notify: it tells, it never decides."""
