"""Scheduling as a process: `python -m services.scheduling.main serve|migrate|openapi|asyncapi`."""

from pathlib import Path

from services.scheduling.api import ROUTERS
from services.scheduling.decider import CAMPAIGN, PERSON, PLACE, STAY, UNIT
from services.scheduling.messaging import FOLLOWERS, HEARS, SAYS
from services.scheduling.policies import announce
from services.scheduling.settings import Settings
from shared.directory import expand
from shared.service import Service, run

SERVICE = Service(
    name="scheduling",
    home=Path(__file__).parent,
    deciders=(UNIT, PLACE, PERSON, CAMPAIGN, STAY),
    announce=announce,
    followers=FOLLOWERS,
    routers=ROUTERS,
    expand=expand,
    says=SAYS,
    hears=HEARS,
)

if __name__ == "__main__":
    run(SERVICE, Settings)
