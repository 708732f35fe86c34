"""Figures in memory: real code for tests and for folding them again, held to the same contract suite."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from hub.adapters.memory_quarantine import MemoryQuarantine
from hub.errors import PositionRefused
from hub.ports.figures import Cell, Figure, FiguresAsk, FiguresBatch, FiguresDigest
from hub.ports.figures_answers import PLACES, answer, checked, first_day, of_providers
from hub.ports.log import BEGINNING, Partition
from hub.ports.store import Claim, SubjectRef


class _Held:
    """What one group holds: sums by cell (its amount left out), and what is kept of people."""

    def __init__(self) -> None:
        self.cells: Counter[tuple[str | date, ...]] = Counter()
        self.kept: dict[SubjectRef, bytes] = {}
        self.told_until: date | None = None


class MemoryFigures:
    """Figures in dictionaries.  Nothing waits inside a method, so each one happens whole or not at all.

    `group` is whose figures are read.  Parked rows go to `quarantine`.
    """

    def __init__(self, group: str, quarantine: MemoryQuarantine | None = None) -> None:
        self.quarantine = MemoryQuarantine() if quarantine is None else quarantine
        self._group = group
        self._claims: dict[tuple[str, Partition], Claim] = {}
        self._held: dict[str, _Held] = defaultdict(_Held)

    async def claim(self, partition: Partition, group: str) -> Claim:
        """Take the partition for this writer: earlier writers are refused from now on."""
        held = self._claims.get((group, partition), Claim(BEGINNING, 0))
        claim = self._claims[group, partition] = Claim(held.position, held.epoch + 1)
        return claim

    async def position(self, partition: Partition, group: str) -> int:
        """Give the last position included, or `BEGINNING`."""
        return self._claims.get((group, partition), Claim(BEGINNING, 0)).position

    async def positions(self, group: str) -> Mapping[Partition, int]:
        """Give every position of a group in one question."""
        return {partition: claim.position for (name, partition), claim in self._claims.items() if name == group}

    async def kept(self, group: str, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, bytes]:
        """Give what is kept of people; absent people are absent."""
        kept = self._held[group].kept
        return {subject: kept[subject] for subject in subjects if subject in kept}

    async def put(self, batch: FiguresBatch) -> None:
        """Write the batch and move its positions; raises before the first change or not at all."""
        _ = batch.lane
        for partition, claim, upto in batch.moves:
            if self._claims.get((batch.group, partition)) != claim or upto <= claim.position:
                raise PositionRefused(f"{partition} of {batch.group}: position {upto} is refused")
        mine = self._held[batch.group]
        mine.kept.update(batch.kept)
        for cell in batch.cells:
            mine.cells[cell[:-1]] += cell.amount
        told = [cell.told_on for cell in batch.cells] + ([mine.told_until] if mine.told_until else [])
        mine.told_until = max(told, default=None)
        self.quarantine.keep(batch.parked)
        for partition, claim, upto in batch.moves:
            self._claims[batch.group, partition] = Claim(upto, claim.epoch)

    async def clear(self, group: str) -> None:
        """Throw away all that a group holds; writers are refused until they claim again."""
        self._held.pop(group, None)
        for (name, partition), claim in self._claims.items():
            if name == group:
                self._claims[name, partition] = Claim(BEGINNING, claim.epoch + 1)

    async def replace(self, group: str, by: str) -> None:
        """Put all that another group holds in the place of what this one holds."""
        positions = await self.positions(by)
        self._held[group] = self._held[by]
        await self.clear(by)
        for partition in positions.keys() | (await self.positions(group)).keys():
            epoch = self._claims.get((group, partition), Claim(BEGINNING, 0)).epoch
            self._claims[group, partition] = Claim(positions.get(partition, BEGINNING), epoch + 1)

    async def digest(self, group: str) -> FiguresDigest:
        """Give everything of a group as numbers to compare."""
        held = self._held[group]
        measures: dict[str, list[tuple[object, ...]]] = defaultdict(list)
        for cell, amount in held.cells.items():
            if amount:
                measures[str(cell[0])].append((*cell, amount))
        return FiguresDigest(
            await self.positions(group),
            {name: (len(cells), hash(frozenset(cells))) for name, cells in measures.items()},
            (len(held.kept), hash(frozenset(held.kept.items()))),
        )

    async def figures(self, ask: FiguresAsk) -> Sequence[Figure]:
        """Give figures in the order of day, place and category."""
        checked(ask)
        sums: Counter[tuple[date, str, str]] = Counter()
        for key, amount in self._held[self._group].cells.items():
            if key[0] != ask.measure:
                continue  # Most are others': to look at them first makes a page of many numbers eight times as fast.
            cell = Cell(*key, amount)  # type: ignore[arg-type, call-arg]  # a cell without its amount
            if _is_asked(cell, ask):
                place = "" if ask.by == "none" else getattr(cell, ask.by)
                sums[max(cell.day, ask.first), place, cell.category] += amount
        return answer(ask, [(*key, amount) for key, amount in sums.items()])

    async def told_until(self) -> date | None:
        """Give the newest day on which something was told that the figures include."""
        return self._held[self._group].told_until


def _is_asked(cell: Cell, ask: FiguresAsk) -> bool:
    return (
        bool(cell.provider) is of_providers(ask)
        and all(getattr(ask, place) in {None, getattr(cell, place)} for place in PLACES)
        and first_day(ask) <= cell.day <= ask.last
        and (ask.known_on is None or cell.told_on <= ask.known_on)
    )
