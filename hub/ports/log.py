"""The log: an append-only sequence per partition, and nothing else.

The contract suite proves, over every adapter: order per key; an acknowledged append survives a kill; resume
from any position; two readers see the same; back-pressure; a lost assignment ends its reader.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from hub.ports.groups import GROUPS

FOR_GROUP = "hub_for_group"
"""Last header of a record that was appended again for one group of consumers; every other group passes it over."""
PASSED_ON = "hub_passed_on"
"""Header of an event that lies under the key of another record of its person, because that record has to know it."""
CUT: Final = "it was cut or made anew"
"""How a defect ends that says that a topic does not hold what follows our position: what to do is another matter."""
_KNOWN: Final = frozenset(group.encode() for group in GROUPS)
BEGINNING = -1
"""The position before the first record: `read(partition, BEGINNING)` gives everything."""


class Partition(NamedTuple):
    """One ordered sequence: a topic and its number.

    All topics of people have the same number of partitions, and one person has the same number in each, so that
    the number alone (the *lane*) says who may write that person's state.
    """

    topic: str
    number: int


class Draft(NamedTuple):
    """A record that is not in the log yet.  Without a number the key decides the partition (`lane_of`)."""

    topic: str
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...] = ()
    number: int | None = None


class Record(NamedTuple):
    """A record as the log gives it back; `position` only grows inside a partition, gaps are allowed."""

    partition: Partition
    position: int
    key: bytes
    value: bytes
    appended_at: int
    """Milliseconds since the epoch, as the log wrote it."""
    headers: tuple[tuple[str, bytes], ...] = ()


def is_for(record: Record, group: str) -> bool:
    """Say whether a record is meant for a group: every record is, but one that was taken again for another group."""
    headers = record.headers
    return not headers or headers[-1][0] != FOR_GROUP or headers[-1][1] == group.encode()


def is_for_nobody(record: Record) -> bool:
    """Say whether a record that is for one group names one that the hub does not have."""
    name, value = record.headers[-1]
    return name == FOR_GROUP and value not in _KNOWN


class Appended(NamedTuple):
    """Where a draft went."""

    partition: Partition
    position: int


class Assignment(NamedTuple):
    """Lanes gained and lost by this worker; the first one names all that it starts with."""

    gained: frozenset[int]
    lost: frozenset[int]


class Log(Protocol):
    """Append and read.  Every method raises `Unavailable` when the log does not answer."""

    lanes: int
    """Partitions of each topic of people."""

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Appended]:
        """Write all drafts and return when they are durable; order per key is kept."""
        ...

    def read(self, partition: Partition, after: int, *, limit: int = 5000) -> AsyncIterator[Sequence[Record]]:
        """Whole batches of at most `limit` records after a position, for ever; waits when there is no more.

        The iterator ends when the partition is taken away or the log is closed.  The next batch is fetched only
        when the caller asks for it, so a slow reader slows nothing but itself.
        """
        ...

    def assignments(self, group: str) -> AsyncIterator[Assignment]:
        """Lanes of this worker in the group, as they change."""
        ...

    async def end(self, partition: Partition) -> int:
        """Position of the newest record, or `BEGINNING`: for lag and for "caught up"."""
        ...

    async def newest(self, partition: Partition) -> int:
        """Position of the newest record that a reader is given, or `BEGINNING`.

        As `end`, and dearer, where others write too: what ends their transactions takes a position and is no record.
        """
        ...

    async def tell(self, group: str, positions: Mapping[Partition, int]) -> None:
        """Tell how far a group is in the lanes of this worker, for tools that ask the log; nothing relies on it."""
        ...

    async def close(self) -> None:
        """End every reader and release what is held."""
        ...
