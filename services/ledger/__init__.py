"""The ledger: visits and what was heard, help given, the four books of a place and their filings."""
