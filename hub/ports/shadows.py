"""A second fold of the same people beside the live one: what comparing and exchanging the two asks of a store.

The rows of both lie in the same tables, under processors and groups of different names; `hub.runtime.shadow` says
which.  The contract suite proves, over every adapter: a snapshot's rows and positions are of one moment; what is
written while claims hold is written whole, and refused whole when one of them moved or was taken; nothing of another
group or processor is ever removed.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from hub.ports.log import Partition
from hub.ports.store import Batch, Claim, HistoryRow, StateRow, SubjectRef


class Snapshot(NamedTuple):
    """State rows and the positions of a group, as they were at one moment."""

    rows: Sequence[StateRow]
    """By person; all rows of a person that were asked for, or none."""
    positions: Mapping[Partition, int]


class Held(NamedTuple):
    """Partitions of a group that must stand exactly where these claims stand, and be nobody else's."""

    group: str
    claims: Mapping[Partition, Claim]


class Shadows(Protocol):
    """Every method raises `Unavailable` when the store does not answer."""

    async def page(self, group: str, processors: Collection[str], after: SubjectRef, limit: int) -> Snapshot:
        """Give the rows of the next people behind `after`, in the order of their references.

        At most `limit` rows, which is more than one person has; none when there are no more people.
        """
        ...

    async def of(self, group: str, processors: Collection[str], subjects: Collection[SubjectRef]) -> Snapshot:
        """Give the rows of these people."""
        ...

    async def unknown(self, events: Sequence[HistoryRow]) -> Collection[bytes]:
        """Give the ids of events that their person's history does not hold."""
        ...

    async def put_while(self, held: Held, batch: Batch) -> None:
        """Write a batch as `Store.put` does, in one transaction that also holds the claims still.

        Raises `PositionRefused` when one of them is not the newest, or its partition moved; then nothing was written.
        """
        ...

    async def remove(self, group: str, processors: Collection[str]) -> int:
        """Remove every row of these processors, then the positions of the group; give how many rows went.

        May be repeated after a crash: positions go last.
        """
        ...


def whole_people(rows: Sequence[StateRow], limit: int) -> Sequence[StateRow]:
    """Leave out the last person of a page that was cut at its limit: some of their rows may be on the next one."""
    if len(rows) < limit:
        return rows
    last = rows[-1].subject
    return [row for row in rows if row.subject != last]
