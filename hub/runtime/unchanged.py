"""What the store keeps of a person and need not be worked out again: nothing came that others are told of."""

from datetime import date
from typing import Any

import msgspec

from hub.ports.store import StateRow
from hub.runtime.folding import AnyProcessor, Person
from hub.runtime.rows import Packed, pack


def stands(processor: AnyProcessor, stored: StateRow | None, before: Any, after: Any, today: date) -> bool:
    """Say whether the outline of the state before, which is in `stored`, is that of the state after too.

    It stands until the day on which it wakes; of somebody of whom nothing was known and nothing is, nothing is told.
    """
    if stored is None:
        return after is before
    return (stored.due_on is None or today < stored.due_on) and processor.tells_the_same(before, after)


def is_written(stored: StateRow | None, person: Person, *, same: bool) -> bool:
    """Say whether a row that carries no standing holds already what it would hold, or is not to be written at all."""
    return same and (stored is None or stored.card_key == person.standing.card_key)


def row_again(stored: StateRow, person: Person, packed: Packed) -> StateRow:
    """Make the row of a state whose outline stands."""
    return msgspec.structs.replace(stored, value=pack(packed), card_key=person.standing.card_key)
