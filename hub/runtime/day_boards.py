"""The board of another day than today: who was on it, with which status, council and step, by all that is known now.

The store gives who comes into question (`hub.ports.board_of_day`); the history of each is folded up to the day, as for
their own page (`hub.runtime.stories`), and the row of that day decides.  So a correction, a death or a move that was
told later counts on its own days.  Of a day to come it is what today's board comes to if nothing more is told.

A page looks at no more than `LOOKED_AT` people, in the order of their references, and has those of them who are on the
board in the board's order.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from hub.codec.events import EventCodec
from hub.domain.replacing import standing
from hub.domain.whereabouts import hides
from hub.ports.board import is_listed, rank_of
from hub.ports.board_filter import BoardFilter
from hub.ports.board_of_day import cursor_behind, since_of, subject_after
from hub.ports.listing import Listing
from hub.ports.missing import Missing
from hub.ports.reading import BoardRow
from hub.ports.store import HistoryRow, StateRow, Store
from hub.processors.joint import JointProcessor
from hub.runtime.asked_steps import asked_step
from hub.runtime.folding import folded
from hub.runtime.stories import forgotten_by, happened_by, steps_of

LOOKED_AT: Final = 200
"""How many people one page looks at: with a council, or a system, nearly all of them are on it."""
_AT_ONCE: Final = 20
"""Whose histories are read in one question."""


class OnTheDay(NamedTuple):
    """Somebody on the board of a day: the row as it was on it, and what a reader sees."""

    row: StateRow
    view: Mapping[str, Any]

    def shown(self, card: Mapping[str, Any] | None, ask: BoardFilter) -> BoardRow:
        """Give the row for a reader."""
        return board_row(self.row, card, self.view, ask)


def board_row(row: StateRow, card: Mapping[str, Any] | None, view: Mapping[str, Any], ask: BoardFilter) -> BoardRow:
    """Give a row for a reader, with the codes that it is listed under: in a bed no six weeks say any yet."""
    asked, under = asked_step(view, ask), row.listing or Listing("")
    return BoardRow(
        row.subject, card, view, view.get("next_step"), asked_step=asked, council=under.council, ics=under.ics
    )


class DayBoard:
    """Puts boards of other days together."""

    def __init__(self, store: Store, codec: EventCodec, joint: JointProcessor) -> None:
        self._store, self._codec, self._joint = store, codec, joint

    async def page(
        self, ask: BoardFilter, today: date, missing: Missing | None = None
    ) -> tuple[Sequence[OnTheDay], bytes | None]:
        """Give a page and where the next one begins; raises `Rejected` when `after` is no cursor of such a board."""
        narrowed = replace(ask, after=subject_after(ask.after), limit=LOOKED_AT)
        rows = await self._store.candidates(narrowed, since_of(ask, today), missing)
        found, looked = list[OnTheDay](), 0
        async for row, told in self._histories(rows):
            looked += 1
            one = self._on_the_day(row, told, ask, today)
            if one is not None:
                found.append(one)
            if len(found) == ask.limit:
                break
        goes_on = looked < len(rows) or len(rows) == LOOKED_AT
        more = cursor_behind(rows[looked - 1].subject) if goes_on else None
        return sorted(found, key=lambda each: rank_of(each.row, ask)), more

    async def _histories(self, rows: Sequence[StateRow]) -> AsyncIterator[tuple[StateRow, Sequence[HistoryRow]]]:
        for first in range(0, len(rows), _AT_ONCE):
            part = rows[first : first + _AT_ONCE]
            found = await self._store.histories_of([row.subject for row in part])
            for row in part:
                yield row, found.get(row.subject, ())
                await asyncio.sleep(0)  # for what else waits for this thread

    def _on_the_day(
        self, row: StateRow, history: Sequence[HistoryRow], ask: BoardFilter, today: date
    ) -> OnTheDay | None:
        """Give somebody as on the day, or none who was not on the board; nor is who was forgotten or merged away."""
        told = [self._codec.decode_clear(each.value) for each in history]
        if forgotten_by(told, row.subject):
            return None
        order = steps_of(row.subject, told)
        happened = happened_by(order, ask.on, today)
        then = folded(self._joint, order[:happened])
        whole = folded(self._joint, order[happened:], then)
        state = self._joint.as_of(whole, then, ask.on)
        joint = self._joint.withholding() if hides(standing(told)) else self._joint
        row = replace(row, listing=joint.listing(state, ask.on))
        return OnTheDay(row, dict(joint.view(state, ask.on))) if is_listed(row, ask) else None
