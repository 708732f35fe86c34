"""The numbers by which cells name their series and places: looked up once, and made when they are new.

They are shared by all groups and never removed, so what a process knows of them stays true.
"""

from collections.abc import Sequence
from typing import Final

from psycopg import AsyncConnection

from hub.adapters.postgres_packing import TextArray, text_array
from hub.ports.figures import Cell

_MOST: Final = 50_000
"""So many names are remembered at most: some megabytes.  England's hospitals and councils make some thousand pairs, and
providers more."""

Named = tuple[str, ...]


class Numbers:
    """The numbers of one table, whose `columns` together are a name."""

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        self._known: dict[Named, int] = {}
        names, asked = ", ".join(columns), ", ".join("%s::text[]" for _ in columns)
        given = f"unnest({asked}) AS given ({names})"
        order = ", ".join(str(n + 1) for n in range(len(columns)))
        self._find = f"SELECT id, {names} FROM {table} JOIN {given} USING ({names})"  # noqa: S608 - our own names
        # In one order, so that of two writers none waits for the other.
        self._make = (
            f"INSERT INTO {table} ({names}) SELECT {names} FROM {given} ORDER BY {order} ON CONFLICT DO NOTHING"  # noqa: S608 - as above
        )

    async def of(self, connection: AsyncConnection, names: Sequence[Named]) -> list[int]:
        """Give the number of each name; new names get one at once, whatever becomes of what is written with it."""
        missing = set(names) - self._known.keys()
        if missing:
            if len(self._known) + len(missing) > _MOST:
                self._known.clear()
                missing = set(names)
            await self._learn(connection, missing)
            missing -= self._known.keys()
        if missing:
            await connection.execute(self._make.encode(), _columns(missing))
            await self._learn(connection, missing)
        known = self._known
        return [known[name] for name in names]

    async def _learn(self, connection: AsyncConnection, names: set[Named]) -> None:
        found = await connection.execute(self._find.encode(), _columns(names))
        self._known.update({tuple(row[1:]): row[0] for row in await found.fetchall()})


def _columns(names: set[Named]) -> list[TextArray]:
    return [text_array(column) for column in zip(*sorted(names), strict=True)]


class CellNumbers:
    """The numbers of the series and the places of cells."""

    def __init__(self) -> None:
        self._series = Numbers("figures_series", ("measure", "category"))
        self._places = Numbers("figures_place", ("ics", "council", "trust", "provider"))

    async def of(self, connection: AsyncConnection, cells: Sequence[Cell]) -> tuple[list[int], list[int]]:
        """Give series and place of each cell."""
        series = await self._series.of(connection, [(cell.measure, cell.category) for cell in cells])
        return series, await self._places.of(connection, [cell[1:5] for cell in cells])
