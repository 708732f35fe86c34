"""Two folds side by side in PostgreSQL's tables: compared in one snapshot, exchanged in one transaction."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from psycopg import AsyncConnection

from hub.adapters.postgres_by_person import UNKNOWN
from hub.adapters.postgres_packing import bytea_array
from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_put import AfterStatement, write
from hub.adapters.postgres_rows import STATE_COLUMNS, state_of
from hub.errors import PositionRefused
from hub.ports.log import Partition
from hub.ports.shadows import Held, Snapshot, whole_people
from hub.ports.store import Batch, HistoryRow, StateRow, SubjectRef

_PART: Final = "the store"
_AT_ONCE: Final = 20_000
"""Rows that one statement of `remove` looks at: each of them ends in a moment."""
_PAGE: Final = f"""
SELECT {STATE_COLUMNS} FROM state WHERE subject > %(after)s AND processor = ANY(%(processors)s)
ORDER BY subject, processor LIMIT %(limit)s
"""  # noqa: S608 - column names are constants of this package
_OF: Final = f"""
SELECT {STATE_COLUMNS} FROM state WHERE subject = ANY(%(subjects)s) AND processor = ANY(%(processors)s)
ORDER BY subject, processor
"""  # noqa: S608 - as above
_POSITIONS: Final = "SELECT topic, number, position FROM position WHERE group_name = %s"
_HOLD: Final = """
SELECT FROM position
WHERE group_name = %s AND topic = %s AND number = %s AND position = %s AND epoch = %s FOR UPDATE
"""
_NEXT: Final = (
    "SELECT max(subject) FROM (SELECT subject FROM state WHERE subject > %s ORDER BY subject LIMIT %s) AS page"
)
_REMOVE: Final = "DELETE FROM state WHERE subject > %s AND subject <= %s AND processor = ANY(%s)"


def _go_on(_: str) -> None:
    """Do nothing after a statement: what `after_statement` is outside a test."""


class PostgresShadows:
    """A `hub.ports.shadows.Shadows` over the tables of `hub.adapters.postgres_store.PostgresStore`."""

    def __init__(self, database: Database, *, after_statement: AfterStatement = _go_on) -> None:
        self._database = database
        self._after_statement = after_statement

    async def page(self, group: str, processors: Collection[str], after: SubjectRef, limit: int) -> Snapshot:
        """Give the rows of the next people behind `after`, in the order of their references."""
        asked = {"after": after, "processors": list(processors), "limit": limit}
        found = await self._snapshot(group, _PAGE, asked)
        return Snapshot(whole_people(found.rows, limit), found.positions)

    async def of(self, group: str, processors: Collection[str], subjects: Collection[SubjectRef]) -> Snapshot:
        """Give the rows of these people."""
        return await self._snapshot(group, _OF, {"subjects": list(subjects), "processors": list(processors)})

    async def _snapshot(self, group: str, query: str, asked: dict[str, Any]) -> Snapshot:
        async with self._one_moment() as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(_POSITIONS, (group,))
            positions = {Partition(row[0], row[1]): row[2] for row in await cursor.fetchall()}
            await cursor.execute(query.encode(), asked)
            rows: list[StateRow] = [state_of(row) for row in await cursor.fetchall()]
        return Snapshot(rows, positions)

    @asynccontextmanager
    async def _one_moment(self) -> AsyncIterator[AsyncConnection]:
        """Lend a connection whose questions all see the tables as they are at the first of them."""
        async with self._database.session(_PART) as connection:
            await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield connection

    async def unknown(self, events: Sequence[HistoryRow]) -> Collection[bytes]:
        """Give the ids of events that their person's history does not hold."""
        arrays = (bytea_array([row.subject for row in events]), bytea_array([row.event_id for row in events]))
        async with self._database.statement(_PART) as connection:
            found = await connection.execute(UNKNOWN, arrays)
            return {row[0] for row in await found.fetchall()}

    async def put_while(self, held: Held, batch: Batch) -> None:
        """Write a batch in one transaction that also holds the claims still."""
        async with self._database.session(_PART) as connection:
            self._after_statement("begin")
            # In the order of topics, as every writer locks them, so that no two wait for each other.
            for partition, claim in sorted(held.claims.items()):
                found = await connection.execute(_HOLD, (held.group, *partition, *claim))
                if found.rowcount != 1:
                    raise PositionRefused(f"{partition} of {held.group} moved")
            self._after_statement("held")
            await write(connection, batch, self._after_statement)
        self._after_statement("commit")

    async def remove(self, group: str, processors: Collection[str]) -> int:
        """Remove every row of these processors, a part of the table at a time, then the positions of the group."""
        gone, after = 0, b""
        while True:
            async with self._database.statement(_PART) as connection:
                row = await (await connection.execute(_NEXT, (after, _AT_ONCE))).fetchone()
                if row is None or row[0] is None:
                    break
                gone += (await connection.execute(_REMOVE, (after, row[0], list(processors)))).rowcount
                after = row[0]
        async with self._database.statement(_PART) as connection:
            await connection.execute("DELETE FROM position WHERE group_name = %s", (group,))
        return gone
