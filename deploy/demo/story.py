"""The story of the reference campaign: who does what, when. Pure; the players turn each act into requests."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from deploy.demo.cast import Cast, section_of
from shared.calendar import moment, nth_workday
from shared.words import FIELDS

BATCHES = (
    (date(2010, 11, 22), date(2010, 12, 21)),
    (date(2010, 12, 22), date(2011, 1, 20)),
    (date(2011, 1, 21), date(2011, 2, 28)),
)
FILINGS = (("2010-12", date(2010, 12, 31)), ("2011-01", date(2011, 1, 31)), ("2011-02", date(2011, 2, 28)))
BEGINS, ENDS, CURTAIN = date(2010, 11, 22), date(2011, 2, 28), date(2011, 3, 1)
NIGHTS, VISITS, HOUSEHOLDS = 12, 14, 40
FIRST_HOUSEHOLD = {1: 1, 2: 15, 3: 29}
FIRST_DAY = {1: 2, 2: 2, 3: 0}  # days into the batch: on the third day, in batch 3 on the first
MODES = {**dict.fromkeys((1, 8), "reception"), **dict.fromkeys((2, 6, 10), "appointment"),
         **dict.fromkeys((4, 7, 11, 14), "evening"), **dict.fromkeys((3, 5, 9, 12, 13), "household")}  # fmt: skip
SETTLED_VISIT, DISPUTE_VISITS = 3, (7, 11)
DEPARTMENT_OF = dict(zip(FIELDS, ("GT", "FG", "JM", "RS", "RS", "ZF", "AJ"), strict=True))
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Act:
    """One thing that one official does at one moment; acts of one moment run side by side, `order` by `order`."""

    at: datetime
    who: str
    verb: str
    batch: int = 0
    place: int = 0
    number: int = 0  # of the visit, where the act is about one
    order: int = 0
    told: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Stay:
    """A stay as it is going to be: the days of its nights, and what befalls it."""

    batch: int
    place: int
    cadre: str
    nights: tuple[date, ...]
    breaks_off: date | None = None  # for good, or to resume
    resumes: date | None = None
    last_visit: int = VISITS

    def day_of(self, night: int) -> date:
        """The day on which the n-th night begins."""
        return self.nights[night - 1]


def stays_of(cast: Cast) -> list[Stay]:
    """All stays, batch by batch, place by place."""
    count = len(cast.places)
    return [
        _stay(batch, place, cast.taking_part[(batch - 1) * count + place - 1].lower())
        for batch in (1, 2, 3)
        for place in range(1, count + 1)
    ]


def _stay(batch: int, place: int, cadre: str) -> Stay:
    first = BATCHES[batch - 1][0] + FIRST_DAY[batch] * ONE_DAY
    nights = tuple(first + n * ONE_DAY for n in range(NIGHTS))
    if (batch, place) == (1, 3):  # X1: called away, and back
        back = date(2010, 12, 5)
        away = nights[6]
        return Stay(batch, place, cadre, (*nights[:6], *(back + n * ONE_DAY for n in range(6))), away, back)
    if (batch, place) == (2, 7):  # X2: leaves and does not come back
        return Stay(batch, place, cadre, nights[:8], nights[8], None, 9)
    return Stay(batch, place, cadre, nights)


def visit_at(stay: Stay, number: int) -> datetime:
    """When a visit takes place: 14 visits over 12 nights, evening visits in the evening."""
    day = stay.day_of(-(-NIGHTS * number // VISITS))
    if MODES[number] == "evening":
        return moment(day, 19, number)
    return moment(day, 9) + number * timedelta(minutes=15)


def household_of(batch: int, number: int) -> int:
    """The number of the household that a visit meets: every one of the forty is met in turn."""
    return (FIRST_HOUSEHOLD[batch] + number - 2) % HOUSEHOLDS + 1


def campaign_acts(cast: Cast) -> list[Act]:
    """The whole campaign in order of time."""
    stays = stays_of(cast)
    acts = [act for stay in stays for act in _stay_acts(stay)]
    acts += [act for stay in stays for act in _field_acts(stay)]
    disputes = [(stay, number) for stay in stays for number in _disputes(stay)]
    fields = {(stay.batch, stay.place, number): FIELDS[n % len(FIELDS)] for n, (stay, number) in enumerate(disputes)}
    acts += _visit_acts(stays, fields)
    for stay, number in disputes:
        acts += _case_acts(stay, number, fields[stay.batch, stay.place, number])
    acts += [act for place in range(1, len(cast.places) + 1) for act in _filing_acts(cast, place)]
    acts.append(Act(moment(CURTAIN, 9), "", "curtain"))
    return sorted(acts, key=lambda act: (act.at, act.order))


def _disputes(stay: Stay) -> tuple[int, ...]:
    return tuple(number for number in DISPUTE_VISITS if number <= stay.last_visit)


def _stay_acts(stay: Stay) -> Iterator[Act]:
    def act(day: date, verb: str) -> Act:
        return Act(moment(day, 8), stay.cadre, verb, stay.batch, stay.place)

    yield act(stay.nights[0], "start")
    if stay.breaks_off:
        yield act(stay.breaks_off, "interrupt")
    if stay.resumes:
        yield act(stay.resumes, "resume")
    if not stay.breaks_off or stay.resumes:
        yield act(stay.nights[-1] + ONE_DAY, "end")


def _visit_acts(stays: list[Stay], fields: dict[tuple[int, int, int], str]) -> Iterator[Act]:
    visits = ((stay, number) for stay in stays for number in range(1, stay.last_visit + 1))
    for turn, (stay, number) in enumerate(visits, 1):
        told = {
            "field": fields.get((stay.batch, stay.place, number), ""),
            "again": "yes" if turn % 10 == 0 else "",
        }  # X6
        yield Act(visit_at(stay, number), stay.cadre, "visit", stay.batch, stay.place, number, 0, told)


def _field_acts(stay: Stay) -> Iterator[Act]:
    def noon(night: int, verb: str) -> Act:
        return Act(moment(stay.day_of(night), 12), stay.cadre, verb, stay.batch, stay.place)

    yield Act(moment(stay.day_of(4), 20), stay.cadre, "pair", stay.batch, stay.place, 4)
    yield noon(5, "screen")
    verb, night = {1: ("deed", 8), 2: ("forum", 6), 3: ("evaluation", 8)}[stay.batch]
    yield noon(night, verb)
    yield noon(len(stay.nights), "measure-result")
    yield noon(len(stay.nights), "note")


def _case_acts(stay: Stay, number: int, matter_field: str) -> Iterator[Act]:
    heard = visit_at(stay, number).date()
    department = DEPARTMENT_OF[matter_field]

    def act(day: date, hour: int, who: str, verb: str, order: int = 0, **told: str) -> Act:
        return Act(moment(day, hour), who, verb, stay.batch, stay.place, number, order, told)

    late = 0
    if (stay.batch, stay.place, number) == (1, 2, 11):  # X8: first to a department that is not competent
        wrong, late = "JM", 1
        yield act(nth_workday(heard, 1), 9, OFFICE, "hand-over", to=wrong, reason="先请经贸局核实")
        yield act(nth_workday(heard, 2), 9, f"{wrong.lower()}-3", "return", reason="不属本局职责，应由人社局办理")
    taken = nth_workday(heard, 1 + late)
    yield act(taken, 9, OFFICE, "hand-over", 1, to=department)
    yield act(taken, 10, clerk(department), "accept", handler=handler(department))
    yield act(taken, 10, handler(department), "open-identity", 1, purpose="核实情况，约谈当事人")
    result, signed, served, struck = _steps(stay, number, heard, late)
    yield act(result, 12, handler(department), "result")
    yield act(signed, 9, f"{department.lower()}-2", "sign")
    yield act(served, 9, clerk(department), "serve")
    yield act(struck, 10, OFFICE, "strike")


OFFICE, DISTRICT_OFFICE = "mz-01", "qhd-2"


def clerk(department: str) -> str:
    """The log-in of a department's clerk."""
    return f"{department.lower()}-3"


def handler(department: str) -> str:
    """The log-in of a department's handler."""
    return f"{department.lower()}-4"


def _steps(stay: Stay, number: int, heard: date, late: int) -> tuple[date, ...]:
    """The days of result, signature, service and strike-off."""
    last_escalation = {
        (1, 5, 7): date(2010, 12, 20),
        (2, 9, 7): date(2011, 1, 24),
    }  # X3, X4: nothing is done until then
    if after := last_escalation.get((stay.batch, stay.place, number)):
        return tuple(nth_workday(after, n) for n in (1, 2, 4, 5))
    return tuple(nth_workday(heard, n + late) for n in (4, 5, 7, 8))


def _filing_acts(cast: Cast, place: int) -> Iterator[Act]:
    head = f"mz-h{section_of(place - 1, len(cast.places))[-1]}"
    corrector = cast.taking_part[place - 1].lower()
    for period, due in FILINGS:
        day = date(2011, 2, 9) if (place, period) == (8, "2011-01") else due  # X5: late

        def act(on: datetime, who: str, verb: str, order: int = 0, period: str = period) -> Act:
            return Act(on, who, verb, 1, place, 0, order, {"period": period})

        yield act(moment(day, 16), head, "draft")
        yield act(moment(day, 16), OFFICE, "file", 1)
        if (place, period) == (4, "2010-12"):  # X9: returned, corrected, filed again
            day = date(2011, 1, 5)
            yield act(moment(date(2011, 1, 4), 9), DISTRICT_OFFICE, "return-filing")
            yield act(moment(date(2011, 1, 4), 12), corrector, "correct-screening")
            yield act(moment(day, 16), head, "draft")
            yield act(moment(day, 16), OFFICE, "file", 1)
        yield act(moment(day, 16, 30), DISTRICT_OFFICE, "receipt")
