"""How far a fold is, told while it runs: from what the store keeps, whichever processes do the folding."""

import asyncio
import sys
import time
from collections.abc import Mapping
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from hub.commands.output import say
from hub.errors import Unavailable
from hub.ports.log import BEGINNING, Partition
from hub.ports.store import Store
from hub.runtime.rebuild import Rebuild
from hub.runtime.shadow import EXCHANGES, shadow_name

_LOOK_EVERY_S, _LINE_EVERY_S = 0.5, 5.0
_FORETELLS = 0.01
"""The share of the work after which its pace says something: before, workers still start and lanes still open."""


class Standing(NamedTuple):
    """How far a fold is: records of all that live has folded, and people."""

    done: int
    total: int
    people: int


def records(positions: Mapping[Partition, int]) -> int:
    """Count the records up to these positions."""
    return sum(position - BEGINNING for at, position in positions.items() if at.topic != EXCHANGES)


async def standing(rebuild: Rebuild, store: Store, group: str) -> Standing:
    """Ask the store how far the shadow of a group is."""
    live, shadow = await store.positions(group), await store.positions(shadow_name(group))
    notes = await rebuild.notes()
    return Standing(records(shadow), records(live), sum(note.people for note in notes.values()))


def pace(first: Standing, now: Standing, seconds: float) -> str:
    """Say how fast it goes, and how long the rest will take."""
    done, people = now.done - first.done, (now.people - first.people) / seconds
    events = done / seconds
    left = f"{(now.total - now.done) / events:,.0f} s left" if events else "waiting"
    if 0 < done < _FORETELLS * (first.total - first.done):
        left = "time left not known yet"
    return f"{events:,.0f} events/s, {people:,.0f} people/s, {left}"


async def tell(rebuild: Rebuild, store: Store, group: str) -> None:
    """Tell until cancelled: a bar on a terminal, else a line now and then."""
    first, started = await standing(rebuild, store, group), time.monotonic()
    console, told = Console(stderr=True), started
    columns = (TextColumn("folding again"), BarColumn(), TextColumn("{task.percentage:>3.0f} % {task.fields[pace]}"))
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bars:
        bar: TaskID = bars.add_task("fold", total=max(first.total, 1), pace="")
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            try:
                now = await standing(rebuild, store, group)
            except Unavailable:
                continue
            words = pace(first, now, time.monotonic() - started)
            bars.update(bar, completed=now.done, total=max(now.total, 1), pace=words)
            if not sys.stderr.isatty() and time.monotonic() - told > _LINE_EVERY_S:
                told = time.monotonic()
                say(f"folded {now.done:,} of {now.total:,} events, {now.people:,} people: {words}")
