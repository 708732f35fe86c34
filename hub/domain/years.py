"""Age in whole years."""

from datetime import date


def age_on(born: date, day: date) -> int:
    """Return the age on a day in whole years; who was born on 29 February is a year older on 1 March of other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
