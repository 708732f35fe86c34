"""Figures are visible whole or not at all, wherever the writer dies, and a repeat makes them whole once."""

import asyncio
import signal
import sys
from typing import NamedTuple

import pytest

from hub.adapters.postgres_figures import PostgresFigures
from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_quarantine import PostgresQuarantine
from tests.contracts.figures_contract import discharges
from tests.figures_rows import GROUP, LANE, batch, cell, on
from tests.store.one_figures_put import PUT, UPTO, whole
from tests.store_rows import person

BEFORE = 3
FORMER = {person(1): b"old"}


class Shown(NamedTuple):
    """How much of the batch is there."""

    position: int
    discharges: int
    new: int
    told_day: int
    parked: int


NOTHING = Shown(BEFORE, 1, 0, 0, 0)
EVERYTHING = Shown(UPTO, 101, 40, 1, 1)


async def shown(database: Database) -> Shown:
    """Count what a database shows."""
    store = PostgresFigures(database, GROUP)
    kept = await store.kept(GROUP, [person(n) for n in range(40)])
    told_until = await store.told_until()
    assert told_until is not None
    return Shown(
        await store.position(LANE, GROUP),
        sum(await discharges(store)),
        list(kept.values()).count(b"new"),
        (told_until - on(0)).days,
        len(await PostgresQuarantine(database).parked()),
    )


async def prepare(store: PostgresFigures, group: str = GROUP) -> None:
    """Write what was there before."""
    await store.put(batch(await store.claim(LANE, group), BEFORE, cell(0), kept=FORMER, group=group))


async def killed(dsn: str, last: str) -> None:
    """Let a writer die behind a statement."""
    child = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.store.one_figures_put", dsn, last)
    assert await child.wait() == -signal.SIGKILL


@pytest.mark.parametrize("last", PUT)
async def test_a_writer_of_figures_killed_behind_any_statement_loses_and_doubles_nothing(
    database: Database, store_dsn: str, last: str
) -> None:
    """Sums, people, quarantine and position are there together or not at all, and the repeat counts once."""
    store = PostgresFigures(database, GROUP)
    await prepare(store)
    await killed(store_dsn, last)
    await store.claim(LANE, GROUP)  # waits until the server has noticed
    assert await shown(database) == (EVERYTHING if last == "commit" else NOTHING)
    for _ in range(2):
        claim = await store.claim(LANE, GROUP)
        if claim.position < UPTO:
            await store.put(whole(claim))
        assert await shown(database) == EVERYTHING


async def test_every_statement_of_a_put_of_figures_is_a_place_to_die_at(database: Database) -> None:
    """The proof above covers each statement: a new one must be named in it."""
    seen: list[str] = []
    store = PostgresFigures(database, GROUP, after_statement=seen.append)
    await store.put(whole(await store.claim(LANE, GROUP)))
    assert tuple(seen) == PUT


async def test_a_replacement_killed_before_its_commit_never_was(database: Database, store_dsn: str) -> None:
    """The dashboards show the old fold until they show the new one; given again, the command does its work."""
    store = PostgresFigures(database, GROUP)
    await prepare(store)
    await prepare(store, "beside")
    await store.put(batch(await store.claim(LANE, "beside"), 5, cell(1), group="beside"))
    await killed(store_dsn, "replaced")
    assert await discharges(store) == [1]
    await store.replace(GROUP, "beside")
    assert await discharges(store) == [1, 1]
    assert await store.position(LANE, GROUP) == 5
