"""Figures of the dashboards in PostgreSQL, beside everything else."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final

from hub.adapters import postgres_figures_sets as sets
from hub.adapters import postgres_positions as positions
from hub.adapters.postgres_figures_numbers import CellNumbers
from hub.adapters.postgres_figures_put import write
from hub.adapters.postgres_figures_reads import changes
from hub.adapters.postgres_figures_whole import with_whole
from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_put import AfterStatement
from hub.ports.figures import Figure, FiguresAsk, FiguresBatch, FiguresDigest
from hub.ports.figures_answers import answer, checked
from hub.ports.log import Partition
from hub.ports.store import Claim, SubjectRef

_PART: Final = "the figures"
_LONG_S: Final = 600.0
"""Seconds that making everything into numbers may take: it reads every cell."""
_BEGUN: Final = "INSERT INTO figures_set (group_name) VALUES (%s) ON CONFLICT DO NOTHING"
_KEPT: Final = """
SELECT subject, kept FROM figures_set JOIN figures_person ON set_id = id
WHERE group_name = %s AND subject = ANY(%s)
"""
_TOLD_UNTIL: Final = "SELECT max(told_on) FROM figures_set JOIN figures_told ON set_id = id WHERE group_name = %s"


def _go_on(_: str) -> None:
    """Do nothing after a statement: what `after_statement` is outside a test."""


class PostgresFigures:
    """A `FiguresStore` and a `FiguresReader`; `group` is whose figures are read."""

    def __init__(self, database: Database, group: str, *, after_statement: AfterStatement = _go_on) -> None:
        self._database, self._group, self._after_statement = database, group, after_statement
        self._numbers = CellNumbers()

    async def claim(self, partition: Partition, group: str) -> Claim:
        """Take the partition for this writer: earlier writers are refused from now on."""
        async with self._database.session(_PART) as connection:
            await connection.execute(_BEGUN, (group,))
            return await positions.claim(connection, partition, group)

    async def position(self, partition: Partition, group: str) -> int:
        """Give the last position included, or `BEGINNING`."""
        async with self._database.statement(_PART) as connection:
            return await positions.position(connection, partition, group)

    async def positions(self, group: str) -> Mapping[Partition, int]:
        """Give every position of a group in one question."""
        async with self._database.statement(_PART) as connection:
            return await positions.positions(connection, group)

    async def kept(self, group: str, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, bytes]:
        """Give what is kept of people; absent people are absent."""
        async with self._database.statement(_PART) as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(_KEPT, (group, list(subjects)))
            return dict(await cursor.fetchall())

    async def put(self, batch: FiguresBatch) -> None:
        """Keep people, add cells, park what could not be read and move positions, in one transaction."""
        async with self._database.statement(_PART) as connection:
            cells = with_whole(batch.cells)
            numbers = await self._numbers.of(connection, cells)
            async with connection.transaction():
                self._after_statement("begin")
                await write(connection, batch._replace(cells=cells), numbers, self._after_statement)
        self._after_statement("commit")

    async def clear(self, group: str) -> None:
        """Throw away all that a group holds, at once for readers; writers are refused until they claim again."""
        async with self._database.session(_PART) as connection:
            await sets.clear(connection, group)
        self._after_statement("cleared")
        await sets.sweep(self._database, _PART)

    async def replace(self, group: str, by: str) -> None:
        """Put all that another group holds in the place of what this one holds, at once."""
        async with self._database.session(_PART) as connection:
            await sets.replace(connection, group, by)
            self._after_statement("replaced")
        await sets.sweep(self._database, _PART)

    async def digest(self, group: str) -> FiguresDigest:
        """Give everything of a group, as it is at one moment, as numbers to compare."""
        async with self._database.statement(_PART, _LONG_S) as connection, connection.transaction():
            await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return await sets.digest(connection, group)

    async def figures(self, ask: FiguresAsk) -> Sequence[Figure]:
        """Give figures in the order of day, place and category."""
        checked(ask)
        async with self._database.statement(_PART) as connection:
            return answer(ask, await changes(connection, self._group, ask))

    async def told_until(self) -> date | None:
        """Give the newest day on which something was told that the figures include."""
        async with self._database.statement(_PART) as connection:
            row = await (await connection.execute(_TOLD_UNTIL, (self._group,))).fetchone()
        found: date | None = None if row is None else row[0]
        return found
