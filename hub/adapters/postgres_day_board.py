"""Who may be on the board of another day, in SQL.  `hub.ports.board_of_day` says the same in Python."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from psycopg import AsyncConnection

from hub.adapters.postgres_board import rows_of
from hub.adapters.postgres_rows import STATE_COLUMNS
from hub.ports.board_filter import BoardFilter
from hub.ports.board_of_day import codes_asked
from hub.ports.store import StateRow

# Looked for in the index of days alone, and put in order after that: by their references people lie all over the table.
_CANDIDATES: Final = f"""
WITH perhaps AS MATERIALIZED (
    SELECT subject FROM state
    WHERE processor = %(processor)s AND board_to >= %(since)s AND board_from <= %(on)s
        AND board_codes @> %(codes)s::text[] AND subject > %(after)s
), first AS MATERIALIZED (SELECT subject FROM perhaps ORDER BY subject LIMIT %(limit)s)
SELECT {STATE_COLUMNS} FROM first JOIN state USING (subject) WHERE processor = %(processor)s ORDER BY subject
"""  # noqa: S608 - column names are constants of this package


async def candidates(connection: AsyncConnection, ask: BoardFilter, since: date) -> Sequence[StateRow]:
    """Give who comes into question for a day, behind `ask.after`, in the order of their references."""
    values = {
        "processor": ask.processor, "since": since, "on": ask.on, "codes": codes_asked(ask),
        "after": ask.after or b"", "limit": ask.limit,
    }  # fmt: skip
    return await rows_of(connection, _CANDIDATES, values)
