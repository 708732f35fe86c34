"""Small numbers of people, as NHS England's secondary-care publications show them (HES and ECDS since September 2018).

0 stays 0, 1 to 7 is suppressed, from 8 on a number is rounded to the nearest 5.  Percentages are made of the rounded
numbers; a mean of 1 to 7 people is suppressed, of more it is shown.  Totals are rounded on their own: rows need not add
up to them.  What rounding alone would leave open to whoever subtracts is closed in `hub/domain/differencing.py`.

What was suppressed, what cannot be (a share of nobody), and what is not known are three different things.
"""

from enum import StrEnum
from typing import Final, NamedTuple

import msgspec


class Status(StrEnum):
    """Whether a number is there, and if not, why."""

    SHOWN = "shown"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not_applicable"
    MISSING = "missing"


class Number(NamedTuple):
    """A number as a reader gets it; `value` is there only when it is shown."""

    status: Status
    value: float | None = None


SUPPRESSED: Final = Number(Status.SUPPRESSED)
NOT_APPLICABLE: Final = Number(Status.NOT_APPLICABLE)
MISSING: Final = Number(Status.MISSING)


class Rounding(msgspec.Struct, frozen=True):
    """The rule of one product: up to `threshold` is suppressed, above it rounded to the nearest `base`.

    Raises `ValueError` for a rule under which somebody could be rounded away.
    """

    threshold: int = 7
    base: int = 5

    def __post_init__(self) -> None:
        """Refuse a rule that hides nothing, or that shows the first number above the threshold as 0."""
        if self.threshold < 1 or self.base < 1 or 2 * (self.threshold + 1) < self.base:
            raise ValueError("threshold and base are 1 or more, and the first number shown is not rounded to 0")

    def nearest(self, amount: int) -> int:
        """Return the nearest multiple of the base; from the middle upwards."""
        return (2 * amount + self.base) // (2 * self.base) * self.base

    def hides(self, people: int) -> bool:
        """Tell whether a number of people is too small to be shown."""
        return 1 <= people <= self.threshold


def count(amount: int, rounding: Rounding | None) -> Number:
    """Return a number of people; `rounding` is none for readers who may know the people themselves.

    A number below 0 is missing: something that it is made of has not been told yet.
    """
    return total(amount, amount, rounding)


def total(amount: int, people: int, rounding: Rounding | None) -> Number:
    """Return a total, of days say, that so many people make up: suppressed when they are too few, else rounded."""
    if min(amount, people) < 0:
        return MISSING
    if rounding is None:
        return Number(Status.SHOWN, amount)
    return SUPPRESSED if rounding.hides(people) else Number(Status.SHOWN, rounding.nearest(amount))


def percentage(part: Number, whole: Number) -> Number:
    """Return the share of two shown numbers in per cent, to one decimal place."""
    if part.value is None or whole.value is None:
        return SUPPRESSED if SUPPRESSED in {part, whole} else MISSING
    return NOT_APPLICABLE if whole.value == 0 else Number(Status.SHOWN, round(100 * part.value / whole.value, 1))


def mean(amount: int, people: int, rounding: Rounding | None) -> Number:
    """Return a mean to one decimal place: suppressed when it is of too few people, else as it is."""
    if min(amount, people) < 0:
        return MISSING
    if people == 0:
        return NOT_APPLICABLE
    hidden = rounding is not None and rounding.hides(people)
    return SUPPRESSED if hidden else Number(Status.SHOWN, round(amount / people, 1))


_SIGNS: Final = {Status.SUPPRESSED: "*", Status.NOT_APPLICABLE: "-", Status.MISSING: ""}


def written(number: Number) -> str:
    """Return a number as tables write it: digits, `*` suppressed, `-` not applicable, nothing where it is missing."""
    return _SIGNS[number.status] if number.value is None else f"{number.value:.1f}".removesuffix(".0")


def footnote(rounding: Rounding | None) -> str:
    """Return the rule that was applied, in the words that stand below every table and in every export."""
    if rounding is None:
        return (
            "Numbers are shown as they are, because this reader may know the people behind them. Do not publish them."
        )
    low = "1" if rounding.threshold == 1 else f"1 to {rounding.threshold}"
    return (
        f"0 is shown as 0, {low} as *, and {rounding.threshold + 1} or more to the nearest {rounding.base}. "
        "Percentages are made of the rounded numbers, and a mean of as few people is * too. "
        "Totals are rounded on their own, so rows need not add up to them."
    )
