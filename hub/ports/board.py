"""One page of the board: who is on it, in which order, and where the next page begins.  The same for every store."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from hub.errors import Rejected
from hub.ports.store import BoardFilter, Listing, StateRow

NO_DAY: Final = date(9999, 12, 31)
"""Stands for "no last covered day yet": people in hospital come last."""

PRESENT: Final = ("in_hospital", "open", "suspended")
PAST: Final = ("ended", "died")
COUNTED_AT_MOST: Final = 1000
"""How many people of the past are counted, so that the count takes no longer the longer the hub runs."""
_DAY_BYTES, _SUBJECT_BYTES = 4, 16


def place_of(row: StateRow) -> tuple[date, bytes]:
    """Give what a listed row is ordered by."""
    day = row.listing.last_covered_day if row.listing else None
    return day or NO_DAY, row.subject


def cursor_of(row: StateRow) -> bytes:
    """Give the `BoardFilter.after` that continues behind a row, even when that person leaves the board meanwhile."""
    day, subject = place_of(row)
    return day.toordinal().to_bytes(_DAY_BYTES, "big") + subject


def place_after(after: bytes | None) -> tuple[date, bytes] | None:
    """Read what `cursor_of` wrote.  Raises `Rejected`: it comes back from a reader's URL."""
    if after is None:
        return None
    wrong = Rejected("after", "unknown_cursor", "this is not a place that a page of the board gave")
    if len(after) != _DAY_BYTES + _SUBJECT_BYTES:
        raise wrong
    try:
        return date.fromordinal(int.from_bytes(after[:_DAY_BYTES], "big")), after[_DAY_BYTES:]
    except (ValueError, OverflowError):
        raise wrong from None


def in_order(rows: Iterable[StateRow], ask: BoardFilter) -> list[StateRow]:
    """Give rows in the order of the board that was asked for, those behind its cursor alone.

    Whose weeks end first comes first, and people without a day last.  Of the past the newest comes first.
    """
    past = ask.status in PAST

    def place(row: StateRow) -> tuple[date, bytes]:
        return _of_past(place_of(row)) if past else place_of(row)

    after = place_after(ask.after)
    ordered = sorted(rows, key=place, reverse=past)
    if after is None:
        return ordered
    limit = _of_past(after) if past else after
    return [row for row in ordered if (place(row) < limit if past else place(row) > limit)]


def _of_past(place: tuple[date, bytes]) -> tuple[date, bytes]:
    return (date.min if place[0] == NO_DAY else place[0]), place[1]


def status_on(listing: Listing, on: date) -> str:
    """Give the status on a day: a listing is folded without one, and a window may have closed since.

    Open weeks whose last covered day has passed are over.  Somebody who was readmitted and is in hospital still when
    that day passes is in hospital as anybody else: there are no weeks left that could be suspended.
    """
    if listing.last_covered_day is None or listing.last_covered_day >= on:
        return listing.status
    return {"open": "ended", "suspended": "in_hospital"}.get(listing.status, listing.status)


def is_listed(row: StateRow, ask: BoardFilter) -> bool:
    """Say whether a row is on the board that was asked for.

    On the six-week board are people in hospital, people whose six weeks are suspended, and people whose open six
    weeks include the day asked for.  People whose weeks ended, or who died, come only when that status is asked for.
    Never on it is somebody who was merged away.
    """
    if not is_counted(row, ask) or row.listing is None:
        return False
    status = status_on(row.listing, ask.on)
    return status in PRESENT if ask.status is None else status == ask.status


def is_counted(row: StateRow, ask: BoardFilter) -> bool:
    """Say whether a row is one of the people that the filter is about, whatever their status."""
    listing = row.listing
    if listing is None or row.now is not None or row.processor != ask.processor:
        return False
    asked = ((ask.ics, listing.ics), (ask.council, listing.council), (ask.trust, listing.trust))
    here = all(wanted is None or wanted == found for wanted, found in asked)
    return here and (ask.provider is None or ask.provider in listing.providers)
