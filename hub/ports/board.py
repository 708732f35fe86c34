"""One page of the board: who is on it, in which order, and where the next page begins.  The same for every store."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from msgspec.structs import replace

from hub.domain.delay_codes import BY_CODE
from hub.errors import Rejected
from hub.ports.board_filter import BoardFilter
from hub.ports.board_steps import StepCounts, by_step, counted, steps_asked
from hub.ports.listing import Listing
from hub.ports.store import StateRow

NO_DAY: Final = date(9999, 12, 31)
"""Stands for "no last covered day yet": people in hospital come last."""

PRESENT: Final = ("in_hospital", "open", "suspended")
UNFINISHED: Final = "unfinished"
"""No six weeks run and something waits: on the board behind those whose weeks run, and counted like the past."""
DIED: Final = "died"
PAST: Final = ("ended", DIED)
LIMITED: Final = (UNFINISHED, *PAST)
_DAY_BYTES, _SUBJECT_BYTES = 4, 16
_OVER: Final = 1 << 24
"""Added to the day of a cursor among those whose weeks are over; no day's number reaches it."""


class Place(NamedTuple):
    """What a row is ordered by: its day and its person; `over` says that it is among those whose weeks are over."""

    day: date
    subject: bytes
    over: bool = False


def day_asked(row: StateRow, ask: BoardFilter) -> date:
    """Give the day by which a row is ordered: the last covered one, or where steps are asked for the earliest of them.

    By its due day alone, whoever has anything to do by then comes by that, whatever comes next for them.
    """
    if row.listing is None:
        return NO_DAY
    if by_step(ask):
        return min([step.due or NO_DAY for step in steps_asked(row.listing, ask)], default=NO_DAY)
    return row.listing.last_covered_day or NO_DAY


def cursor_of(row: StateRow, ask: BoardFilter) -> bytes:
    """Give the `BoardFilter.after` that continues behind a row, even when that person leaves the board meanwhile."""
    return (day_asked(row, ask).toordinal() + is_over(row, ask) * _OVER).to_bytes(_DAY_BYTES, "big") + row.subject


def place_after(after: bytes | None) -> Place | None:
    """Read what `cursor_of` wrote.  Raises `Rejected`: it comes back from a reader's URL."""
    if after is None:
        return None
    wrong = Rejected("after", "unknown_cursor", "this is not a place that a page of the board gave")
    if len(after) != _DAY_BYTES + _SUBJECT_BYTES:
        raise wrong
    number = int.from_bytes(after[:_DAY_BYTES], "big")
    try:
        over = number >= _OVER
        return Place(date.fromordinal(number - over * _OVER), after[_DAY_BYTES:], over)
    except (ValueError, OverflowError):
        raise wrong from None


def in_order(rows: Iterable[StateRow], ask: BoardFilter) -> list[StateRow]:
    """Give rows in the order of the board that was asked for, those behind its cursor alone.

    Whose weeks end first comes first, people without a day next, and those whose weeks are over last.  Of these, and
    of the past, the newest comes first.  Where steps are asked for, what is due first comes first.
    """
    after = place_after(ask.after)
    ordered = sorted(rows, key=lambda row: rank_of(row, ask))
    if after is None:
        return ordered
    limit = _rank(after, backwards=_is_backwards(ask, over=after.over))
    return [row for row in ordered if rank_of(row, ask) > limit]


Rank = tuple[bool, int, tuple[int, ...]]


def rank_of(row: StateRow, ask: BoardFilter) -> Rank:
    """Give what sorts rows into the order of the board that was asked for."""
    over = is_over(row, ask)
    return _rank(Place(day_asked(row, ask), row.subject, over), backwards=_is_backwards(ask, over=over))


def is_over(row: StateRow, ask: BoardFilter) -> bool:
    """Say whether a row stands among those whose weeks are over; where steps are asked for none does."""
    return row.listing is not None and row.listing.status == UNFINISHED and not by_step(ask)


def _is_backwards(ask: BoardFilter, *, over: bool) -> bool:
    return over or (ask.status in PAST and not by_step(ask))


def _rank(place: Place, *, backwards: bool) -> Rank:
    """Give what sorts a place: those whose weeks are over last; backwards the newest day first, and no day last."""
    if not backwards:
        return place.over, place.day.toordinal(), tuple(place.subject)
    day = 1 if place.day == NO_DAY else -place.day.toordinal()
    return place.over, day, tuple([-byte for byte in place.subject])


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
    Where steps are asked for whoever has one of them comes, the dead too: what others owe them, and their appeals, go
    on.  Never on it is somebody who was merged away.
    """
    if not is_counted(row, ask) or row.listing is None:
        return False
    if by_step(ask) and not any(steps_asked(row.listing, ask)):
        return False
    return status_on(row.listing, ask.on) in statuses_asked(ask)


def statuses_asked(ask: BoardFilter) -> Sequence[str]:
    """Give the statuses on the day that a board shows; there is no step of whose weeks have ended."""
    shown: Sequence[str] = (*PRESENT, UNFINISHED)
    if by_step(ask) and not is_waiting(ask):
        shown = (*shown, DIED)
    if ask.status is None:
        return shown
    return (ask.status,) if ask.status in shown or not by_step(ask) else ()


def steps_of(rows: Iterable[StateRow], ask: BoardFilter) -> StepCounts:
    """Count what waits of the people on the board that was asked for, whichever step or holder that names."""
    wide = replace(ask, step=None, holder=None, order="due")
    return counted([row.listing for row in rows if row.listing is not None and is_listed(row, wide)])


def is_waiting(ask: BoardFilter) -> bool:
    """Say whether people are asked for who are ready to leave and have not left."""
    return ask.ready or ask.reason is not None


def codes_of(reason: str) -> Sequence[str]:
    """Give the national codes that a reason asks for: those of a published group, else the reason itself."""
    return [one.code for one in BY_CODE.values() if one.group == reason] or [reason]


def is_counted(row: StateRow, ask: BoardFilter) -> bool:
    """Say whether a row is one of the people that the filter is about, whatever their status."""
    listing = row.listing
    if listing is None or row.now is not None or row.processor != ask.processor:
        return False
    trust = listing.waits_at if is_waiting(ask) else listing.trust
    asked = ((ask.ics, listing.ics), (ask.council, listing.council), (ask.trust, trust))
    here = all(wanted is None or wanted == found for wanted, found in asked)
    return here and (ask.provider is None or ask.provider in listing.providers) and _waits(listing, ask)


def _waits(listing: Listing, ask: BoardFilter) -> bool:
    if not is_waiting(ask):
        return True
    return listing.waits_for is not None and (ask.reason is None or listing.waits_for in codes_of(ask.reason))
