"""The gateway: who are you, which district, may you. It keeps no rule of the work."""
