"""Looks in PostgreSQL."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from hub.adapters.postgres_pool import Database
from hub.ports.store import SubjectRef

_PART: Final = "what readers have seen"
# Sorted, as every writer does it: two pages of one reader wait for each other and never in a circle.
_OPENED: Final = """
INSERT INTO look AS held (reader, page, subject, seen, noted_on)
SELECT %s, %s, subject, seen, %s
FROM unnest(%s::bytea[], %s::bytea[]) AS given (subject, seen) ORDER BY subject
ON CONFLICT (reader, page, subject) DO UPDATE SET
    seen_before = held.seen, seen = excluded.seen, noted_on = excluded.noted_on
RETURNING subject, seen_before
"""
_BEFORE: Final = """
SELECT subject, seen_before FROM look
WHERE reader = %s AND page = %s AND subject = ANY(%s::bytea[]) AND seen_before IS NOT NULL
"""
_FORGET: Final = "DELETE FROM look WHERE noted_on < %s"


class PostgresLooks:
    """What was shown and what was shown before, one row for each reader, page and person."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def opened(
        self, reader: bytes, page: str, shown: Mapping[SubjectRef, bytes], on: date
    ) -> Mapping[SubjectRef, bytes]:
        """Note what is shown in one statement, and give what was shown before."""
        given = (reader, page, on, list(shown), list(shown.values()))
        async with self._database.statement(_PART) as connection:
            found = await connection.execute(_OPENED, given)
            return {bytes(subject): bytes(seen) for subject, seen in await found.fetchall() if seen is not None}

    async def before(self, reader: bytes, page: str, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, bytes]:
        """Give what was shown before the page was opened last."""
        async with self._database.statement(_PART) as connection:
            found = await connection.execute(_BEFORE, (reader, page, list(subjects)))
            return {bytes(subject): bytes(seen) for subject, seen in await found.fetchall()}

    async def forget(self, before: date) -> int:
        """Forget what was noted before a day."""
        async with self._database.statement(_PART) as connection:
            return (await connection.execute(_FORGET, (before,))).rowcount
