"""Calendar months: the same day of another month, or its last day where it is shorter; and quarters of a year."""

from calendar import monthrange
from datetime import date


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier; the first day there is where the calendar does not reach so far."""
    return _moved(day, -months)


def months_after(day: date, months: int) -> date:
    """Return the day so many months later; the last day there is where the calendar does not reach so far."""
    return _moved(day, months)


def quarter_of(day: date) -> date:
    """Return the first day of the quarter of a year that a day is in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _moved(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
