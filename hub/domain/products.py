"""What a dashboard product is: which figures it is made of, which way is better, and how small numbers are treated.

The products themselves are data (`hub/api/products.toml`).
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, Literal

import msgspec

from hub.domain.periods import Every
from hub.domain.small_numbers import Rounding
from hub.domain.variation import Improvement

PlaceKind = Literal["council", "trust", "provider"]


class Kind(StrEnum):
    """What a product's numbers are."""

    STOCK = "stock"
    """People at the end of a day; of a week, at the end of its Sunday."""
    FLOW = "flow"
    """People in a period."""
    PERCENTAGE = "percentage"
    """People of one part among those of another, in a period."""
    MEAN = "mean"
    """Days of one part for each person of another, in a period."""
    DAYS = "days"
    """Days of one part, in a period; the other part are the people that they are of."""
    TOTAL = "total"
    """Hours or pounds of one part; the other part are the people that they are of."""
    MEDIAN = "median"
    """The middle of the days that people waited, in a period."""
    PERCENTILE_90 = "percentile_90"
    """The days within which nine in ten of those who waited no longer did, in a period."""


WITH_PEOPLE: Final = frozenset({Kind.PERCENTAGE, Kind.MEAN, Kind.DAYS, Kind.TOTAL})
OF_DAYS: Final = frozenset({Kind.MEDIAN, Kind.PERCENTILE_90})
"""Kinds whose categories are numbers of days."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Figures of one measure: of every category, or of some; `less` are taken off.

    `whole` is the category that has everybody once, where somebody may be in several: it is what is counted while
    nothing is split by category, so that rows never add up to a whole of more people than there are.
    """

    measure: str
    categories: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    whole: str = ""

    def sign(self, category: str, *, split: bool = False) -> int:
        """Return 1 for a category that is counted, -1 for one that is taken off, 0 for any other.

        `split` says that each category is a row of its own.
        """
        if self.whole and (category == self.whole) is split:
            return 0
        if category in self.less:
            return -1
        return int(not self.categories or category in self.categories)


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A known change of what is counted or how, from a day on, with its recorded reason; of all systems, or of some."""

    on: date
    reason: str
    systems: tuple[str, ...] = ()


class Product(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One product.  Raises `ValueError` when its parts do not fit its kind."""

    title: str
    definition: str
    group: str
    """The heading that its tile stands under."""
    source: str
    """The publication whose definition it follows: a key of the catalogue's sources."""
    kind: Kind
    improvement: Improvement
    of: Part
    among: Part | None = None
    scale: int = 1
    """How many of the figures' units make one of the product's: 100 where pence are shown as pounds."""
    every: Every = Every.WEEK
    places: tuple[PlaceKind, ...] = ("council", "trust")
    """Which kinds of place it is counted by.  A provider counts its own people: somebody with two is in both."""
    unit: str = "people"
    lag_days: int = 0
    """How many days pass before a day's number is complete."""
    split: Mapping[str, str] = {}
    """Words for the categories that it can be split by."""
    split_by: str = ""
    """What these categories are, in a word or two."""
    target: float | None = None
    target_reason: str = ""
    threshold: int = 7
    base: int = 5
    feeds: tuple[str, ...] = ("hospital_hl7v2",)
    """The kinds of feed that it is fed by."""
    quality: str = "council-known"
    """The product that says how far it can be trusted; empty for one that says so of others."""
    beside: str = ""
    """The product on whose tile it is named; empty for one with a tile of its own."""
    changes: tuple[Change, ...] = ()
    """From when its limits are calculated anew."""
    people_status: str | None = None
    """The status on the board of the people that it counts; none where that has no list of them by a status."""
    people_ready: bool = False
    """Whether these are the people whom the board lists as ready to leave and not left."""

    def __post_init__(self) -> None:
        """Refuse parts that do not fit, and a target without its reason."""
        if (self.among is not None) != (self.kind in WITH_PEOPLE):
            raise ValueError("a percentage, a mean, days and a total name their people, nothing else does")
        if self.scale < 1 or (self.scale > 1 and self.kind is not Kind.TOTAL):
            raise ValueError("only a total has a scale")
        if bool(self.split) != bool(self.split_by):
            raise ValueError("categories have a name")
        if (self.target is not None) != bool(self.target_reason):
            raise ValueError("a target has a reason")
        if not all(change.reason.strip() for change in self.changes):
            raise ValueError("a change has a reason")
        if self.people_ready and self.people_status is not None:
            raise ValueError("the board has one list of the people that a product counts")
        Rounding(self.threshold, self.base)

    @property
    def rounding(self) -> Rounding:
        """The rule for readers who may not know the people."""
        return Rounding(self.threshold, self.base)
