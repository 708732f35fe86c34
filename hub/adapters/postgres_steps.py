"""The board by what waits, in SQL: each step is one range of an index, what is due first before the rest."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from msgspec.structs import replace
from psycopg import AsyncConnection

from hub.adapters.postgres_board import LISTED, first_of, is_status, narrowed_by, rows_of, standing_by
from hub.domain.rules import Rule
from hub.ports.board import COUNTED_AT_MOST, PAST, StepCount, in_steps, place_after
from hub.ports.board_filter import BoardFilter
from hub.ports.store import StateRow

_DUE: Final = "COALESCE(step_due, DATE '9999-12-31')"
_ORDER: Final = f"ORDER BY {_DUE}, subject"
STEPS: Final = tuple(sorted(rule.label.removeprefix("step_") for rule in Rule if rule.name.startswith("STEP_")))
"""Every step that there may be; of those that nobody waits with the range is empty."""


def _asked(ask: BoardFilter) -> tuple[dict[str, Any], LiteralString]:
    values, narrowed = narrowed_by(ask)
    held: LiteralString = "" if ask.holder is None else " AND holder = %(holder)s"
    return values | {"holder": ask.holder}, f"{narrowed}{held} AND {standing_by(ask.status)}"


async def page_by_step(connection: AsyncConnection, ask: BoardFilter) -> Sequence[StateRow]:
    """Give one page of people for whom something waits, by the day on which it is due."""
    if not is_status(ask.status) or ask.status in PAST:
        return []
    values, narrowed = _asked(ask)
    after = place_after(ask.after)
    if after is not None:
        values["day"], values["subject"] = after.day, after.subject
        narrowed += f" AND ({_DUE}, subject) > (%(day)s, %(subject)s)"
    strata, named = _strata(STEPS if ask.step is None else (ask.step,))
    return await rows_of(connection, first_of(strata, narrowed, _ORDER), values | named | {"limit": ask.limit})


def _strata(steps: Sequence[str]) -> tuple[list[LiteralString], dict[str, str]]:
    """Give a condition for each step, and the values that they name."""
    names: list[LiteralString] = [_NAMES[place] for place in range(len(steps))]
    return [f"step = %({name})s" for name in names], dict(zip(names, steps, strict=True))


_LETTERS: Final[LiteralString] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NAMES: Final[tuple[LiteralString, ...]] = tuple(f"step_{letter}" for letter in _LETTERS)


async def counted_steps(connection: AsyncConnection, ask: BoardFilter) -> list[StepCount]:
    """Give the steps that wait, by holder, each with of how many people; of a step no more than `COUNTED_AT_MOST`."""
    if not is_status(ask.status) or ask.status in PAST:
        return []
    values, narrowed = _asked(replace(ask, step=None, holder=None))
    strata, named = _strata(STEPS)
    each = [f"(SELECT step, holder {LISTED} AND {one}{narrowed} {_ORDER} LIMIT %(most)s)" for one in strata]
    query = f"SELECT step, holder, count(*) FROM ({' UNION ALL '.join(each)}) AS found GROUP BY step, holder"  # noqa: S608 - constants
    found = await (await connection.execute(query, values | named | {"most": COUNTED_AT_MOST})).fetchall()
    return in_steps(found)
