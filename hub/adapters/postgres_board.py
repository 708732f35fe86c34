"""The board's page in SQL.  `hub.ports.board` says the same in Python; the contract suite holds one to the other.

A status on a day is a few *strata*: a stored status with the last covered days after that day, before it, or without
one.  Each stratum is one range of an index, so that what lies in the past is never read.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, LiteralString, NamedTuple

from psycopg import AsyncConnection

from hub.adapters.postgres_rows import STATE_COLUMNS, state_of
from hub.ports.board import LIMITED, NO_DAY, PRESENT, UNFINISHED, codes_of, is_waiting, place_after
from hub.ports.board_filter import BoardFilter
from hub.ports.board_steps import COUNTED_AT_MOST
from hub.ports.store import StateRow


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
    UNFINISHED: _Strata((f"status = 'unfinished' AND {_DATED}",), (f"status = 'unfinished' AND {_UNDATED}",)),
    "died": _Strata((f"status = 'died' AND {_DATED}",), (f"status = 'died' AND {_UNDATED}",)),
}
"""`hub.ports.board.status_on` and `is_listed`, said once more in SQL."""
_ASKED: Final[tuple[tuple[str, LiteralString], ...]] = (
    ("ics", "ics = %(ics)s"),
    ("council", "council = %(council)s"),
    ("trust", "trust = %(trust)s"),
    ("provider", "providers @> ARRAY[%(provider)s]"),
)
_WAITING: Final[tuple[tuple[str, LiteralString], ...]] = (
    *[asked for asked in _ASKED if asked[0] != "trust"],
    ("trust", "waits_at = %(trust)s"),
    ("reason", "waits_for = ANY(%(reason)s)"),
)
"""The same of who is ready and has not left: these have indexes of their own."""
LISTED: Final = "FROM state WHERE processor = %(processor)s AND now_ref IS NULL"
_FORWARDS: Final = "ORDER BY last_covered_day, subject"
_BACKWARDS: Final = "ORDER BY last_covered_day DESC, subject DESC"


def narrowed_by(ask: BoardFilter) -> tuple[dict[str, Any], LiteralString]:
    """Give the values of a filter, and its conditions to go behind those of a stratum."""
    waiting = is_waiting(ask)
    wanted = [each for each in (_WAITING if waiting else _ASKED) if getattr(ask, each[0]) is not None]
    values: dict[str, Any] = {"on": ask.on, "processor": ask.processor}
    values.update({name: getattr(ask, name) for name, _ in wanted})
    if ask.reason is not None:
        values["reason"] = list(codes_of(ask.reason))
    ready: LiteralString = " AND waits_for IS NOT NULL" if waiting else ""
    return values, ready + "".join([f" AND {condition}" for _, condition in wanted])


def standing_by(status: str | None) -> LiteralString:
    """Give the condition that somebody has a status on the day, or any that the whole board shows."""
    return standing_as((*PRESENT, UNFINISHED) if status is None else (status,))


def standing_as(statuses: Sequence[str]) -> LiteralString:
    """Give the condition that somebody has one of some statuses on the day."""
    every = [f"({one})" for each in statuses for one in (*_STRATA[each].dated, *_STRATA[each].undated)]
    return f"({' OR '.join(every)})"


def is_status(status: str | None) -> bool:
    """Say whether there is such a status to ask for."""
    return status is None or status in _STRATA


class _Segment(NamedTuple):
    """A part of the board: its strata, whether the newest day comes first, and its place among the parts."""

    strata: tuple[LiteralString, ...]
    backwards: bool
    place: tuple[bool, bool]
    """Whether the weeks of its people are over, and whether they have no last covered day."""


def _segments(status: str | None) -> list[_Segment]:
    """Give the parts of the board that was asked for, in order: `hub.ports.board.in_order`, said once more."""
    parts = [PRESENT, (UNFINISHED,)] if status is None else [(status,)]
    found = []
    for part in parts:
        over, backwards = part == (UNFINISHED,), part[0] in LIMITED
        dated = tuple([one for each in part for one in _STRATA[each].dated])
        undated = tuple([one for each in part for one in _STRATA[each].undated])
        found += [_Segment(dated, backwards, (over, False)), _Segment(undated, backwards, (over, True))]
    return found


async def page(connection: AsyncConnection, ask: BoardFilter) -> Sequence[StateRow]:
    """Give one page in the order of `hub.ports.board.in_order`; one by steps is `hub.adapters.postgres_steps`'s."""
    if not is_status(ask.status):
        return []
    values, narrowed = narrowed_by(ask)
    after, found = place_after(ask.after), list[StateRow]()
    if after is not None:
        values["day"], values["subject"] = after.day, after.subject
    begins = None if after is None else (after.over, after.day == NO_DAY)
    for segment in _segments(ask.status):
        if len(found) == ask.limit or (begins is not None and segment.place < begins):
            continue
        rest = narrowed + (_behind(segment) if segment.place == begins else "")
        query = first_of(segment.strata, rest, _BACKWARDS if segment.backwards else _FORWARDS)
        found += await rows_of(connection, query, values | {"limit": ask.limit - len(found)})
    return found


def _behind(segment: _Segment) -> LiteralString:
    """Give the condition of who stands behind the cursor in its own segment."""
    beyond: LiteralString = "<" if segment.backwards else ">"
    undated = segment.place[1]
    if undated:
        return f" AND subject {beyond} %(subject)s"
    return f" AND (last_covered_day, subject) {beyond} (%(day)s, %(subject)s)"


def first_of(strata: Sequence[LiteralString], rest: LiteralString, order: LiteralString) -> LiteralString:
    """Give the question for the first rows of some strata together."""
    each = [f"(SELECT {STATE_COLUMNS} {LISTED} AND {one}{rest} {order} LIMIT %(limit)s)" for one in strata]
    return f"SELECT * FROM ({' UNION ALL '.join(each)}) AS found {order} LIMIT %(limit)s"  # noqa: S608 - constants


async def rows_of(connection: AsyncConnection, query: LiteralString, values: Mapping[str, Any]) -> list[StateRow]:
    """Give the rows that a question finds."""
    async with connection.cursor(binary=True) as cursor:
        await cursor.execute(query, values)
        return [state_of(row) for row in await cursor.fetchall()]


async def counts(connection: AsyncConnection, ask: BoardFilter) -> Mapping[str, int]:
    """Give how many people have each status on the day; over, no more than `COUNTED_AT_MOST`."""
    values, narrowed = narrowed_by(ask)
    each = [
        f"SELECT '{status}', count(*) FROM ({_counted(strata, narrowed, past=status in LIMITED)}) AS counted"  # noqa: S608 - constants
        for status, strata in _STRATA.items()
    ]
    query = " UNION ALL ".join(each)
    found = await (await connection.execute(query, values | {"most": COUNTED_AT_MOST})).fetchall()
    return {status: min(number, COUNTED_AT_MOST) if status in LIMITED else number for status, number in found if number}


def _counted(strata: _Strata, narrowed: LiteralString, *, past: bool) -> LiteralString:
    """Give whom to count; the order makes the server walk its index, and stop, instead of gathering the past first."""
    end: LiteralString = f" {_FORWARDS} LIMIT %(most)s" if past else ""
    every = [*strata.dated, *strata.undated]
    return " UNION ALL ".join([f"(SELECT {LISTED} AND {one}{narrowed}{end})" for one in every])


async def choices(connection: AsyncConnection, ask: BoardFilter) -> Mapping[str, Sequence[str]]:
    """Give the codes that occur on the board."""
    present = [one for status in PRESENT for one in (*_STRATA[status].dated, *_STRATA[status].undated)]
    each = [f"SELECT ics, council, trust, providers {LISTED} AND {one}" for one in present]
    over = [*_STRATA[UNFINISHED].dated, *_STRATA[UNFINISHED].undated]
    each += [f"(SELECT ics, council, trust, providers {LISTED} AND {one} {_BACKWARDS} LIMIT %(most)s)" for one in over]
    here = " UNION ALL ".join(each)
    query = f"""
        WITH here AS (SELECT DISTINCT * FROM ({here}) AS present),
        ready AS (SELECT DISTINCT waits_for, waits_at {LISTED} AND waits_for IS NOT NULL AND {standing_by(None)})
        SELECT 'ics', ics FROM here UNION SELECT 'council', council FROM here UNION SELECT 'trust', trust FROM here
        UNION SELECT 'provider', unnest(providers) FROM here
        UNION SELECT 'reason', waits_for FROM ready UNION SELECT 'trust', waits_at FROM ready
    """  # noqa: S608 - parts are constants
    values = {"on": ask.on, "processor": ask.processor, "most": COUNTED_AT_MOST}
    found = await (await connection.execute(query, values)).fetchall()
    codes: dict[str, list[str]] = {"ics": [], "council": [], "trust": [], "provider": [], "reason": []}
    for name, code in found:
        if code is not None:
            codes[name].append(code)
    return {name: sorted(held) for name, held in codes.items()}
