"""Calendar months: the same day of another month, or its last day where it is shorter."""

from calendar import monthrange
from datetime import date


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier; the first day there is where the calendar does not reach so far."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
