"""The import of who and where: every row checked, every error told, nothing written while there is one."""
