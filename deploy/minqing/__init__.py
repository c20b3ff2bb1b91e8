"""The command line, and what runs Minqing on one machine without containers."""
