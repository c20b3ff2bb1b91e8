"""Read models of the ledger: households, the field's records, the books and their filings, openings, stays, timers."""
