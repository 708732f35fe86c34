"""The time family: a day began.  Rules never read a clock; they are told."""

from datetime import date

import msgspec


class DayStarted(msgspec.Struct, frozen=True, gc=False):
    """A day began in Europe/London, for one partition."""

    day: date


class FactChanged(msgspec.Struct, frozen=True, gc=False):
    """What others should now believe about a person, or no longer (a derived event)."""

    processor: str
    kind: str
    key: str
    state: str
    """NEW, CHANGED or WITHDRAWN."""
    body: str
    """JSON."""
