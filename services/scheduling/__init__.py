"""Scheduling: who and where, the campaign, and who lives where for how many nights."""
