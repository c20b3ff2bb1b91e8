"""What tests speak with: given, when, then; a log in memory that keeps the real one's contract."""
