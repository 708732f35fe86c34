"""The board's page in SQL.  `hub.ports.board` says the same in Python; the contract suite holds one to the other.

A status on a day is a few *strata*: a stored status with the last covered days after that day, before it, or without
one.  Each stratum is one range of an index, so that what lies in the past is never read.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, LiteralString, NamedTuple

from psycopg import AsyncConnection

from hub.adapters.postgres_rows import STATE_COLUMNS, state_of
from hub.ports.board import COUNTED_AT_MOST, NO_DAY, PAST, PRESENT, place_after
from hub.ports.store import BoardFilter, StateRow


class _Strata(NamedTuple):
    """The strata of one status on a day: those that have a last covered day, and those that have none."""

    dated: tuple[LiteralString, ...]
    undated: tuple[LiteralString, ...]


_RUNNING: Final = "last_covered_day >= %(on)s"
_PASSED: Final = "last_covered_day < %(on)s"
_DATED: Final = "last_covered_day IS NOT NULL"
_UNDATED: Final = "last_covered_day IS NULL"
_STRATA: Final[Mapping[str, _Strata]] = {
    "open": _Strata((f"status = 'open' AND {_RUNNING}",), (f"status = 'open' AND {_UNDATED}",)),
    "suspended": _Strata((f"status = 'suspended' AND {_RUNNING}",), (f"status = 'suspended' AND {_UNDATED}",)),
    "in_hospital": _Strata(
        (f"status = 'in_hospital' AND {_DATED}", f"status = 'suspended' AND {_PASSED}"),
        (f"status = 'in_hospital' AND {_UNDATED}",),
    ),
    "ended": _Strata(
        (f"status = 'ended' AND {_DATED}", f"status = 'open' AND {_PASSED}"), (f"status = 'ended' AND {_UNDATED}",)
    ),
    "died": _Strata((f"status = 'died' AND {_DATED}",), (f"status = 'died' AND {_UNDATED}",)),
}
"""`hub.ports.board.status_on` and `is_listed`, said once more in SQL."""
_ASKED: Final[tuple[tuple[str, LiteralString], ...]] = (
    ("ics", "ics = %(ics)s"),
    ("council", "council = %(council)s"),
    ("trust", "trust = %(trust)s"),
    ("provider", "providers @> ARRAY[%(provider)s]"),
)
_LISTED: Final = "FROM state WHERE processor = %(processor)s AND now_ref IS NULL"
_FORWARDS: Final = "ORDER BY last_covered_day, subject"
_BACKWARDS: Final = "ORDER BY last_covered_day DESC, subject DESC"


def _narrowed(ask: BoardFilter) -> tuple[dict[str, Any], LiteralString]:
    """Give the values of a filter, and its conditions to go behind those of a stratum."""
    wanted = [(name, condition, getattr(ask, name)) for name, condition in _ASKED]
    values: dict[str, Any] = {"on": ask.on, "processor": ask.processor}
    values.update({name: value for name, _, value in wanted if value is not None})
    return values, "".join([f" AND {condition}" for _, condition, value in wanted if value is not None])


async def page(connection: AsyncConnection, ask: BoardFilter) -> Sequence[StateRow]:
    """Give one page in the order of `hub.ports.board.in_order`: who has a last covered day, then who has none."""
    if ask.status is not None and ask.status not in _STRATA:
        return []
    strata = [_STRATA[status] for status in ((ask.status,) if ask.status else PRESENT)]
    order: LiteralString = _BACKWARDS if ask.status in PAST else _FORWARDS
    beyond: LiteralString = "<" if ask.status in PAST else ">"
    values, narrowed = _narrowed(ask)
    after, found = place_after(ask.after), list[StateRow]()
    if after is not None:
        values["day"], values["subject"] = after
    if after is None or after[0] != NO_DAY:
        rest: LiteralString = f" AND (last_covered_day, subject) {beyond} (%(day)s, %(subject)s)" if after else ""
        dated = _first([condition for one in strata for condition in one.dated], narrowed + rest, order)
        found += await _rows(connection, dated, values | {"limit": ask.limit})
        after = None
    if len(found) < ask.limit:
        rest = f" AND subject {beyond} %(subject)s" if after else ""
        undated = _first([condition for one in strata for condition in one.undated], narrowed + rest, order)
        found += await _rows(connection, undated, values | {"limit": ask.limit - len(found)})
    return found


def _first(strata: Sequence[LiteralString], rest: LiteralString, order: LiteralString) -> LiteralString:
    """Give the question for the first rows of some strata together."""
    each = [f"(SELECT {STATE_COLUMNS} {_LISTED} AND {one}{rest} {order} LIMIT %(limit)s)" for one in strata]
    return f"SELECT * FROM ({' UNION ALL '.join(each)}) AS found {order} LIMIT %(limit)s"  # noqa: S608 - constants


async def _rows(connection: AsyncConnection, query: LiteralString, values: Mapping[str, Any]) -> list[StateRow]:
    async with connection.cursor(binary=True) as cursor:
        await cursor.execute(query, values)
        return [state_of(row) for row in await cursor.fetchall()]


async def counts(connection: AsyncConnection, ask: BoardFilter) -> Mapping[str, int]:
    """Give how many people have each status on the day; of the past no more than `COUNTED_AT_MOST`."""
    values, narrowed = _narrowed(ask)
    each = [
        f"SELECT '{status}', count(*) FROM ({_counted(strata, narrowed, past=status in PAST)}) AS counted"  # noqa: S608 - constants
        for status, strata in _STRATA.items()
    ]
    query = " UNION ALL ".join(each)
    found = await (await connection.execute(query, values | {"most": COUNTED_AT_MOST})).fetchall()
    return {status: min(number, COUNTED_AT_MOST) if status in PAST else number for status, number in found if number}


def _counted(strata: _Strata, narrowed: LiteralString, *, past: bool) -> LiteralString:
    """Give whom to count; the order makes the server walk its index, and stop, instead of gathering the past first."""
    end: LiteralString = f" {_FORWARDS} LIMIT %(most)s" if past else ""
    every = [*strata.dated, *strata.undated]
    return " UNION ALL ".join([f"(SELECT {_LISTED} AND {one}{narrowed}{end})" for one in every])


async def choices(connection: AsyncConnection, ask: BoardFilter) -> Mapping[str, Sequence[str]]:
    """Give the codes that occur on the board."""
    present = [one for status in PRESENT for one in (*_STRATA[status].dated, *_STRATA[status].undated)]
    here = " UNION ALL ".join([f"SELECT ics, council, trust, providers {_LISTED} AND {one}" for one in present])
    query = f"""
        WITH here AS (SELECT DISTINCT * FROM ({here}) AS present)
        SELECT 'ics', ics FROM here UNION SELECT 'council', council FROM here UNION SELECT 'trust', trust FROM here
        UNION SELECT 'provider', unnest(providers) FROM here
    """  # noqa: S608 - parts are constants
    found = await (await connection.execute(query, {"on": ask.on, "processor": ask.processor})).fetchall()
    codes: dict[str, list[str]] = {"ics": [], "council": [], "trust": [], "provider": []}
    for name, code in found:
        if code is not None:
            codes[name].append(code)
    return {name: sorted(held) for name, held in codes.items()}
