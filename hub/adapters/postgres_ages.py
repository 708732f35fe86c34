"""When people were last heard of, from the history in PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hub.adapters.postgres_pool import Database
from hub.ports.ages import FORGETS, PARTS, Heard
from hub.ports.store import SubjectRef

_PART: Final = "the store"
_PATIENCE_S: Final = 300.0
"""A part is read from end to end: seconds at ten million events, more on a slow disk."""
_NO_LIMIT: Final = "SELECT set_config('statement_timeout', %s, true)"
_OF_PART: Final = "subject >= %(first)s AND (%(last)s::bytea IS NULL OR subject < %(last)s)"
_HEARD: Final = f"""
SELECT class, date_part('year', to_timestamp(newest / 1000.0) AT TIME ZONE 'UTC')::int AS year, count(*)
FROM (
    SELECT subject, class, max(received_at) AS newest
    FROM history JOIN unnest(%(topics)s::text[], %(classes)s::text[]) AS kept (topic, class) USING (topic)
    WHERE {_OF_PART} AND type <> %(forgets)s GROUP BY subject, class
) AS people
GROUP BY class, year ORDER BY class, year
"""  # noqa: S608 - constants of this file
_IDLE: Final = f"""
SELECT subject
FROM history LEFT JOIN unnest(%(topics)s::text[], %(befores)s::bigint[]) AS kept (topic, before) USING (topic)
WHERE {_OF_PART} GROUP BY subject
HAVING bool_and(type = %(forgets)s OR coalesce(received_at < before, false)) AND bool_or(type <> %(forgets)s)
ORDER BY subject
"""  # noqa: S608 - as above


class PostgresAges:
    """An `Ages` over the tables of `hub.adapters.postgres_store.PostgresStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def heard(self, part: int, classes: Mapping[str, str]) -> Sequence[Heard]:
        """Count the people of a part by class and year of their newest event."""
        asked = {"topics": list(classes), "classes": list(classes.values())}
        return [Heard(*row) for row in await self._ask(_HEARD, part, asked)]

    async def idle(self, part: int, before: Mapping[str, int]) -> Sequence[SubjectRef]:
        """Give the people of a part who were last heard of before these moments."""
        asked = {"topics": list(before), "befores": list(before.values())}
        return [row[0] for row in await self._ask(_IDLE, part, asked)]

    async def _ask(self, question: str, part: int, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
        step = 256 // PARTS
        first, last = bytes([part * step]), bytes([(part + 1) * step]) if part < PARTS - 1 else None
        bounds = {"first": first, "last": last, "forgets": FORGETS}
        async with self._database.statement(_PART, _PATIENCE_S) as connection, connection.transaction():
            await connection.execute(_NO_LIMIT, (f"{_PATIENCE_S:.0f}s",))
            return await (await connection.execute(question.encode(), {**bounds, **asked})).fetchall()
