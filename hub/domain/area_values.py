"""What reference data says of councils, integrated care boards, sectors and practices: values with their dates."""

from datetime import date
from typing import Final, NamedTuple

BOARDS_BEGAN: Final = date(2022, 7, 1)
"""Integrated care boards exist from this day (Health and Care Act 2022)."""
BOARDS_MERGED: Final = date(2026, 4, 1)
"""42 boards became 36 on this day."""
COUNCIL_CODES_MOVED: Final = date(2025, 4, 1)
"""Barnsley and Sheffield have other ONS codes from this day, after a change of boundary."""


class Council(NamedTuple):
    """A council with adult social care duties."""

    ons_code: str
    """The ONS code until 31 March 2025; the key inside the reference data."""
    ons_code_2025: str
    """The ONS code from 1 April 2025."""
    cassr_code: str
    """Three digits or five characters, as in the client level data."""
    name: str
    kind: str
    region: str

    def code_on(self, on: date) -> str:
        """Give the ONS code in force on a day."""
        return self.ons_code if on < COUNCIL_CODES_MOVED else self.ons_code_2025


class Board(NamedTuple):
    """An integrated care board and the days on which it exists."""

    ods_code: str
    name: str
    valid_from: date
    valid_to: date | None
    successors: tuple[str, ...]

    def valid_on(self, on: date) -> bool:
        """Say whether the board exists on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class Place(NamedTuple):
    """Where a postcode or a sector is.  `council` is `Council.ons_code`."""

    council: str
    board: str
    board_2026: str
    share: float
    """Share of the sector's located postcodes that are in the council; 1.0 for a full postcode."""
    board_share: float = 1.0
    """The same of the board."""


class Practice(NamedTuple):
    """A general practice.  `board_2026` is empty where the succession table names more than one board."""

    board: str
    board_2026: str
    sector: str
    name: str = ""


class CouncilBoard(NamedTuple):
    """A council and one of its boards, before and after April 2026, with the share of small areas in it."""

    council: str
    board: str
    board_2026: str
    share: float


class Ics(NamedTuple):
    """A board's ODS code and how it was found: `gp_practice`, `home_area` or `council`."""

    code: str
    decided_by: str
