"""How an integrated care system and its councils share what is joint: a table by system and day.

Half each where the table names nothing.  Source: the joint six weeks of the National Care Service proposal (6.5).
"""

from datetime import date
from typing import Final, NamedTuple

from hub.domain.shares import EVEN, WHOLE, Shares

EVERY_SYSTEM: Final = "*"


class Split(NamedTuple):
    """What a council pays of joint support in a system from a day on; the board pays the rest."""

    ics: str
    since: date
    council: int
    """Hundredths of a per cent."""


class Splits(NamedTuple):
    """The table: the newest row of a system that is not after the day holds, else that of every system."""

    rows: tuple[Split, ...] = ()

    def on(self, ics: str | None, day: date) -> Shares:
        """Return who pays what of joint support on a day."""
        if not self.rows:
            return EVEN
        for wanted in (ics, EVERY_SYSTEM):
            known = [row for row in self.rows if row.ics == wanted and row.since <= day]
            if known:
                council = max(known, key=lambda row: row.since).council
                return Shares(council, WHOLE - council, 0)
        return EVEN

    def changes(self, first: date, last: date) -> list[date]:
        """Return the days after one and up to another from which a row holds, in order."""
        return sorted({row.since for row in self.rows if first < row.since <= last})
