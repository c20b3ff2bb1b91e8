"""Who may come in: accounts, sessions, keys, grants, and what was asked once."""
