"""`hub bench history`: how the history of people is best kept, measured on many rows."""

from enum import StrEnum
from typing import Annotated

import typer

from hub.bench.history.run import bench_history
from hub.commands.bench_bars import with_bars
from hub.commands.output import guarded, show


class Layouts(StrEnum):
    """Ways to lay the table out: one table, parts by hash of the person, parts by the person's first four bits."""

    ONE = "one"
    HASH_8 = "hash_8"
    HASH_16 = "hash_16"
    RANGE_16 = "range_16"


_COMPARED = [Layouts.ONE, Layouts.RANGE_16]


def history(
    rows: Annotated[int, typer.Option(min=20, help="Rows of history; ten million need 25 GB of disk.")] = 1_000_000,
    layout: Annotated[list[Layouts], typer.Option(help="What is compared; several times.")] = _COMPARED,
    state_events: Annotated[int, typer.Option(min=0, help="Events folded to see how states age; 0: none.")] = 60_000,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Sizes, questions, vacuum and bloat of ways to keep histories.  Example: `hub bench history --rows 10000000`."""
    names = [one.value for one in layout]
    show(
        guarded(lambda: with_bars(rows, lambda moved: bench_history(rows, names, state_events, moved))), compact=as_json
    )
