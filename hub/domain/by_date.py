"""Policy that is data with dates: the newest entry that is not after a day holds on it."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

T = TypeVar("T")

Entries = tuple[tuple[date, int], ...]
"""A number by the day from which it holds; the first one holds from the beginning."""


def always(number: int) -> Entries:
    """Return the entries of a number that holds on every day."""
    return ((date.min, number),)


def on_day(entries: Iterable[tuple[date, T]], day: date, before: T) -> T:
    """Return the value in force on a day, or `before` where none is in force yet; a rule of this product."""
    found = [entry for entry in entries if entry[0] <= day]
    return max(found, key=lambda entry: entry[0])[1] if found else before
