"""Days, hours and workdays of a district: Beijing time, the State Council's calendar with its make-up workdays."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chinese_calendar import is_workday as _state_council_says

BEIJING = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)


def day_of(at: datetime) -> date:
    """The Beijing day of a moment."""
    return at.astimezone(BEIJING).date()


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a Beijing day."""
    return datetime.combine(day, time(hour, minute), BEIJING)


def end_of(day: date) -> datetime:
    """The moment at which a day has passed: 24:00 Beijing time (A8.5)."""
    return moment(day + ONE_DAY, 0)


def is_announced(day: date) -> bool:
    """Whether the State Council's calendar of this day's year is known; until then its dates are provisional."""
    try:
        _state_council_says(day)
    except NotImplementedError:
        return False
    return True


def is_workday(day: date) -> bool:
    """Whether offices work on this day, make-up workdays counted.

    In a year not yet announced: Monday to Friday less 1 January, the one holiday fixed by date (design 7).
    """
    if is_announced(day):
        return bool(_state_council_says(day))
    return day.weekday() < 5 and (day.month, day.day) != (1, 1)


def nth_workday(day: date, n: int) -> date:
    """The n-th workday after a day; the day itself is not counted."""
    while n > 0:
        day += ONE_DAY
        n -= is_workday(day)
    return day
