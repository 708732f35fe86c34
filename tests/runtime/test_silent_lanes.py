"""A lane to which nothing is handed: whether there is nothing, or somebody stands still."""

import asyncio

import pytest

from hub.adapters.memory_lanes import MemoryLanes
from hub.errors import Defect, Unavailable
from tests.runtime.handed import ONE, Taken, give, made, until


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a lane ask soon whether its silence means that there is nothing."""
    monkeypatch.setattr("hub.runtime.fetched_lane.SILENT_S", 0.02)
    monkeypatch.setattr("hub.runtime.fetched_lane.OWED_S", 0.02)


@pytest.mark.usefixtures("impatient")
async def test_a_quiet_topic_is_no_failure() -> None:
    """Nothing came for a while because nothing was told: the lane waits on, and takes what comes then."""
    taken = Taken()
    lanes = made(taken)
    lanes.gain([ONE])
    await asyncio.sleep(0.1)
    taken.more = Unavailable("the broker is away")
    await asyncio.sleep(0.1)
    taken.more = False
    await give(lanes, ONE, 0)
    await until(lambda: taken.taken == [(0, [0])])
    assert not lanes.failed.done()
    await lanes.lose()


@pytest.mark.usefixtures("impatient")
async def test_a_reader_that_hands_over_nothing_any_more_ends_the_host() -> None:
    """The log has more and nothing comes: somebody else shall read it, and no defect is noted."""
    taken, book = Taken(), MemoryLanes()
    taken.more = True
    lanes = made(taken, book)
    lanes.gain([ONE])
    with pytest.raises(Unavailable, match="more than is handed over"):
        await asyncio.wait_for(lanes.failed, 2)
    assert await book.stopped() == []
    await lanes.lose()


@pytest.mark.usefixtures("impatient")
async def test_what_comes_a_little_late_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the question and the fetch it was on its way."""
    monkeypatch.setattr("hub.runtime.fetched_lane.OWED_S", 2)
    taken = Taken()
    taken.more = True
    lanes = made(taken)
    lanes.gain([ONE])
    await asyncio.sleep(0.1)
    await give(lanes, ONE, 0)
    await until(lambda: len(taken.taken) == 1)
    await lanes.lose()


@pytest.mark.usefixtures("impatient")
async def test_a_topic_that_became_shorter_than_our_position_ends_the_host() -> None:
    """It was made anew while nothing came: the host must not wait for it to grow."""
    taken = Taken()
    taken.more = Defect("the topic ends before our position")
    lanes = made(taken)
    lanes.gain([ONE])
    with pytest.raises(Defect):
        await asyncio.wait_for(lanes.failed, 2)
    await lanes.lose()
