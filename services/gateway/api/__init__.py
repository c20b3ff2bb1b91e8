"""The gateway's HTTP: its own routes, and the passage to the services behind."""
