"""What one `put` of figures sends, statement by statement, inside one transaction."""

from collections.abc import Mapping, Sequence
from typing import Final

from psycopg import AsyncConnection

from hub.adapters.postgres_packing import bigint_array, bytea_array, date_array
from hub.adapters.postgres_positions import in_turn, move
from hub.adapters.postgres_put import AfterStatement
from hub.adapters.postgres_quarantine import keep
from hub.ports.figures import Cell, FiguresBatch
from hub.ports.store import SubjectRef

_SET: Final = "(SELECT id FROM figures_set WHERE group_name = %(group)s)"
_PEOPLE: Final = f"""
INSERT INTO figures_person (set_id, subject, kept)
SELECT {_SET}, subject, kept FROM unnest(%(subjects)s, %(kept)s) AS given (subject, kept) ORDER BY subject
ON CONFLICT (set_id, subject) DO UPDATE SET kept = excluded.kept
"""  # noqa: S608 - our own words
# In the order of the key: lanes that add to the same cells wait for each other in turn, and never in a ring.
_CELLS: Final = f"""
INSERT INTO figures_cell (set_id, series, place, day, told_on, amount)
SELECT {_SET}, series, place, day, told_on, sum(amount)
FROM unnest(%(series)s, %(places)s, %(days)s, %(told_on)s, %(amounts)s) AS given (series, place, day, told_on, amount)
GROUP BY series, place, day, told_on ORDER BY series, place, day, told_on
ON CONFLICT (set_id, series, place, day, told_on) DO UPDATE SET amount = figures_cell.amount + excluded.amount
"""  # noqa: S608 - as above
_TOLD: Final = f"""
INSERT INTO figures_told (set_id, lane, told_on) VALUES ({_SET}, %(lane)s, %(told_on)s)
ON CONFLICT (set_id, lane) DO UPDATE SET told_on = greatest(figures_told.told_on, excluded.told_on)
"""  # noqa: S608 - as above

Numbered = tuple[Sequence[int], Sequence[int]]
"""The numbers of series and place of each cell."""


async def write(connection: AsyncConnection, batch: FiguresBatch, numbers: Numbered, done: AfterStatement) -> None:
    """Send a batch; the caller commits."""
    lane = batch.lane
    for each in in_turn(batch.moves):
        await move(connection, batch.group, each)
        done("position")
    if batch.kept:
        await _people(connection, batch.group, batch.kept)
        done("people")
    if batch.cells:
        await _cells(connection, batch.group, batch.cells, numbers)
        done("cells")
        told_on = max(cell.told_on for cell in batch.cells)
        await connection.execute(_TOLD, {"group": batch.group, "lane": lane, "told_on": told_on})
        done("told")
    if batch.parked:
        await keep(connection, batch.parked)
        done("parked")


async def _people(connection: AsyncConnection, group: str, kept: Mapping[SubjectRef, bytes]) -> None:
    named = {"group": group, "subjects": bytea_array(list(kept)), "kept": bytea_array(list(kept.values()))}
    await connection.execute(_PEOPLE, named)


async def _cells(connection: AsyncConnection, group: str, cells: Sequence[Cell], numbers: Numbered) -> None:
    series, places = numbers
    arrays = {
        "group": group,
        "series": bigint_array(series),
        "places": bigint_array(places),
        "days": date_array([cell.day for cell in cells]),
        "told_on": date_array([cell.told_on for cell in cells]),
        "amounts": bigint_array([cell.amount for cell in cells]),
    }
    await connection.execute(_CELLS, arrays)
