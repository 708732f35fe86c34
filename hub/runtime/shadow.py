"""The shadow: a second fold of a group beside the live one.

It lies in the same tables under other names: the group `care` has the shadow `care~shadow`, the rows of `joint` those
of `joint~shadow`.  Every question of the hub names its group and processors, so no reader ever meets a shadow row.

A lane's shadow is *next* while it is folded and compared.  A switch exchanges the two; then the shadow is *previous*,
which is the way back.  It is complete in both roles, so switching back is the same exchange once more.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final

import msgspec

from hub.ports.log import Partition
from hub.ports.store import LaneStore, StateRow
from hub.runtime.apply import Group
from hub.runtime.folding import AnyProcessor
from hub.runtime.ticks import lane_subject

SUFFIX: Final = "~shadow"
NOTE: Final = "rebuild" + SUFFIX
"""Pseudo-processor under which a lane keeps the note about its shadow."""
EXCHANGES: Final = "exchanges"
"""Pseudo-topic: its position counts a lane's exchanges, so that none is written twice."""


def shadow_name(name: str) -> str:
    """Give the name under which the shadow of a group or processor is kept."""
    return name + SUFFIX


def live_name(name: str) -> str:
    """Give the name whose shadow this is."""
    return name.removesuffix(SUFFIX)


def shadow_group(group: Group, only: str | None = None) -> Group:
    """Give the group that folds the shadow: all processors, or one beside the first, which keeps the standing."""
    first = group.processors[0]
    kept = tuple(p for p in group.processors if only is None or p.name == only or p is first)
    return Group(shadow_name(group.name), kept, group.topics, group.name)


def renamed(row: StateRow, processor: str) -> StateRow:
    """Give a row under another processor's name."""
    return StateRow(processor, row.subject, row.value, row.due_on, row.card_key, row.now, row.listing, row.days)


def as_live(rows: Iterable[StateRow]) -> list[StateRow]:
    """Give rows of the shadow under the names of the live ones."""
    return [renamed(row, live_name(row.processor)) for row in rows]


class Role(StrEnum):
    """What a lane's shadow is."""

    NEXT = "next"
    """Folded beside the live state, to take its place."""
    PREVIOUS = "previous"
    """What was live before the last switch."""
    GOING = "going"
    """Being removed."""


class Place(msgspec.Struct, frozen=True, order=True):
    """Where a record is in the log."""

    topic: str
    lane: int
    position: int


_NAMED_AT_MOST: Final = 20


class Places(msgspec.Struct, frozen=True):
    """How many records, and where the first of them are."""

    count: int = 0
    first: tuple[Place, ...] = ()

    def plus(self, more: Sequence[Place]) -> "Places":
        """Count more records."""
        return Places(self.count + len(more), (*self.first, *more)[:_NAMED_AT_MOST]) if more else self


class Note(msgspec.Struct, frozen=True):
    """What a lane keeps about its shadow, written with each of its batches."""

    mark: str
    """Which rules and reference data fold it: another hub does not go on with it."""
    processors: tuple[str, ...]
    """The processors that are compared and exchanged, each with its version (`joint 1`)."""
    role: Role = Role.NEXT
    people: int = 0
    """People folded so far."""
    unread: Places = Places()
    """Records that could not be read."""
    apart: Places = Places()
    """Records that are read now and are in nobody's history, so that they were left out."""
    moved: bytes = b""
    """During a switch: people up to this reference have been exchanged."""


_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(Note).decode


def note_row(lane: int, note: Note) -> StateRow:
    """Make the row that keeps a lane's note."""
    return StateRow(NOTE, lane_subject(lane), _encode(note))


async def stored_note(store: LaneStore, lane: int) -> Note | None:
    """Give a lane's note; none when it has no shadow."""
    subject = lane_subject(lane)
    row = (await store.load(lane, [NOTE], [subject])).get((NOTE, subject))
    return None if row is None else _decode(row.value)


def versions(processors: Iterable[AnyProcessor]) -> tuple[str, ...]:
    """Name processors with their versions."""
    return tuple(f"{processor.name} {processor.version}" for processor in processors)


def live_is_newer(note: Note | None, processors: Iterable[AnyProcessor]) -> bool:
    """Whether newer versions than these fold what is live now, or part of it: after a switch, and while one is made."""
    if note is None or not (note.role is Role.PREVIOUS or note.moved):
        return False
    ours = {processor.name: processor.version for processor in processors}
    theirs = dict(each.split() for each in note.processors)
    return any(int(version) > ours.get(name, int(version)) for name, version in theirs.items())


def of_lane(positions: Mapping[Partition, int], lane: int) -> dict[Partition, int]:
    """Give the positions of one lane, without the count of exchanges."""
    return {at: upto for at, upto in positions.items() if at.number == lane and at.topic != EXCHANGES}
