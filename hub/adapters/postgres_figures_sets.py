"""Whole sets of figures in PostgreSQL: thrown away, put in another's place, and made into numbers to compare.

A set is thrown away by taking its name; its rows are swept afterwards, some at a time, also those that an earlier
sweep did not come to.  Positions are locked first, as by every writer, so that no two wait for each other.
"""

from collections.abc import Mapping
from typing import Final

from psycopg import AsyncConnection

from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_positions import positions
from hub.ports.figures import FiguresDigest

_AT_ONCE: Final = 20_000
"""Rows that one statement sweeps: each of them ends in a moment."""
_GONE: Final = "~gone "
_LOCK: Final = "SELECT FROM position WHERE group_name = ANY(%s) ORDER BY group_name, topic, number FOR UPDATE"
_BEGIN_AGAIN: Final = "UPDATE position SET position = -1, epoch = epoch + 1 WHERE group_name = %s"
_TAKE_OVER: Final = """
INSERT INTO position (group_name, topic, number, position, epoch)
SELECT %s, topic, number, position, 1 FROM position WHERE group_name = %s
ON CONFLICT (group_name, topic, number) DO UPDATE SET position = excluded.position, epoch = position.epoch + 1
"""
_LET_GO: Final = "UPDATE figures_set SET group_name = %s || id WHERE group_name = %s"
_RENAME: Final = "UPDATE figures_set SET group_name = %s WHERE group_name = %s"
_SWEEP: Final = "DELETE FROM {table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM {table} WHERE set_id = %s LIMIT %s))"
_CELLS: Final = """
SELECT count(*), coalesce(sum(hash_record_extended(ROW (series, place, day, told_on, amount), 0)::numeric), 0)
FROM figures_cell WHERE set_id = %s AND amount <> 0 AND series = ANY(ARRAY(
    SELECT id FROM figures_series WHERE measure = %s
))
"""
_PEOPLE: Final = """
SELECT count(*), coalesce(sum(hash_record_extended(ROW (subject, kept), 0)::numeric), 0)
FROM figures_person WHERE set_id = %s
"""


async def clear(connection: AsyncConnection, group: str) -> None:
    """Take the name of a group's set and begin its positions again; inside a transaction of the caller."""
    await connection.execute(_LOCK, ([group],))
    await connection.execute(_LET_GO, (_GONE, group))
    await connection.execute(_BEGIN_AGAIN, (group,))


async def replace(connection: AsyncConnection, group: str, by: str) -> None:
    """Give a group another's set and positions; inside a transaction of the caller."""
    await connection.execute(_LOCK, ([group, by],))
    await connection.execute(_LET_GO, (_GONE, group))
    await connection.execute(_RENAME, (group, by))
    await connection.execute(_BEGIN_AGAIN, (group,))
    await connection.execute(_TAKE_OVER, (group, by))
    await connection.execute(_BEGIN_AGAIN, (by,))


async def sweep(database: Database, part: str) -> None:
    """Remove the rows of every set that was let go of; may be broken off and goes on with what is left."""
    async with database.statement(part) as connection:
        found = await connection.execute("SELECT id FROM figures_set WHERE starts_with(group_name, %s)", (_GONE,))
        gone = [row[0] for row in await found.fetchall()]
    for number in gone:
        for table in ("figures_cell", "figures_person", "figures_told"):
            swept = 1
            while swept:
                async with database.statement(part) as connection:
                    query = _SWEEP.format(table=table).encode()
                    swept = (await connection.execute(query, (number, _AT_ONCE))).rowcount
        async with database.statement(part) as connection:
            await connection.execute("DELETE FROM figures_set WHERE id = %s", (number,))


async def digest(connection: AsyncConnection, group: str) -> FiguresDigest:
    """Give everything of a group as numbers; inside a transaction of the caller that sees one moment."""
    held = await positions(connection, group)
    row = await (await connection.execute("SELECT id FROM figures_set WHERE group_name = %s", (group,))).fetchone()
    if row is None:
        return FiguresDigest(held, {}, (0, 0))
    names = await (await connection.execute("SELECT DISTINCT measure FROM figures_series")).fetchall()
    found: dict[str, tuple[int, int]] = {}
    for (name,) in names:
        found[name] = await _numbers(connection, _CELLS, row[0], name)
    measures: Mapping[str, tuple[int, int]] = {name: numbers for name, numbers in found.items() if numbers[0]}
    return FiguresDigest(held, measures, await _numbers(connection, _PEOPLE, row[0]))


async def _numbers(connection: AsyncConnection, query: str, *asked: object) -> tuple[int, int]:
    row = await (await connection.execute(query.encode(), asked)).fetchone()
    return (0, 0) if row is None else (int(row[0]), int(row[1]))
