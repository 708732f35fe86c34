"""A lane that stopped at a state of an older release, and looks by itself whether the log was folded again."""

import asyncio

import pytest

from hub.bench.lives import LIFE
from hub.domain.lanes import lane_of
from hub.errors import Defect, OtherVersion
from hub.ports.log import Partition
from hub.ports.store import Batch, Move, StateRow
from hub.runtime.folding import AnyProcessor
from hub.runtime.kept_versions import is_ours, only_by_version
from hub.runtime.rows import Packed, pack, state_in
from tests.runtime.folded_twice import House, Second, care
from tests.runtime.test_outdated import HELD, KNOWN, LIVE, Worker, folded, until, until_folded, versions


async def test_a_lane_that_stopped_at_an_older_state_goes_on_once_the_log_was_folded_again() -> None:
    """Whoever types `hub rebuild` late need not restart a worker too: the lane looks by itself, and is told once.

    While it stands still it has no part in what running lanes do, and nothing is folded.
    """
    house = House(care())
    await house.send(LIVE[:HELD])
    await house.settle()
    newer, lane = Worker(house, care(Second())), lane_of(KNOWN, 2)
    await house.send(LIVE[HELD:])
    await until(lambda: newer.stopped == [lane])
    await asyncio.sleep(0.2)
    assert (newer.stopped, set(newer.host.lanes), await folded(house)) == ([lane], {1 - lane}, HELD)
    assert [one.lane for one in await newer.book.stopped()] == [lane]
    await house.turned(care(Second()))
    await until_folded(house, LIFE)
    assert (newer.stopped, set(newer.host.lanes), await newer.book.stopped()) == ([lane], {0, 1}, [])
    assert await versions(house) == {Second.version}
    await newer.end()


def of_version(version: int) -> tuple[OtherVersion, AnyProcessor]:
    """Give what a lane stops with at a state of a version, and the processor that stopped."""
    processor = Second()
    with pytest.raises(OtherVersion) as stopped:
        state_in(processor, Packed(version, b""), KNOWN)
    return stopped.value, processor


@pytest.mark.parametrize(("kept", "mended"), [(-1, False), (0, True), (1, True), (None, True)])
async def test_a_stopped_lane_asks_for_the_one_state_at_which_it_stopped(kept: int | None, *, mended: bool) -> None:
    """It costs one row a minute; a newer state makes it wait as outdated, and one that is gone stops nobody."""
    cause, processor = of_version(Second.version - 1)
    house = House(care())
    lane = lane_of(KNOWN, 2)
    if kept is not None:
        row = StateRow("joint", KNOWN, pack(Packed(Second.version + kept, b"")))
        at = Partition("hub.discharge.v1", lane)
        move = Move(at, await house.kept.store.claim(at, "care"), 1)
        await house.kept.store.put(Batch("care", [move], [row], (), (), ()))
    assert await is_ours(house.kept.store, [processor], lane, cause) is mended
    assert await is_ours(house.kept.store, [], lane, cause) is False
    assert await is_ours(house.kept.store, [processor], lane, OtherVersion("no state of anybody's")) is False
    assert KNOWN.hex() not in str(cause) + repr(cause)


def test_only_a_lane_that_nothing_else_stopped_looks_again() -> None:
    """A defect beside it would stop the lane again at once, and a person has to look at that one."""
    cause, _ = of_version(Second.version - 1)
    assert only_by_version(ExceptionGroup("one", [ExceptionGroup("within", [cause])])) is cause
    assert only_by_version(ExceptionGroup("two", [cause, Defect("planted")])) is None
    assert only_by_version(ExceptionGroup("another", [Defect("planted")])) is None
