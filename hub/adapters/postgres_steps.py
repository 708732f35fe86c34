"""The board by what waits, in SQL.  `hub.ports.board` says the same in Python.

What comes next for somebody is one range of an index for each step, what is due first before the rest.  What else waits
(`also`) is looked into by step and holder, and those who are found there are put in order by the days of what was asked
for.  Rows that an earlier release wrote know of nothing else.
"""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from msgspec.structs import replace
from psycopg import AsyncConnection

from hub.adapters.postgres_board import LISTED, is_status, narrowed_by, rows_of, standing_as
from hub.adapters.postgres_rows import BETWEEN_BOTH, STATE_COLUMNS, key_of
from hub.domain.rules import Rule
from hub.ports.board import place_after, statuses_asked
from hub.ports.board_filter import BoardFilter
from hub.ports.board_steps import COUNTED_AT_MOST, StepCounts, added
from hub.ports.store import StateRow

_NO_DAY: Final = "DATE '9999-12-31'"
_DUE: Final = f"COALESCE(step_due, {_NO_DAY})"
_ORDER: Final = f"ORDER BY {_DUE}, subject"
STEPS: Final = tuple(sorted(rule.label.removeprefix("step_") for rule in Rule if rule.name.startswith("STEP_")))
"""Every step that there may be; of those that nobody waits with the range is empty."""
HOLDERS: Final = ("hospital", "council", "provider", "ics", None)
"""Whoever may hold one."""
_COMES_NEXT: Final = "step = ANY(%(steps)s::text[]) AND (%(holder)s::text IS NULL OR holder = %(holder)s)"
_WAITS_TOO: Final = "also && %(keys)s::text[]"
_DUE_BESIDE: Final = f"""(
    SELECT min(COALESCE(due, {_NO_DAY})) FROM unnest(also, also_due) AS one (key, due) WHERE key = ANY(%(keys)s::text[])
)"""  # noqa: S608 - constants


async def page_by_step(connection: AsyncConnection, ask: BoardFilter) -> Sequence[StateRow]:
    """Give one page of people for whom something waits, by the day on which it is due."""
    if not is_status(ask.status):
        return []
    values, narrowed = _asked(ask)
    after = place_after(ask.after)
    behind: LiteralString = ""
    if after is not None:
        values["day"], values["subject"] = after.day, after.subject
        behind = "(%(day)s, %(subject)s)"
    strata, named = _strata(STEPS if ask.step is None else (ask.step,))
    parts = [_next_only(one, narrowed, behind) for one in strata]
    every = " UNION ALL ".join([*parts, _beside(narrowed, behind)])
    query = f"SELECT {STATE_COLUMNS} FROM ({every}) AS found ORDER BY asked, subject LIMIT %(limit)s"  # noqa: S608 - constants
    return await rows_of(connection, query, values | named | {"limit": ask.limit})


def _asked(ask: BoardFilter) -> tuple[dict[str, Any], LiteralString]:
    """Give the values of a filter, and its conditions but for those of the step itself."""
    values, narrowed = narrowed_by(ask)
    steps = STEPS if ask.step is None else (ask.step,)
    keys = [key_of(step, holder) for step in steps for holder in HOLDERS if ask.holder in {None, holder}]
    statuses = statuses_asked(ask)
    stands = standing_as(statuses) if statuses else "false"
    return values | {"holder": ask.holder, "steps": list(steps), "keys": keys}, f"{narrowed} AND {stands}"


def _next_only(one: LiteralString, narrowed: LiteralString, behind: LiteralString) -> LiteralString:
    """Give the question for people for whom a step comes next, and nothing else that was asked for waits."""
    rest: LiteralString = f" AND ({_DUE}, subject) > {behind}" if behind else ""
    held = "(%(holder)s::text IS NULL OR holder = %(holder)s)"
    return (
        f"(SELECT {STATE_COLUMNS}, {_DUE} AS asked {LISTED} AND {one} AND {held}"
        f" AND ({_WAITS_TOO}) IS NOT TRUE{narrowed}{rest} {_ORDER} LIMIT %(limit)s)"
    )


def _beside(narrowed: LiteralString, behind: LiteralString) -> LiteralString:
    """Give the question for people for whom something that was asked for waits beside what comes next."""
    rest: LiteralString = f" WHERE (asked, subject) > {behind}" if behind else ""
    day = f"LEAST({_DUE_BESIDE}, CASE WHEN {_COMES_NEXT} THEN {_DUE} END)"
    every = f"SELECT {STATE_COLUMNS}, {day} AS asked {LISTED} AND {_WAITS_TOO}{narrowed}"
    return f"(SELECT * FROM ({every}) AS beside{rest} ORDER BY asked, subject LIMIT %(limit)s)"  # noqa: S608 - as above


def _strata(steps: Sequence[str]) -> tuple[list[LiteralString], dict[str, str]]:
    """Give a condition for each step, and the values that they name."""
    names: list[LiteralString] = [_NAMES[place] for place in range(len(steps))]
    return [f"step = %({name})s" for name in names], dict(zip(names, steps, strict=True))


_LETTERS: Final[LiteralString] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NAMES: Final[tuple[LiteralString, ...]] = tuple(f"step_{letter}" for letter in _LETTERS)
_KEYS: Final = ", ".join([f"one.step || '{key_of('', holder)}'" for holder in HOLDERS])
_PEOPLE: Final = """
SELECT GROUPING(step, holder), step, holder, count(DISTINCT subject) FROM found
GROUP BY GROUPING SETS ((step, holder), (step), (holder))
"""


async def counted_steps(connection: AsyncConnection, ask: BoardFilter) -> StepCounts:
    """Give of how many people each step waits, and with whom; of a step no more than `COUNTED_AT_MOST`."""
    if not is_status(ask.status):
        return added([])
    values, narrowed = _asked(replace(ask, step=None, holder=None, order="due"))
    strata, named = _strata(STEPS)
    each = [f"(SELECT subject, step, holder {LISTED} AND {one}{narrowed} {_ORDER} LIMIT %(most)s)" for one in strata]
    query = f"WITH found AS ({' UNION ALL '.join([*each, _also(narrowed)])}) {_PEOPLE}"
    told = await (await connection.execute(query, values | named | {"most": COUNTED_AT_MOST})).fetchall()
    pairs = {(step, holder): number for kind, step, holder, number in told if kind == _BOTH}
    steps = {step: number for kind, step, _, number in told if kind == _STEP}
    holders = {holder: number for kind, _, holder, number in told if kind == _HOLDER}
    return added([StepCounts(pairs, steps, holders)])


_BOTH, _STEP, _HOLDER = 0, 1, 2
"""What `GROUPING` says of a number: one bit for each of the two that it is not split by."""


def _also(narrowed: LiteralString) -> LiteralString:
    """Give the question for whom each step waits beside what comes next, and with whom."""
    mine = f"SELECT subject, also {LISTED} AND also && ARRAY[{_KEYS}]{narrowed} LIMIT %(most)s"
    return f"""
        SELECT held.subject, one.step, NULLIF(split_part(key, '{BETWEEN_BOTH}', 2), '')
        FROM unnest(%(steps)s::text[]) AS one (step)
        CROSS JOIN LATERAL ({mine}) AS held CROSS JOIN LATERAL unnest(held.also) AS key
        WHERE split_part(key, '{BETWEEN_BOTH}', 1) = one.step
    """  # noqa: S608 - constants
