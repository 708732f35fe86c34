"""The care-record family: support lines and visits, as care providers and councils say them.

Hours are hundredths of an hour a week and prices are pence an hour: integers, so that sums are exact.
"""

from datetime import date

import msgspec


class SupportLineStarted(msgspec.Struct, frozen=True, gc=False):
    """A line of support began."""

    line_id: str
    provider: str
    """The location that gives it: CQC location id or ODS code."""
    service: str
    started_on: date
    origin: str | None = None
    """RESUMED, NEW, or none when the sender does not know and the hub derives it."""
    ended_on: date | None = None
    hours_per_week: int | None = None
    price_per_hour: int | None = None
    programme_id: str | None = None
    """The reablement or intermediate-care programme that the line belongs to, where it is specified anew."""
    price_framework: str | None = None
    """Version of the local price framework that the price comes from."""


class SupportLineChanged(msgspec.Struct, frozen=True, gc=False):
    """Hours, price or service of a line changed from a day on."""

    line_id: str
    provider: str
    changed_on: date
    service: str | None = None
    origin: str | None = None
    hours_per_week: int | None = None
    price_per_hour: int | None = None
    price_framework: str | None = None


class SupportLineEnded(msgspec.Struct, frozen=True, gc=False):
    """A line of support ended."""

    line_id: str
    provider: str
    ended_on: date
    called_off: bool | None = None
    """Whether support that was to begin on that day never begins: then the line ran on no day from it on."""


class VisitConfirmed(msgspec.Struct, frozen=True, gc=False):
    """A visit took place."""

    line_id: str
    provider: str
    planned_at: int | None
    """Milliseconds since the epoch."""
    done_at: int
    outcome: str | None = None


class VisitMissed(msgspec.Struct, frozen=True, gc=False):
    """A planned visit did not take place."""

    line_id: str
    provider: str
    planned_at: int
    outcome: str | None = None
