"""`hub feeds`: each sender, how it is doing, and whether it has gone silent."""

from typing import Annotated, Any

import typer

from hub.api.feed_state import FeedRow, feed_rows, in_words
from hub.commands.output import show, table, with_hub
from hub.composition import Core
from hub.rhythms import rhythms
from hub.runtime.waiting_rows import waiting_rows
from hub.web.dates import duration, every

_COLUMNS = (
    "feed", "kind", "state", "newest", "expected", "accepted", "ignored", "refused", "parked", "findings", "waiting",
)  # fmt: skip


def feeds(*, as_json: Annotated[bool, typer.Option("--json", help="JSON on one line.")] = False) -> None:
    """List the feeds, silent ones first: newest message, expected rhythm, counts.

    A feed is silent when nothing came for its rhythm and some grace, or never anything.  Refused is what was ever
    refused, parked what of it waits in quarantine now, and findings are remarks about what was taken.  Waiting are
    rows about people whom nobody has told the hub of yet.

    Example: `hub feeds`.
    """

    async def task(core: Core) -> list[tuple[FeedRow, int]]:
        waiting = await waiting_rows(core.store, core.codec, core.group.processors[0].name)
        rows = await feed_rows(core.feeds, core.quarantine, rhythms(core.settings), core.clock.now())
        return [(row, waiting.get(row.feed, 0)) for row in rows]

    rows = with_hub(task)
    if as_json:
        show([row._asdict() | {"waiting": waiting} for row, waiting in rows], compact=True)
    else:
        table(_COLUMNS, [[*_cells(row), waiting] for row, waiting in rows])


def _cells(row: FeedRow) -> list[Any]:
    return [
        row.feed,
        row.kind,
        in_words(row),
        "never" if row.age_minutes is None else f"{duration(row.age_minutes)} ago",
        None if row.expected_every_minutes is None else every(row.expected_every_minutes),
        row.accepted,
        row.ignored,
        row.rejected,
        row.parked,
        row.findings,
    ]
