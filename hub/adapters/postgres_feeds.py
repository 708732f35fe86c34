"""The feed book in PostgreSQL."""

from collections.abc import Sequence
from typing import Final

from hub.adapters.postgres_pool import NO_WAIT, Database
from hub.ports.books import FeedCount, Sighting

_PART: Final = "the feed book"
_COLUMNS: Final = "feed, received, accepted, ignored, rejected, duplicates, findings, last_at, last_sequence"
_SEEN: Final = """
SELECT CASE
    WHEN EXISTS (SELECT FROM feed_sighting s
                 WHERE s.feed = asked.feed AND s.message_id = asked.message_id AND s.digest = asked.digest) THEN 'same'
    WHEN asked.message_id <> '' AND EXISTS (
        SELECT FROM feed_sighting s WHERE s.feed = asked.feed AND s.message_id = asked.message_id) THEN 'other'
    ELSE 'new' END
FROM unnest(%s::text[], %s::text[], %s::bytea[]) WITH ORDINALITY AS asked (feed, message_id, digest, place)
ORDER BY place
"""
# Sorted, as every writer does it: two who note the same feeds wait for each other and never in a circle.
# It does not wait for the disk: a note that a crash of the server loses makes one repeat, which the fold drops.
_NOTE: Final = f"""
WITH remembered AS (
    INSERT INTO feed_sighting (feed, message_id, digest, noted_at)
    SELECT feed, message_id, digest, %s
    FROM unnest(%s::text[], %s::text[], %s::bytea[]) AS given (feed, message_id, digest)
    ORDER BY feed, message_id, digest
    ON CONFLICT DO NOTHING
), counted AS (
    INSERT INTO feed_count AS held ({_COLUMNS})
    SELECT * FROM unnest(
        %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[],
        %s::bigint[]) AS more ({_COLUMNS})
    ORDER BY feed
    ON CONFLICT (feed) DO UPDATE SET
        received = held.received + excluded.received, accepted = held.accepted + excluded.accepted,
        ignored = held.ignored + excluded.ignored, rejected = held.rejected + excluded.rejected,
        duplicates = held.duplicates + excluded.duplicates, findings = held.findings + excluded.findings,
        last_at = greatest(held.last_at, excluded.last_at),
        last_sequence = coalesce(excluded.last_sequence, held.last_sequence)
)
{NO_WAIT}
"""  # noqa: S608 - column names are constants
_TURN: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_CLAIMED: Final = """
SELECT FROM feed_sighting WHERE feed = %s AND message_id = %s AND digest <> %s AND noted_at >= %s LIMIT 1
"""
_CLAIM: Final = """
INSERT INTO feed_sighting (feed, message_id, digest, noted_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (feed, message_id, digest) DO UPDATE SET noted_at = excluded.noted_at
"""
_FORGET: Final = """
DELETE FROM feed_sighting
WHERE ctid = ANY(ARRAY(SELECT ctid FROM feed_sighting WHERE noted_at < %s LIMIT %s)) AND noted_at < %s
"""


class PostgresFeeds:
    """Counts per feed, and which messages were already taken."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def seen(self, sightings: Sequence[Sighting]) -> Sequence[str]:
        """For each: `new`, `same`, or `other`.  Without an id the content alone decides: never `other`."""
        async with self._database.statement(_PART) as connection:
            found = await connection.execute(_SEEN, _columns(sightings))
            return [verdict for (verdict,) in await found.fetchall()]

    async def note(self, sightings: Sequence[Sighting], counts: Sequence[FeedCount], at: int) -> None:
        """Remember messages and add to the counts in one transaction, after their append is durable."""
        rows = [
            (c.feed, c.received, c.accepted, c.ignored, c.rejected, c.duplicates, c.findings, at, c.last_sequence)
            for c in counts
        ]
        columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in _COLUMNS.split(",")]
        async with self._database.statement(_PART) as connection:
            await connection.execute(_NOTE, (at, *_columns(sightings), *columns))

    async def claim(self, sighting: Sighting, at: int, stale: int) -> bool:
        """Say whether an id is this message's, before its append: whoever claims the same id waits until it is said."""
        feed, message_id, digest = sighting
        async with self._database.session(_PART) as connection:
            await connection.execute(_TURN, (f"{feed}\n{message_id}",))
            found = await connection.execute(_CLAIMED, (feed, message_id, digest, stale))
            if await found.fetchone() is not None:
                return False
            await connection.execute(_CLAIM, (feed, message_id, digest, at))
            return True

    async def counts(self) -> Sequence[FeedCount]:
        """Give every feed's counts, by name."""
        async with self._database.statement(_PART) as connection:
            found = await connection.execute(f"SELECT {_COLUMNS} FROM feed_count ORDER BY feed")  # noqa: S608 - as above
            return [FeedCount(*row) for row in await found.fetchall()]

    async def forget(self, before: int, limit: int) -> int:
        """Forget at most `limit` messages noted before a moment; give how many.  Counts stay."""
        async with self._database.statement(_PART) as connection:
            return (await connection.execute(_FORGET, (before, limit, before))).rowcount


def _columns(sightings: Sequence[Sighting]) -> tuple[list[str], list[str], list[bytes]]:
    return (
        [sighting.feed for sighting in sightings],
        [sighting.message_id for sighting in sightings],
        [sighting.digest for sighting in sightings],
    )
