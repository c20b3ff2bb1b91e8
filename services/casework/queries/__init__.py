"""Questions casework answers; every one of them filters by what the asker may see (roles.md, G13)."""
