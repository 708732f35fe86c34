"""The key book in PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from hub.adapters.key_classes import one_class_each
from hub.adapters.postgres_pool import Database
from hub.ports.books import WrappedKey
from hub.ports.store import SubjectRef

_PART: Final = "the key book"
_COLUMNS: Final = "key_id, subject, retention, wrapped, master, destroyed_at"
_KEYS: Final = f"SELECT {_COLUMNS} FROM wrapped_key"  # noqa: S608 - column names are constants
# Sorted: two writers for the same people wait for each other and never in a circle.
_ADD: Final = f"""
WITH added AS (
    INSERT INTO wrapped_key ({_COLUMNS})
    SELECT * FROM unnest(%s::bytea[], %s::bytea[], %s::text[], %s::bytea[], %s::text[], %s::bigint[])
        AS given ({_COLUMNS})
    ORDER BY subject, retention
    ON CONFLICT (subject, retention) DO NOTHING
    RETURNING key_id
)
SELECT (SELECT count(*) FROM added), CASE WHEN %s THEN set_config('synchronous_commit', 'off', true) END
"""  # noqa: S608 - as above
_HOLDS: Final = f"""
SELECT {_COLUMNS} FROM wrapped_key
JOIN unnest(%s::bytea[], %s::text[]) AS asked (subject, retention) USING (subject, retention)
"""  # noqa: S608 - as above
_DESTROY: Final = """
UPDATE wrapped_key SET wrapped = '', destroyed_at = %s WHERE subject = %s AND destroyed_at IS NULL
"""


class PostgresKeys:
    """Wrapped data keys; a destroyed key opens nothing, ever, and says so.

    `log_beside` says that the log is in the same PostgreSQL: then the append of what was sealed under a new key
    takes the key to disk with it, and `add` need not wait for it.
    """

    def __init__(self, database: Database, *, log_beside: bool = False) -> None:
        self._database = database
        self._log_beside = log_beside

    async def of_subjects(self, subjects: Collection[SubjectRef], retention: str) -> Mapping[SubjectRef, WrappedKey]:
        """Give the keys of people in one retention class, destroyed ones included."""
        ask = f"{_KEYS} WHERE subject = ANY(%s) AND retention = %s"
        async with self._database.statement(_PART) as connection:
            found = await (await connection.execute(ask, (list(subjects), retention))).fetchall()
        return {row[1]: WrappedKey(*row) for row in found}

    async def by_id(self, key_ids: Collection[bytes]) -> Mapping[bytes, WrappedKey]:
        """Give keys by id, destroyed ones included (with `wrapped` empty)."""
        async with self._database.statement(_PART) as connection:
            found = await connection.execute(f"{_KEYS} WHERE key_id = ANY(%s)", (list(key_ids),))
            return {row[0]: WrappedKey(*row) for row in await found.fetchall()}

    async def add(self, keys: Sequence[WrappedKey]) -> Mapping[SubjectRef, WrappedKey]:
        """Add keys of one class per person; a person who has one keeps it, and the answer says which holds."""
        one_class_each(keys)
        if not keys:
            return {}
        columns = [list(column) for column in zip(*map(_row, keys), strict=True)]
        async with self._database.statement(_PART) as connection:
            added = await (await connection.execute(_ADD, (*columns, self._log_beside))).fetchone()
            if added is not None and added[0] == len(keys):
                return {key.subject: key for key in keys}
            found = await connection.execute(_HOLDS, (columns[1], columns[2]))
            return {row[1]: WrappedKey(*row) for row in await found.fetchall()}

    async def destroy(self, subject: SubjectRef, at: int) -> int:
        """Overwrite every wrapped key of a person that is not destroyed yet; give how many.

        No reader ever gets the old bytes again.  PostgreSQL's own files let go of them a little later: the
        table's pages with the vacuum that this table asks for after a single change (about a minute), the
        write-ahead log as it is recycled.
        """
        async with self._database.statement(_PART) as connection:
            return (await connection.execute(_DESTROY, (at, subject))).rowcount


def _row(key: WrappedKey) -> tuple[object, ...]:
    return key.key_id, key.subject, key.retention, key.wrapped, key.master, key.destroyed_at
