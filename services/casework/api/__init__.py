"""Casework's HTTP: the register, a matter's way through the house, its reply, the tables of offices."""

from services.casework.api import erasures, handling, imports, limits, offices, register, reply

ROUTERS = (
    register.router,
    handling.router,
    limits.router,
    reply.router,
    offices.router,
    imports.router,
    erasures.router,
)
