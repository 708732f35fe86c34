"""What changed since a reader last opened a page: by what is held of a person, and never by a clock.

A board row has one mark over what a coordinator acts on: it is the same however many days pass and visits take place
as planned.  A person's page has one for each event, so that one that comes late is new wherever it stands.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from hub.api.access import Caller
from hub.ports.looks import Looks
from hub.ports.reading import BoardRow, Json
from hub.ports.store import SubjectRef

BOARD, PERSON = "board", "person"
CHANGED, NEW = "Changed since you looked", "New since you looked"
_MARK: Final = 8
_EVENT: Final = 6
_MOST: Final = 2000
"""Of more events than these only the newest are compared."""


class Looking(NamedTuple):
    """The book of what readers have seen, and the key under which a reader is known there."""

    book: Looks
    key: bytes

    def reader(self, caller: Caller) -> bytes:
        """Know somebody again without keeping who they are."""
        said = f"{caller.organisation}\0{caller.role.value}\0{caller.user}".encode()
        return hmac.new(self.key, said, hashlib.sha256).digest()[:16]


class LastLook(NamedTuple):
    """A reader's last look; one that `opens` the page on a day notes what is shown now.

    Without a book nobody is told of anything.
    """

    looking: Looking | None
    caller: Caller
    on: date
    opens: bool

    async def since(self, rows: Sequence[BoardRow]) -> dict[SubjectRef, str]:
        """Say of each row that changed, or is new, since the reader last opened the board.

        Whoever opens the board for the first time is told of nothing.
        """
        shown = {row.subject: mark_of(row) for row in rows}
        before = await self._before(BOARD, shown)
        if not before:
            return {}
        return {who: CHANGED if who in before else NEW for who, mark in shown.items() if before.get(who) != mark}

    async def unseen(self, subject: SubjectRef, timeline: Sequence[Json]) -> frozenset[str]:
        """Give the ids of events that the reader was not shown when they last opened the page; none at first."""
        compared = [str(line["id"]) for line in timeline[:_MOST] if line.get("id")]
        before = (await self._before(PERSON, {subject: b"".join(map(_short, compared))})).get(subject)
        if before is None:
            return frozenset()
        seen = {before[at : at + _EVENT] for at in range(0, len(before), _EVENT)}
        return frozenset(one for one in compared if _short(one) not in seen)

    async def _before(self, page: str, shown: Mapping[SubjectRef, bytes]) -> Mapping[SubjectRef, bytes]:
        if self.looking is None or not shown:
            return {}
        reader = self.looking.reader(self.caller)
        if self.opens:
            return await self.looking.book.opened(reader, page, shown, self.on)
        return await self.looking.book.before(reader, page, list(shown))


def mark_of(row: BoardRow) -> bytes:
    """Give the mark of a row: a digest over what a coordinator acts on."""
    return hashlib.sha256(repr(list(_acted_on(row))).encode()).digest()[:_MARK]


def _acted_on(row: BoardRow) -> Iterator[Any]:
    joint, step = row.joint, row.next_step or {}
    yield joint.get("status"), step.get("what"), step.get("holder"), step.get("organisation")
    for spell in joint.get("spells") or ():
        yield [spell.get(name) for name in _SPELL]
        yield [
            (one["code"], one["said_by"], one["to"] is None) for one in (spell.get("delay") or {}).get("reasons", ())
        ]
    for episode in joint.get("episodes") or ():
        yield [episode.get(name) for name in _EPISODE]
        yield [[alert.get(name) for name in _ALERT] for alert in episode.get("alerts") or ()]
        for line in episode.get("lines") or ():
            yield [line.get(name) for name in _LINE], (line.get("visits") or {}).get("missed")
    for name, held in _LISTED.items():
        yield [[one.get(part) for part in held] for one in joint.get(name) or ()]


_SPELL: Final = (
    "spell_id", "trust", "status", "location", "expected_discharge_on", "ready_at", "on_leave_since", "discharged_at",
)  # fmt: skip
_EPISODE: Final = (
    "discharged_on", "ended_on", "ended_because", "pathway", "council", "council_to_be_confirmed", "coordinator",
    "outcome",
)  # fmt: skip
_ALERT: Final = ("kind", "opened_at", "closed_at", "provider")
_LINE: Final = ("line_id", "provider", "origin", "started_on", "ended_on", "hours_per_week")
_LISTED: Final[Mapping[str, Sequence[str]]] = {
    "assessments": ("assessment_id", "state"),
    "chc": ("case_id", "state", "disputed"),
    "charges": ("charge_id", "reversed_on"),
    "safeguarding": ("concern_id", "closed_at"),
    "team": ("member_id", "organisation", "to"),
    "open_steps": ("what", "holder", "organisation", "about"),
}


def _short(event: str) -> bytes:
    return hashlib.sha256(event.encode()).digest()[:_EVENT]
