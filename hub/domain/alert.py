"""An alert: what somebody should look at, from a day on and until another.  By its key it opens and closes once."""

import uuid
from datetime import date
from typing import Final, NamedTuple

from hub.domain.ids import mark_of
from hub.domain.rules import Rule
from hub.domain.six_weeks import plus

_NAMESPACE: Final = uuid.UUID("0f0c7c52-9d2b-5a3e-8f55-6a5f0d8f5b11").bytes
SHOWN_FOR: Final = 42
"""Days for which an alert that has closed is still shown: six weeks.  Rule of this product."""


class Alert(NamedTuple):
    """A kind, the day since when, what it is about (an opaque mark, or empty), and why.

    `opened` is the day on which somebody is told, where that is not the day since when it is so; `closed` is the day
    from which it no longer stands, none while nobody knows one.
    """

    kind: str
    since: date
    about: str
    provider: str | None
    by: int
    rule: Rule
    opened: date | None = None
    closed: date | None = None

    @property
    def opens(self) -> date:
        """The day on which somebody is told."""
        return self.opened or self.since

    def stands(self, on: date) -> bool:
        """Say whether it stands on a day: no longer on the one on which it closes."""
        return self.opens <= on and (self.closed is None or on < self.closed)

    def is_shown(self, on: date) -> bool:
        """Say whether it stands on a day, or closed in the six weeks before."""
        return self.opens <= on and (self.closed is None or on <= plus(self.closed, SHOWN_FOR))

    def until(self, day: date) -> "Alert | None":
        """Return it as it is when everything closes on a day; none where it would open on that day or later."""
        if self.opens >= day:
            return None
        # Made anew by its parts: asked after every batch of everybody.
        return Alert(*self[:-1], day) if self.closed is None or self.closed > day else self

    def days(self, after: date) -> list[date]:
        """Return the days after one on which it opens or closes."""
        opens, closed = self.opened or self.since, self.closed
        found = [opens] if opens > after else []
        if closed is not None and closed > after:
            found.append(closed)
        return found


def mark(*parts: str) -> str:
    """Return an opaque mark: it says what is the same, and tells nobody an id."""
    return mark_of(_NAMESPACE, "/".join(parts))


def earliest(*days: date | None) -> date | None:
    """Return the first of the days that are known, or none."""
    first = None
    for day in days:
        if day is not None and (first is None or day < first):
            first = day
    return first
