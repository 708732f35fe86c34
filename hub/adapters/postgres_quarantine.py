"""The quarantine in PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import msgspec
from psycopg import AsyncConnection

from hub.adapters.postgres_pool import Database
from hub.errors import NotFound
from hub.ports.books import NEWEST, Wanted
from hub.ports.store import Parked

_PART: Final = "the quarantine"
_COLUMNS: Final = "id, feed, parked_at, path, rule, words, sealed, topic, lane, position, state, message_digest"
_KEEP: Final = f"""
INSERT INTO quarantine ({_COLUMNS})
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO NOTHING
"""  # noqa: S608 - column names are constants
_ASKED: Final = f"""
SELECT {_COLUMNS} FROM quarantine
WHERE state = %(state)s AND (%(feed)s::text IS NULL OR feed = %(feed)s) AND (%(rule)s::text IS NULL OR rule = %(rule)s)
  AND parked_at >= coalesce(%(since)s, 0) AND (%(until)s::bigint IS NULL OR parked_at < %(until)s)
"""  # noqa: S608 - as above
_NEWEST: Final = f"{_ASKED} ORDER BY parked_at DESC, seq DESC LIMIT %(limit)s"
_OLDEST: Final = f"{_ASKED} ORDER BY parked_at, seq LIMIT %(limit)s"


async def keep(connection: AsyncConnection, rows: Sequence[Parked]) -> None:
    """Write rows inside a transaction of the caller; the same id again changes nothing."""
    async with connection.cursor() as cursor:
        await cursor.executemany(_KEEP, [_sent(row) for row in rows])


def _sent(row: Parked) -> tuple[Any, ...]:
    return (
        row.id,
        row.feed,
        row.parked_at,
        row.path,
        row.rule,
        row.words,
        row.sealed,
        row.topic,
        row.lane,
        row.position,
        row.state,
        row.message_digest,
    )


class PostgresQuarantine:
    """Parked messages in the table that `Store.put` also writes to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def park(self, rows: Sequence[Parked]) -> None:
        """Keep rows; the same id again changes nothing."""
        async with self._database.session(_PART) as connection:
            await keep(connection, rows)

    async def parked(self, wanted: Wanted = NEWEST) -> Sequence[Parked]:
        """Give what is asked for, newest first unless the oldest are asked for."""
        ask = _OLDEST if wanted.oldest_first else _NEWEST
        async with self._database.statement(_PART) as connection:
            found = await connection.execute(ask, msgspec.structs.asdict(wanted))
            return [Parked(*row) for row in await found.fetchall()]

    async def one(self, id_: str) -> Parked | None:
        """Give one row whole."""
        async with self._database.statement(_PART) as connection:
            ask = f"SELECT {_COLUMNS} FROM quarantine WHERE id = %s"  # noqa: S608 - as above
            row = await (await connection.execute(ask, (id_,))).fetchone()
            return None if row is None else Parked(*row)

    async def mark(self, id_: str, state: str) -> None:
        """Set the state of a row: `redriven` or `dropped`.  Raises `NotFound` for an unknown id."""
        async with self._database.statement(_PART) as connection:
            done = await connection.execute("UPDATE quarantine SET state = %s WHERE id = %s", (state, id_))
            if done.rowcount != 1:
                raise NotFound("no such parked message")

    async def sizes(self) -> Mapping[str, int]:
        """Give how many messages of each feed nobody has dealt with."""
        ask = "SELECT feed, count(*) FROM quarantine WHERE state = 'parked' GROUP BY feed"
        async with self._database.statement(_PART) as connection:
            return dict(await (await connection.execute(ask)).fetchall())

    async def erase(self, rule: str, before: int) -> int:
        """Remove rows, in any state, that were parked by a rule before a moment; give how many."""
        async with self._database.statement(_PART) as connection:
            gone = await connection.execute("DELETE FROM quarantine WHERE rule = %s AND parked_at < %s", (rule, before))
            return gone.rowcount

    async def remove(self, ids: Collection[str]) -> int:
        """Remove rows, in any state; give how many went."""
        async with self._database.statement(_PART) as connection:
            gone = await connection.execute("DELETE FROM quarantine WHERE id = ANY(%s)", (list(ids),))
            return gone.rowcount
