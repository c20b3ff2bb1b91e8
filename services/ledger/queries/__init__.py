"""What the ledger answers, each to whom `roles.md` shows it."""
