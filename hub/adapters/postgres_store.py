"""The store in PostgreSQL: one transaction per batch, and reads that ask once for many people."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Final

from psycopg import AsyncConnection

from hub.adapters import postgres_outbox as outbox
from hub.adapters import postgres_positions as positions
from hub.adapters.postgres_board import choices, counts, page
from hub.adapters.postgres_by_person import BY_ID, EVENTS_AT, HISTORIES, NAMELESS
from hub.adapters.postgres_day_board import candidates
from hub.adapters.postgres_packing import bytea_array, text_array
from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_put import AfterStatement, write
from hub.adapters.postgres_rows import HISTORY_COLUMNS, STATE_COLUMNS, history_of, state_of
from hub.adapters.postgres_steps import counted_steps, page_by_step
from hub.errors import Defect
from hub.ports.board_filter import BoardFilter
from hub.ports.board_steps import StepCounts, by_step
from hub.ports.log import Partition
from hub.ports.missing import Missing
from hub.ports.store import Batch, Claim, HistoryRow, Outboxes, StateRow, SubjectRef, Waiting

_PART: Final = "the store"
_STATE: Final = f"SELECT {STATE_COLUMNS} FROM state"  # noqa: S608 - column names are constants of this package
_HISTORY: Final = f"SELECT {HISTORY_COLUMNS} FROM history"  # noqa: S608 - as above
_NOW: Final = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"
_LAYOUT: Final = "SELECT lanes, server, servers FROM layout"
_LAY_OUT: Final = "INSERT INTO layout (lanes, server, servers) VALUES (%s, %s, %s) ON CONFLICT (one) DO NOTHING"


def _go_on(_: str) -> None:
    """Do nothing after a statement: what `after_statement` is outside a test."""


class PostgresStore:
    """State of people in PostgreSQL, over a `Database` that others may share.

    `lanes` is the number of partitions that the topics of people have, and `among` says which of how many servers
    this one is, from 0.  The database remembers both: opening it with others would spread one person over two
    writers, so `claim` raises `Defect` then.
    """

    def __init__(
        self,
        database: Database,
        lanes: int,
        among: tuple[int, int] = (0, 1),
        *,
        after_statement: AfterStatement = _go_on,
    ) -> None:
        self.lanes = lanes
        self._layout = (lanes, *among)
        self._database = database
        self._after_statement = after_statement

    async def claim(self, partition: Partition, group: str) -> Claim:
        """Take the partition for this writer: earlier writers are refused from now on."""
        return (await self.claim_all([partition], group))[partition]

    async def claim_all(self, partitions: Collection[Partition], group: str) -> Mapping[Partition, Claim]:
        """Take partitions of one lane at once: of several writers who do, the last has all of them."""
        async with self._database.statement(_PART) as connection:
            await self._check_layout(connection)
            return await positions.claim_all(connection, partitions, group)

    async def _check_layout(self, connection: AsyncConnection) -> None:
        """Only read where it is laid out: a row that every claim wrote would let one lane's wait for all the others."""
        laid_out = await (await connection.execute(_LAYOUT)).fetchone()
        if laid_out is None:
            await connection.execute(_LAY_OUT, self._layout)
            laid_out = await (await connection.execute(_LAYOUT)).fetchone()
        if laid_out != self._layout:
            raise Defect(
                "this database was laid out for other lanes or servers: (lanes, which server, how many) "
                f"are {laid_out}, not {self._layout}"
            )

    async def position(self, partition: Partition, group: str) -> int:
        """Give the last position included, or `BEGINNING`."""
        async with self._database.statement(_PART) as connection:
            return await positions.position(connection, partition, group)

    async def standing(self, lane: int, group: str) -> Mapping[Partition, int]:
        """Give every position of a group in one lane, in one question."""
        async with self._database.statement(_PART) as connection:
            return await positions.standing(connection, lane, group)

    async def now(self) -> int:
        """Give the time of the database's clock."""
        async with self._database.statement(_PART) as connection:
            row = await (await connection.execute(_NOW)).fetchone()
        return int(row[0]) if row else 0

    async def positions(self, group: str, _missing: Missing | None = None) -> Mapping[Partition, int]:
        """Give every position of a group in one question."""
        async with self._database.statement(_PART) as connection:
            return await positions.positions(connection, group)

    async def load(
        self, lane: int, processors: Collection[str], subjects: Collection[SubjectRef]
    ) -> Mapping[tuple[str, SubjectRef], StateRow]:
        """Give the states of many people at once; absent people are absent."""
        del lane
        ask = f"{_STATE} WHERE subject = ANY(%s) AND processor = ANY(%s)"
        async with self._database.statement(_PART) as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(ask, (bytea_array(list(subjects)), text_array(list(processors))))
            return {(row[0], row[1]): state_of(row) for row in await cursor.fetchall()}

    async def histories(self, lane: int, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, Sequence[HistoryRow]]:
        """Give the whole histories of many people at once, each in canonical order; absent people are absent."""
        del lane
        return await self.histories_of(subjects)

    async def histories_of(self, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, Sequence[HistoryRow]]:
        """Give the whole histories of many people of any lanes, each in canonical order; absent people are absent."""
        found: dict[SubjectRef, list[HistoryRow]] = defaultdict(list)
        async with self._database.statement(_PART) as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(HISTORIES, (bytea_array(list(set(subjects))),))
            for row in await cursor.fetchall():
                found[row[0]].append(history_of(row))
        return dict(found)

    async def due(self, lane: int, processors: Collection[str], day: date) -> Sequence[StateRow]:
        """Give the states in a lane whose `due_on` is on or before a day, oldest first."""
        ask = f"{_STATE} WHERE lane = %s AND due_on <= %s AND processor = ANY(%s) ORDER BY due_on, subject, processor"
        async with self._database.statement(_PART) as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(ask, (lane, day, list(processors)))
            return [state_of(row) for row in await cursor.fetchall()]

    async def put(self, batch: Batch) -> None:
        """Write the batch in one transaction and move its positions, each from exactly where it stands."""
        async with self._database.session(_PART) as connection:
            self._after_statement("begin")
            await write(connection, batch, self._after_statement)
        self._after_statement("commit")

    async def state(self, processor: str, subject: SubjectRef) -> StateRow | None:
        """Give one state, from whichever lane it is in."""
        async with self._database.statement(_PART) as connection:
            found = await connection.execute(f"{_STATE} WHERE subject = %s AND processor = %s", (subject, processor))
            row = await found.fetchone()
        return None if row is None else state_of(row)

    async def history(self, subject: SubjectRef, known_at: int | None = None) -> Sequence[HistoryRow]:
        """Give one person's history in canonical order, as it was known at a time (milliseconds)."""
        ask = f"{_HISTORY} WHERE subject = %(subject)s AND (%(at)s::bigint IS NULL OR received_at <= %(at)s)"
        async with self._database.statement(_PART) as connection:
            found = await connection.execute(f"{ask} ORDER BY order_key", {"subject": subject, "at": known_at})
            return [history_of(row) for row in await found.fetchall()]

    async def event(self, event_id: bytes) -> HistoryRow | None:
        """Give one event by its id; the same event under two people (a merge) is the same bytes."""
        async with self._database.statement(_PART) as connection:
            found = await connection.execute(BY_ID, (event_id,))
            row = await found.fetchone()
        return None if row is None else history_of(row)

    async def events_at(self, keys: Collection[tuple[SubjectRef, bytes]]) -> Mapping[SubjectRef, HistoryRow]:
        """Give one history row for each (subject, order_key) that is there."""
        arrays = ([subject for subject, _ in keys], [order_key for _, order_key in keys])
        async with self._database.statement(_PART) as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(EVENTS_AT, arrays)
            return {row[0]: history_of(row) for row in await cursor.fetchall()}

    async def nameless(self, processor: str, topic: str) -> Sequence[HistoryRow]:
        """Give what a topic says of people of whom nobody has sent a name."""
        async with self._database.statement(_PART) as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(NAMELESS, (processor, topic))
            return [history_of(row) for row in await cursor.fetchall()]

    async def board(self, ask: BoardFilter, _missing: Missing | None = None) -> Sequence[StateRow]:
        """Give a page of listed people, by last covered day or by what waits, then subject; never the merged-away."""
        async with self._database.statement(_PART) as connection:
            return await (page_by_step if by_step(ask) else page)(connection, ask)

    async def candidates(self, ask: BoardFilter, since: date, _missing: Missing | None = None) -> Sequence[StateRow]:
        """Give who may be on the board of a day, in the order of their references."""
        async with self._database.statement(_PART) as connection:
            return await candidates(connection, ask, since)

    async def counts(self, ask: BoardFilter, _missing: Missing | None = None) -> Mapping[str, int]:
        """Give how many people have each status on the day asked for."""
        async with self._database.session(_PART) as connection:
            return await counts(connection, ask)

    async def steps(self, ask: BoardFilter, _missing: Missing | None = None) -> StepCounts:
        """Give for how many people on the board each step waits, and with whom."""
        async with self._database.session(_PART) as connection:
            return await counted_steps(connection, ask)

    async def choices(self, ask: BoardFilter, _missing: Missing | None = None) -> Mapping[str, Sequence[str]]:
        """Give the codes that occur among people on the board."""
        async with self._database.session(_PART) as connection:
            return await choices(connection, ask)

    async def outbox(self, lane: int, limit: int) -> Sequence[Waiting]:
        """Give the oldest rows that wait to be appended, in the order in which they were written."""
        async with self._database.statement(_PART) as connection:
            return await outbox.oldest(connection, lane, limit)

    @asynccontextmanager
    async def lent(self, lane: int, limit: int) -> AsyncIterator[Sequence[Waiting]]:
        """Lend the oldest rows that wait to one alone, and forget them when the block ends well."""
        async with self._database.session(_PART, outbox.PATIENCE_S) as connection:
            if not await outbox.mine(connection, lane):
                yield ()
                return
            rows = await outbox.oldest(connection, lane, limit)
            yield rows
            await outbox.forget(connection, lane, rows)

    async def waiting(self) -> Mapping[int, int]:
        """Give how many outbox rows of each lane wait to be appended; lanes with none are absent."""
        async with self._database.statement(_PART) as connection:
            return dict(await (await connection.execute("SELECT lane, count(*) FROM outbox GROUP BY lane")).fetchall())

    async def outboxes(self) -> Outboxes:
        """Give what waits."""
        return Outboxes(await self.waiting())

    async def close(self) -> None:
        """Close the connections, also for whoever shares them."""
        await self._database.close()
