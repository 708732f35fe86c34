"""The board of another day than today: who may have been on it, and where the next page of them begins.

A store keeps rows of today alone.  Of everybody it knows between which days they may have been on the board and under
which codes (`BoardDays`), and so finds who comes into question for a day; the fold of each decides.  People come in the
order of their references: it never changes, so whoever moves, leaves or dies between two pages is on one of them.
"""

from datetime import date
from typing import Final

from hub.errors import Rejected
from hub.ports.board import PAST
from hub.ports.board_filter import BoardFilter
from hub.ports.store import StateRow, SubjectRef

_MARK: Final = bytes(4)
"""Begins the cursors of these boards; on the board of today a day's number stands there, and none is nought."""
_SUBJECT_BYTES: Final = 16


def codes_asked(ask: BoardFilter) -> list[str]:
    """Give the codes that a filter names."""
    return [code for code in (ask.ics, ask.council, ask.provider, ask.trust) if code is not None]


def since_of(ask: BoardFilter, today: date) -> date:
    """Give the day until which people must have been on the board for one that is asked for.

    Whose weeks were over, or who was dead, may have left it on any day before.  What will be on a day to come follows
    from who is on it today.
    """
    return date.min if ask.status in PAST else min(ask.on, today)


def may_be_listed(row: StateRow, ask: BoardFilter, since: date) -> bool:
    """Say whether somebody comes into question for the board that is asked for."""
    days = row.days
    if days is None or row.processor != ask.processor or days.first > ask.on or days.last < since:
        return False
    return set(codes_asked(ask)) <= set(days.codes) and row.subject > (ask.after or b"")


def cursor_behind(subject: SubjectRef) -> bytes:
    """Give the cursor that continues behind somebody."""
    return _MARK + subject


def subject_after(cursor: bytes | None) -> SubjectRef | None:
    """Read what `cursor_behind` wrote.  Raises `Rejected`: it comes back from a reader's URL."""
    if cursor is None:
        return None
    if len(cursor) != len(_MARK) + _SUBJECT_BYTES or not cursor.startswith(_MARK):
        raise Rejected("after", "unknown_cursor", "this is not a place that a page of a board of another day gave")
    return cursor[len(_MARK) :]
