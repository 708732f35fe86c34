"""Dates as people read them: one writer, two modes.

Clinical pages: `DD-Mmm-YYYY` (NHS CUI date display, ISB 1501), the weekday in front where it helps, words for
what is not known.  Public and administrative pages: `5 January 2009` (NHS content style).
"""

from datetime import date, datetime
from typing import Final

from hub.domain.days import LONDON

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
UNKNOWN: Final = "Not recorded"


def _date(value: object) -> date | None:
    """Read a date or the Europe/London day of a moment in RFC 3339; none when it is neither."""
    if isinstance(value, datetime):
        return value.astimezone(LONDON).date()
    if isinstance(value, date):
        return value
    moment = _moment(value)
    return None if moment is None else moment.date()


def _moment(value: object) -> datetime | None:
    """Read RFC 3339 as Europe/London wall time; a bare date is its midnight."""
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return None
    return read.astimezone(LONDON) if read.tzinfo else read.replace(tzinfo=LONDON)


def clinical(value: object) -> str:
    """Return `14-Aug-1980`."""
    day = _date(value)
    return UNKNOWN if day is None else f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year:04d}"


def weekday(value: object) -> str:
    """Return `Tue 05-Jan-2009`."""
    day = _date(value)
    return UNKNOWN if day is None else f"{_WEEKDAYS[day.weekday()]} {clinical(day)}"


def clinical_time(value: object) -> str:
    """Return `14-Aug-1980 09:05` in Europe/London wall time, and a date alone where no time of day is known.

    In the hour that happens twice (October) it says which pass: `25-Oct-2026 01:30 BST`, or `GMT`.
    """
    if isinstance(value, str) and len(value) == len("1980-08-14"):
        return clinical(value)
    moment = _moment(value)
    if moment is None:
        return UNKNOWN
    twice = moment.utcoffset() != moment.replace(fold=1 - moment.fold).utcoffset()
    return f"{clinical(moment)} {moment:%H:%M}{f' {moment:%Z}' if twice else ''}"


def clock_time(value: object) -> str:
    """Return `09:05:01` in Europe/London wall time."""
    moment = _moment(value)
    return UNKNOWN if moment is None else f"{moment:%H:%M:%S}"


def public(value: object) -> str:
    """Return `14 August 1980`."""
    day = _date(value)
    return UNKNOWN if day is None else f"{day.day} {_LONG[day.month - 1]} {day.year}"


def day_month(day: date) -> str:
    """Return `14 August`, beside a date that has the year."""
    return f"{day.day} {_LONG[day.month - 1]}"


def short(day: date) -> str:
    """Return `14 Aug`, for the axis of a chart."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def age(born: object, on: date) -> str | None:
    """Return the age on a day as CUI writes it: years, months under two years, days under four weeks."""
    day = _date(born)
    if day is None or day > on:
        return None
    months = (on.year - day.year) * 12 + on.month - day.month - (on.day < day.day)
    if months >= _TWO_YEARS:
        return f"{months // 12}y"
    days = (on - day).days
    return f"{days}d" if days < _FOUR_WEEKS else f"{months}m"


_TWO_YEARS: Final = 24
_FOUR_WEEKS: Final = 28


def duration(minutes: int | None) -> str:
    """Return a length of time in the largest unit that is at least two, or whole: `3 days`, `27 hours`, `1 minute`."""
    if minutes is None:
        return UNKNOWN
    for size, unit in ((_DAY_MINUTES, "day"), (_HOUR_MINUTES, "hour"), (1, "minute")):
        if minutes >= 2 * size or minutes == size:
            number = minutes // size
            return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    return "less than a minute"


def every(minutes: int) -> str:
    """Return a rhythm: `every hour`, `every 7 days`."""
    return f"every {duration(minutes).removeprefix('1 ')}"


_HOUR_MINUTES: Final = 60
_DAY_MINUTES: Final = 1440
