"""State rows: how a folded person is packed for the store and read back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from hub.domain.days import day_of
from hub.domain.ordering import occurred_at
from hub.errors import NewerVersion, OtherVersion
from hub.ports.listing import BoardDays
from hub.ports.processor import NOTHING, Outline
from hub.ports.store import StateRow, SubjectRef
from hub.runtime.folding import AnyProcessor, Person, Standing
from hub.runtime.publishing import Published


class Packed(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The bytes of a state row: the processor's version, its state, what was published, and the standing.

    The standing is there in the group's first processor only.
    """

    version: int
    state: bytes
    published: Published = ()
    standing: Standing | None = None


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Packed)


def pack(packed: Packed) -> bytes:
    """Write the bytes of a state row."""
    return _encoder.encode(packed)


def unpack(value: bytes) -> Packed:
    """Read the bytes of a state row."""
    return _decoder.decode(value)


def state_in(processor: AnyProcessor, packed: Packed, subject: SubjectRef = b"") -> Any:
    """Read the state of a row, which is of this person.

    Raises `OtherVersion` when another version of the processor wrote it, `NewerVersion` when that is a newer one:
    states are packed by place, so that what one version kept is something else to another.
    """
    if packed.version != processor.version:
        kind = NewerVersion if packed.version > processor.version else OtherVersion
        raise kind(
            f"{processor.name}: kept by version {packed.version} and this hub folds with version {processor.version}; "
            "`hub rebuild` folds the log again",
            processor.name,
            subject,
        )
    return processor.decode(packed.state)


Rows = Mapping[tuple[str, SubjectRef], StateRow]
"""State rows by processor and person, as a store gives them; absent ones are absent."""


def person_of(
    subject: SubjectRef, rows: Rows, processors: Sequence[AnyProcessor]
) -> tuple[Person, dict[str, Published]]:
    """Give a person as the store has them, and what each processor has published."""
    states: dict[str, Any] = {}
    told: dict[str, Published] = {}
    standing, survivor = Standing(), subject
    for processor in processors:
        row = rows.get((processor.name, subject))
        if row is None:
            states[processor.name] = processor.initial()
            continue
        packed = unpack(row.value)
        states[processor.name] = state_in(processor, packed, subject)
        told[processor.name] = packed.published
        standing = packed.standing or standing
        survivor = row.now or survivor
    return Person(standing, states, survivor), told


def row_of(processor: AnyProcessor, subject: SubjectRef, person: Person, outline: Outline, packed: Packed) -> StateRow:
    """Make the row of one processor and person: its bytes, with what the board and the ticks ask for."""
    merged = person.survivor != subject
    return StateRow(
        processor.name,
        subject,
        pack(packed),
        outline.wakes_on,
        person.standing.card_key,
        person.survivor if merged else None,
        None if merged else outline.listing,
        None if merged or outline.days is None else _widened(outline.days, person.standing),
    )


def _widened(days: BoardDays, standing: Standing) -> BoardDays:
    """Return the days on which somebody may be on the board, with those of everything that happened.

    What was corrected since was stated from its first event on, and up to the last one no day is as the state of now.
    """
    first = date.min if standing.first_at is None else day_of(standing.first_at)
    last = day_of(occurred_at(standing.last_key)) if standing.last_key else date.min
    if first >= days.first and last <= days.last:
        return days
    return BoardDays(min(first, days.first), max(last, days.last), days.codes)


def says_nothing(processor: AnyProcessor, person: Person, outline: Outline) -> bool:
    """Whether a processor knows no more of a person than of anybody: such a row need not be written first."""
    state = person.states[processor.name]
    return outline == NOTHING and bool(state == processor.initial())
