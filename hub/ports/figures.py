"""Figures of the dashboards: how they are written with their position, and how they are asked for.

The contract suite proves, over every adapter: a batch is visible whole or not at all, whichever step a kill comes
after; a position already included is refused and changes nothing, and so is a batch that begins behind a position
which the store does not have; an earlier writer of a partition is refused;
`known_on` answers as it was known on that day; stocks come as running sums; cleared and written again, all is equal;
what replaces another is seen whole or not at all.
`docs/design/dashboards.md` tells the whole.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple, Protocol

import msgspec

from hub.ports.log import Partition
from hub.ports.store import Claim, Move, Parked, SubjectRef, lane_of_moves


class Cell(NamedTuple):
    """One addend of a figure; a place is "" where it is not known.  Days are Europe/London days.

    Of a stock `day` is the day from which `amount` more are counted, of a flow the day on which they are.
    `told_on` is the day on which the hub told it.
    """

    measure: str
    ics: str
    council: str
    trust: str
    provider: str
    category: str
    day: date
    told_on: date
    amount: int


class FiguresBatch(NamedTuple):
    """Everything that one transaction writes: of one lane, each partition once.

    `kept` is what the fold keeps of people, by which their cells can be taken away again; it takes the place of what
    was kept of them before.
    """

    group: str
    moves: Sequence[Move]
    kept: Mapping[SubjectRef, bytes]
    cells: Sequence[Cell]
    parked: Sequence[Parked] = ()

    @property
    def lane(self) -> int:
        """The lane whose partitions move; raises `Defect` when there is none, or more than one."""
        return lane_of_moves(self.moves)


class FiguresDigest(NamedTuple):
    """Everything that a group holds at one moment, as numbers that are equal when it is."""

    positions: Mapping[Partition, int]
    measures: Mapping[str, tuple[int, int]]
    """How many cells each measure has, and a number over all of them."""
    people: tuple[int, int]
    """Of how many people something is kept, and a number over all of it."""

    def differing(self, other: "FiguresDigest") -> list[str]:
        """Name what differs: measures, and `kept`."""
        names = sorted(self.measures.keys() | other.measures.keys())
        found = [name for name in names if self.measures.get(name) != other.measures.get(name)]
        return found if self.people == other.people else [*found, "kept"]


class FiguresStore(Protocol):
    """What folding figures reads and writes.  Every method raises `Unavailable` when the store does not answer."""

    async def claim(self, partition: Partition, group: str) -> Claim:
        """Take the partition for this writer: earlier writers are refused from now on."""
        ...

    async def position(self, partition: Partition, group: str) -> int:
        """Give the last position included, or `BEGINNING`."""
        ...

    async def positions(self, group: str) -> Mapping[Partition, int]:
        """Give every position of a group in one question."""
        ...

    async def kept(self, group: str, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, bytes]:
        """Give what is kept of people; absent people are absent."""
        ...

    async def put(self, batch: FiguresBatch) -> None:
        """Keep people, add cells, park what could not be read and move positions, in one transaction.

        Raises `PositionRefused` when of any move the claim is not the newest, `upto` is already included, or the store
        stands at another position than the claim.
        """
        ...

    async def clear(self, group: str) -> None:
        """Throw away all that a group holds, at once for readers; writers are refused until they claim again."""
        ...

    async def replace(self, group: str, by: str) -> None:
        """Put all that another group holds, its positions too, in the place of what this one holds, at once.

        The other is empty afterwards.  Writers of both are refused until they claim again.
        """
        ...

    async def digest(self, group: str) -> FiguresDigest:
        """Give everything of a group, as it is at one moment, as numbers to compare; cells of 0 do not count."""
        ...


class Figure(NamedTuple):
    """One number of an answer: how many people, or days, of a place and a category.

    A flow is of `day`; a stock is how many there are at the end of `day`, and stays so until the next day that the
    answer has of the same place and category.
    """

    day: date
    place: str
    category: str
    amount: int


class FiguresAsk(msgspec.Struct, frozen=True):
    """A question for figures, of both days and every day between.

    At most one of `ics`, `council`, `trust` and `provider` is given; "" asks for where it is not known, but for a
    provider, who is always known.  `by` is what `place` of the answer names, "none" leaves it "".  Where a provider is
    given or named, somebody with support of two is counted under both; everywhere else everybody is counted once.
    `known_on` asks as it was known at the end of a day; none asks as it is known now.
    """

    measure: str
    first: date
    last: date
    known_on: date | None = None
    ics: str | None = None
    council: str | None = None
    trust: str | None = None
    provider: str | None = None
    by: Literal["none", "ics", "council", "trust", "provider"] = "none"


class FiguresReader(Protocol):
    """The reading side.  Every method raises `Unavailable` when the store does not answer."""

    async def figures(self, ask: FiguresAsk) -> Sequence[Figure]:
        """Give figures in the order of day, place and category; numbers of 0 of a flow are absent.

        A stock has a figure on `first`, unless it is 0, and on each later day on which it changes.  Days ahead are told
        as they will be if nothing happens.  Raises `Rejected` for a measure that is not known, for `last` before
        `first`, and for more than one place.
        """
        ...

    async def told_until(self) -> date | None:
        """Give the newest day on which something was told that the figures include; none without any."""
        ...


class Figures(FiguresStore, FiguresReader, Protocol):
    """Both sides of one store."""
