"""The roster: every cadre who takes part in exactly one batch, published in versions (R11–R13, R17)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from uuid import UUID

from services.scheduling.commands.campaign import Cadres, DraftRoster, Placing, PublishRoster
from services.scheduling.decider.campaign.state import Campaign, by_its_office
from services.scheduling.events.campaign import (
    CampaignHappened,
    CampaignPlanned,
    Entry,
    Frame,
    Line,
    RosterDrafted,
    RosterPublished,
)
from shared.errors import Refused
from shared.ids import PersonId, StayId, UnitId, thing_of


def draft(command: DraftRoster, state: Campaign) -> list[CampaignHappened]:
    """A roster is written whole, and only as one that could hold."""
    planned = by_its_office(command, state)
    check = _Check(command.placings, command.cadres, state)
    check.all_rules(planned.frame)
    lines = check.lines()
    if lines == state.draft:
        return []
    return [RosterDrafted(campaign=command.campaign, unit=planned.unit, at=command.at, lines=lines)]


def publish(command: PublishRoster, state: Campaign) -> list[CampaignHappened]:
    """What was drafted holds, if it still keeps the rules; what holds already is not published again."""
    planned = by_its_office(command, state)
    if not state.draft:
        raise Refused("no-roster-drafted", "R17")
    placings = tuple(Placing(line.person, line.batch, line.place) for line in state.draft)
    check = _Check(placings, command.cadres, state)
    check.all_rules(planned.frame)
    entries = _entries(check.lines(), state.published, command.request)
    if entries == state.published:
        return []
    return [_published(command, planned, state, entries)]


def _published(
    command: PublishRoster, planned: CampaignPlanned, state: Campaign, entries: tuple[Entry, ...]
) -> RosterPublished:
    stays = {entry.stay for entry in entries}
    return RosterPublished(
        campaign=command.campaign,
        unit=planned.unit,
        at=command.at,
        version=state.version + 1,
        entries=entries,
        dropped=tuple(entry.stay for entry in state.published if entry.stay not in stays),
        offices=planned.frame.offices,
        minimum_nights=planned.frame.minimum_nights,
        batches=planned.frame.batches,
    )


def _entries(lines: Iterable[Line], published: Iterable[Entry], request: UUID) -> tuple[Entry, ...]:
    """A cadre keeps the one stay of the campaign from version to version; a new one gets it from the request."""
    stays = {entry.person: entry.stay for entry in published}
    new = count(1)
    return tuple(
        Entry(**dict(line), stay=stays.get(line.person) or StayId(thing_of(request, "stay", next(new))))
        for line in lines
    )


@dataclass(frozen=True)
class _Check:
    """A roster as asked for, beside who there is."""

    placings: tuple[Placing, ...]
    cadres: Cadres
    state: Campaign

    def all_rules(self, frame: Frame) -> None:
        """Each cadre who takes part, and nobody else, exactly once; a stay that has started stays where it is."""
        self._nobody("not-a-cadre-here", "R11", self._strangers())
        self._nobody("cadre-is-exempt", "R12", self._exempt())
        self._nobody("cadre-twice", "R13", self._twice())
        self._nobody("cadre-missing", "R13", self._missing())
        self._nobody("stay-started-already", "R17", self._moved())
        self._nobody("no-such-batch", "R13", self._placed_beyond({batch.number for batch in frame.batches}))
        self._nobody("place-not-in-campaign", "R15", self._placed_off(frame))

    def lines(self) -> tuple[Line, ...]:
        """The lines, each with the place's section, or the cadre's own where none is; who has started keeps theirs."""
        own: dict[PersonId, UnitId] = {cadre.person: cadre.section for cadre in self.cadres.all}
        standing: dict[PersonId, UnitId] = {entry.person: entry.section for entry in self._standing()}
        of_place = self.cadres.contact_sections
        return tuple(
            Line(
                person=placing.person,
                section=standing.get(placing.person) or of_place.get(placing.place) or own[placing.person],
                batch=placing.batch,
                place=placing.place,
            )
            for placing in self.placings
        )

    def _nobody(self, code: str, rule: str, people: Iterable[PersonId]) -> None:
        names = {cadre.person: cadre.name for cadre in self.cadres.all}
        named = [names.get(person, str(person)) for person in dict.fromkeys(people)]
        if named:
            raise Refused(code, rule, people="、".join(named))

    def _standing(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.state.published if entry.person in self.cadres.started)

    def _strangers(self) -> list[PersonId]:
        known = {cadre.person for cadre in self.cadres.all} | self.cadres.started
        return [placing.person for placing in self.placings if placing.person not in known]

    def _exempt(self) -> list[PersonId]:
        at_home = self.state.exempt.keys() - self.cadres.started
        return [placing.person for placing in self.placings if placing.person in at_home]

    def _twice(self) -> list[PersonId]:
        return [person for person, times in Counter(placing.person for placing in self.placings).items() if times > 1]

    def _missing(self) -> list[PersonId]:
        there = {placing.person for placing in self.placings} | self.state.exempt.keys()
        return [cadre.person for cadre in self.cadres.all if cadre.person not in there]

    def _moved(self) -> list[PersonId]:
        asked = {placing.person: (placing.batch, placing.place) for placing in self.placings}
        return [entry.person for entry in self._standing() if asked.get(entry.person) != (entry.batch, entry.place)]

    def _placed_beyond(self, batches: set[int]) -> list[PersonId]:
        return [placing.person for placing in self.placings if placing.batch not in batches]

    def _placed_off(self, frame: Frame) -> list[PersonId]:
        return [placing.person for placing in self.placings if placing.place not in frame.places]
