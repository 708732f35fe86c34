"""Policy that is data with dates: the newest entry that is not after a day holds on it."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

T = TypeVar("T")


def on_day(entries: Iterable[tuple[date, T]], day: date, before: T) -> T:
    """Return the value in force on a day, or `before` where none is in force yet; a rule of this product."""
    found = [entry for entry in entries if entry[0] <= day]
    return max(found, key=lambda entry: entry[0])[1] if found else before
