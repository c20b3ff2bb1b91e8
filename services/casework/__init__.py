"""Casework: every matter lands somewhere and is answered (件件有着落、事事有回音)."""
