"""How figures are asked for in PostgreSQL: each question is some ranges of one index, whatever the planner believes.

First the numbers of the series and places that are meant, of which there are few; then the cells of each pair of them,
by a subquery that PostgreSQL may not turn into a scan of all cells (OFFSET 0 keeps it as it is written).  Numbers are
never removed, and the set is looked up by the statement that reads it: a set that is replaced meanwhile is read whole.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from psycopg import AsyncConnection

from hub.adapters.postgres_figures_whole import ALL, is_whole
from hub.ports.figures import FiguresAsk
from hub.ports.figures_answers import PLACES, Change, first_day, of_providers

_SERIES: Final = "SELECT id, category FROM figures_series WHERE measure = %s"
_CELLS: Final = """
SELECT greatest(cell.day, %(first)s) AS day, place.name, series.category, sum(cell.amount)::bigint
FROM unnest(%(series)s::integer[], %(categories)s::text[]) AS series (id, category)
CROSS JOIN unnest(%(places)s::integer[], %(names)s::text[]) AS place (id, name)
CROSS JOIN LATERAL (
    SELECT day, amount FROM figures_cell
    WHERE set_id = (SELECT id FROM figures_set WHERE group_name = %(group)s) AND series = series.id AND place = place.id
      AND day BETWEEN %(from)s AND %(last)s AND told_on <= %(known_on)s
    OFFSET 0
) AS cell
GROUP BY 1, 2, 3
"""


async def changes(connection: AsyncConnection, group: str, ask: FiguresAsk) -> Sequence[Change]:
    """Give what a question sums, by day, place and category."""
    series = await (await connection.execute(_SERIES, (ask.measure,))).fetchall()
    places = await _places(connection, ask)
    named = {
        "group": group,
        "series": [row[0] for row in series],
        "categories": [row[1] for row in series],
        "places": [row[0] for row in places],
        "names": [row[1] for row in places],
        "first": ask.first,
        "from": first_day(ask),
        "last": ask.last,
        "known_on": ask.known_on or date.max,
    }
    rows = await (await connection.execute(_CELLS, named)).fetchall()
    return [(row[0], row[1], row[2], row[3]) for row in rows]


async def _places(connection: AsyncConnection, ask: FiguresAsk) -> Sequence[Any]:
    """Give the numbers of the places that are meant, each with the name under which it is counted."""
    given = [name for name in PLACES if getattr(ask, name) is not None]
    part = f"council {'=' if is_whole(ask) else '<>'} '{ALL}'"
    whose = f"provider {'<>' if of_providers(ask) else '='} ''"
    conditions = [part, whose, *(f"{name} = %s" for name in given)]
    by = "''" if ask.by == "none" else ask.by
    query = f"SELECT id, {by} FROM figures_place WHERE {' AND '.join(conditions)}"  # noqa: S608 - names of columns
    return await (await connection.execute(query.encode(), [getattr(ask, name) for name in given])).fetchall()
