"""Workers of two releases while an upgrade goes on: the older one waits where the newer one's states are."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import pytest
from structlog.testing import capture_logs

from hub.adapters.memory_lanes import MemoryLanes
from hub.bench.lives import LIFE, events, subject_of
from hub.domain.lanes import lane_of
from hub.observe.counting import Counting
from hub.observe.metrics import Metrics
from hub.processors.joint import JointProcessor
from hub.runtime.apply import Group
from hub.runtime.batch_host import BatchHost
from hub.runtime.lane import LaneParts
from hub.runtime.rows import unpack
from hub.runtime.shadow import Note, Role, live_is_newer
from tests.runtime.folded_twice import CODEC, House, Second, care
from tests.runtime.made import person, stay
from tests.runtime.test_exchanging import LATER, lived

KNOWN = subject_of(0)
HELD = LIFE // 2
"""How many events of the person who is known come before the upgrade."""
LIVE = list(events(LIFE, 1))


class Worker:
    """A process worker of one release, and what it said."""

    def __init__(self, house: House, group: Group) -> None:
        self.stopped: list[int] = []
        self.outdated: set[int] = set()
        parts = LaneParts(
            house.log, house.kept.store, CODEC, group, house.clock, lambda *_: None, batch=3, patience_s=0.01,
            on_outdated=self.outdated.add, look_again_s=0.02,
        )  # fmt: skip
        self.book = MemoryLanes()
        host = BatchHost(parts, self.book, self.stopped.append, retake_after_s=0.02)
        self.host = host
        self._task = asyncio.create_task(host.run())

    async def end(self) -> None:
        """Stop it, as a cluster does."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task


async def until(met: Callable[[], bool]) -> None:
    """Wait until something holds, for some seconds at most."""
    async with asyncio.timeout(10):
        while not met():  # noqa: ASYNC110 - the workers' doing
            await asyncio.sleep(0.005)


async def versions(house: House) -> set[int]:
    """Give the versions in which the joint states of everybody are kept."""
    people = [KNOWN, *NEW]
    found = [await house.kept.store.state("joint", subject) for subject in people]
    return {unpack(row.value).version for row in found if row is not None}


async def folded(house: House) -> int:
    """Count the events in the histories of everybody."""
    return sum([len(await house.kept.store.history(subject)) for subject in (KNOWN, *NEW)])


async def until_folded(house: House, count: int) -> None:
    """Wait until so many events are in the histories of everybody."""
    async with asyncio.timeout(10):
        while await folded(house) < count:  # noqa: ASYNC110 - the workers' doing
            await asyncio.sleep(0.01)


NEW = [next(p for p in map(person, map(str, range(99))) if lane_of(p, 2) == lane) for lane in (0, 1)]
"""A person in each lane of whom nothing is known before the upgrade."""


async def switched() -> House:
    """Give a house whose live state the next release has folded beside and taken the place of."""
    house = House(care())
    await house.day(LATER)
    await house.send(LIVE[:HELD])
    await house.settle()
    await house.turned(care(Second()))
    return house


async def test_an_older_worker_waits_where_a_newer_release_keeps_the_state_and_the_newer_one_goes_on() -> None:
    """A processor is upgraded without stopping: nobody is called, and nothing is lost.

    Also a person of whom nothing was known is left to the newer release: a state of the older shape would stop that.
    """
    house = await switched()
    older = Worker(house, care())
    await house.send([*LIVE[HELD:], *(event for who in NEW for event in stay(who, f"SP{who.hex()}", 0))])
    await until(lambda: older.outdated == {0, 1})
    await asyncio.sleep(0.1)
    assert (await folded(house), await versions(house), older.stopped) == (HELD, {Second.version}, [])
    newer = Worker(house, care(Second()))
    await until_folded(house, LIFE + 2 * len(stay(NEW[0], "SP", 0)))
    assert (await versions(house), older.stopped, newer.stopped, newer.outdated) == ({Second.version}, [], [], set())
    await older.end()
    await newer.end()


async def test_an_older_worker_that_was_folding_waits_at_the_first_state_of_a_newer_release() -> None:
    """A state of a newer version is no defect, however it came there: the lane says what it waits for, and waits."""
    house = await lived(care(Second()))
    with capture_logs() as lines:
        older = Worker(house, care())
        await house.send(stay(KNOWN, "SPNEW", 0))
        await until(lambda: bool(older.outdated))
        await older.end()
    said = [line for line in lines if line["event"] == "lane_outdated"]
    assert older.stopped == []
    assert {line["lane"] for line in said} == older.outdated
    assert all(f"version {Second.version}" in line["reason"] for line in said)


async def test_somebody_who_came_while_everybody_was_compared_is_kept_by_the_newer_release_too() -> None:
    """The older release works until the switch: whoever was new to it then would stop the newer release's lane."""
    house = House(care())
    await house.send(LIVE[:HELD])
    await house.settle()
    rebuild = house.again(care(Second()))
    await rebuild.begin(range(2), Role.PREVIOUS, told=True)
    await rebuild.fold()
    found = await rebuild.compare()
    lives = {who: stay(who, f"SP{who.hex()}", 0) for who in NEW}
    await house.send([life[0] for life in lives.values()])
    await house.settle()
    assert await versions(house) == {JointProcessor.version}
    await rebuild.exchange(found, Role.PREVIOUS)
    assert await versions(house) == {Second.version}
    newer = Worker(house, care(Second()))
    await house.send([*LIVE[HELD:], *(event for life in lives.values() for event in life[1:])])
    await until_folded(house, LIFE + sum(map(len, lives.values())))
    assert newer.stopped == []
    await newer.end()


async def test_a_lane_in_which_nobody_was_exchanged_waits_too() -> None:
    """A worker that had nothing to do when the fold was switched learns of it before it keeps the first new person."""
    house = House(care())
    await house.send(LIVE[:HELD])
    await house.settle()
    older = Worker(house, care())
    await asyncio.sleep(0.1)
    await house.turned(care(Second()))
    await house.send([event for who in NEW for event in stay(who, f"SP{who.hex()}", 0)])
    await until(lambda: older.outdated == {0, 1})
    assert (await folded(house), await versions(house), older.stopped) == (HELD, {Second.version}, [])
    await older.end()


async def test_after_the_way_back_an_older_worker_goes_on_by_itself() -> None:
    """Whoever waited, because the newer fold was live, folds on as soon as its own is live again."""
    house = await switched()
    older = Worker(house, care())
    await until(lambda: older.outdated == {0, 1})
    await house.turned(care(), target=Role.NEXT)
    await house.send(LIVE[HELD:])
    await until_folded(house, LIFE)
    assert (await versions(house), older.stopped) == ({JointProcessor.version}, [])
    await older.end()


async def test_a_newer_worker_that_meets_a_state_of_an_older_release_stops_and_says_so() -> None:
    """Nobody comes who could fold it: the log has to be folded again, and a person has to know."""
    house = House(care())
    await house.send(LIVE[:HELD])
    await house.settle()
    newer = Worker(house, care(Second()))
    await house.send(LIVE[HELD:])
    await until(lambda: newer.stopped == [lane_of(KNOWN, 2)])
    assert newer.outdated == set()
    await newer.end()


@pytest.mark.parametrize(
    ("note", "newer"),
    [
        (None, False),
        (Note("rules", ("joint 8",), Role.NEXT), False),
        (Note("rules", ("joint 8",), Role.NEXT, moved=b"someone"), True),
        (Note("rules", ("joint 8",), Role.PREVIOUS), True),
        (Note("rules", ("joint 7",), Role.PREVIOUS), False),
        (Note("rules", ("joint 6",), Role.PREVIOUS), False),
        (Note("rules", ("unheard-of 1",), Role.PREVIOUS), False),
        (Note("rules", ("joint 8",), Role.GOING), False),
    ],
)
def test_the_note_of_a_lane_says_whose_the_live_state_is(note: Note | None, newer: bool) -> None:  # noqa: FBT001 - a case
    """Beside a fold that is still being made the older release goes on; from the first exchange on it does not."""

    class Seventh(JointProcessor):
        version = 7

    assert live_is_newer(note, [Seventh()]) is newer


def test_waiting_for_a_newer_worker_is_a_metric_of_its_own() -> None:
    """Nobody is called because an upgrade goes on; whoever looks sees which lanes it still has to reach."""
    metrics = Metrics(lambda: 0)
    counting = Counting(metrics, "care")
    counting.outdated(3)
    assert 'hub_lane_outdated{group="care",lane="3"} 1.0' in metrics.render().decode()
    assert "hub_lane_stopped{" not in metrics.render().decode()
    assert "hub_lane_waits_total{" not in metrics.render().decode()
    counting.lost(3)
    assert 'hub_lane_outdated{group="care",lane="3"} 0.0' in metrics.render().decode()
    counting.outdated(3)
    counting.applied(3, 1, 0.1)
    assert 'hub_lane_outdated{group="care",lane="3"} 0.0' in metrics.render().decode()
