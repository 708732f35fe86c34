"""What an update says of the end of a stay, kept for the ends that it sorts before.

A clerk corrects a discharge by an update (A08) that may claim to have happened before it: then it comes first in
canonical order, and the end that it speaks of is not there yet.  What was written later counts, whatever time it
claims.
"""

import msgspec

from hub.events.discharge import SpellDetailsCorrected
from hub.events.envelope import Event
from hub.events.values import Code, Erased, Moment


class Correction(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The facts of a discharge in one update, and when it was written (milliseconds)."""

    by: int
    written: int
    discharged_at: Moment | Erased | None = None
    method: Code | Erased | None = None
    destination: Code | Erased | None = None
    pathway: str | None = None

    @property
    def facts(self) -> tuple[Moment | Code | Erased | str | None, ...]:
        """What it says: none says nothing."""
        return self.discharged_at, self.method, self.destination, self.pathway


def stated(event: Event, by: int, body: SpellDetailsCorrected) -> Correction | None:
    """Return what an update says of the end of its stay; none when it says nothing of it."""
    said = Correction(by, event.recorded_at, body.discharged_at, body.method, body.destination, body.pathway)
    return said if any(fact is not None for fact in said.facts) else None


def with_newer(known: tuple[Correction, ...], newer: Correction) -> tuple[Correction, ...]:
    """Return the corrections with one that comes after them, without those that can never count beside it."""
    return (*(one for one in known if not _is_covered(one, newer)), newer)


def _is_covered(one: Correction, newer: Correction) -> bool:
    """Say whether the newer one counts wherever this one does, and says all that it says."""
    return one.written <= newer.written and all(
        old is None or (new is not None and isinstance(old, Erased) == isinstance(new, Erased))
        for old, new in zip(one.facts, newer.facts, strict=True)
    )
