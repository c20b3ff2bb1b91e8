"""Scheduling over HTTP: who and where, campaigns and rosters, stays; and the import of who and where."""

from services.scheduling.api import campaigns, directory, stays
from services.scheduling.api.imports import roster_routes
from services.scheduling.api.imports import routes as imports

ROUTERS = (directory.router, campaigns.router, stays.router, imports.router, roster_routes.router)
"""All routes of the service."""
