"""What a day is to an office: workday, rest day, make-up workday (补班); and whether that is announced and undisputed.

The State Council announces each year; two independent readings of its notices are compared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from chinese_calendar import holidays as days_off
from chinese_calendar import workdays
from holidays import country_holidays

from services.casework.events.proof import Doubt, Nature
from shared.calendar import ONE_DAY

_SATURDAY = 5
_NEW_YEAR = (1, 1)


@dataclass(frozen=True)
class Calendar:
    """The days on which offices do otherwise than the week says, of the years that are announced.

    `off`: weekdays without work; `worked`: Saturdays and Sundays with it; `disputed`: read in two ways.
    """

    years: frozenset[int]
    off: frozenset[date]
    worked: frozenset[date]
    disputed: frozenset[date] = frozenset()

    def nature(self, day: date) -> Nature:
        """What a day is; in a year not announced Monday to Friday work, but for New Year's Day (design 7)."""
        if day.weekday() >= _SATURDAY:
            return "make-up-workday" if day in self.worked else "rest-day"
        fixed = day.year not in self.years and (day.month, day.day) == _NEW_YEAR
        return "rest-day" if day in self.off or fixed else "workday"

    def works(self, day: date) -> bool:
        """Whether offices work."""
        return self.nature(day) != "rest-day"

    def workday_from(self, day: date) -> date:
        """The day itself if it is a workday, else the next one."""
        while not self.works(day):
            day += ONE_DAY
        return day

    def workday_until(self, day: date) -> date:
        """The day itself if it is a workday, else the last one before."""
        while not self.works(day):
            day -= ONE_DAY
        return day

    def doubt(self, day: date) -> Doubt | None:
        """Why it is not sure what a day is: a notice is awaited, or readings differ."""
        if day.year not in self.years:
            return Doubt(day=day, why="unannounced")
        return Doubt(day=day, why="disputed") if day in self.disputed else None

    def is_sure(self, day: date) -> bool:
        """Whether no notice is awaited, and no reading differs."""
        return self.doubt(day) is None


@cache
def national() -> Calendar:
    """The State Council's calendar as chinesecalendar reads it; where holidays reads otherwise, it is disputed."""
    years = frozenset(day.year for day in days_off)
    other = country_holidays("CN", years=years)
    off, worked = _weekdays(days_off), frozenset(workdays)
    disputed = (off ^ _weekdays(other)) | (worked ^ other.weekend_workdays)
    return Calendar(years, off, worked, frozenset(day for day in disputed if day.year in years))


def _weekdays(days: Iterable[date]) -> frozenset[date]:
    return frozenset(day for day in days if day.weekday() < _SATURDAY)
