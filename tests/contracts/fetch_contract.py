"""What every host promises that hands fetches to a taker: each record once, in order, and none passed over."""

import asyncio
from collections.abc import Callable, Sequence

import pytest

from hub.errors import Defect, PositionRefused, Unavailable
from hub.ports.log import Record
from tests.contracts.fetch_cases import LANES, LIMIT, HostCase, Worker

SECRET = "Ermintrude Featherstonehaugh"
SOON = 20.0


async def until(met: Callable[[], bool]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(SOON):
        while not met():  # noqa: ASYNC110 - conditions of others
            await asyncio.sleep(0.05)


class FetchContract:
    """Held over every host; `case` is a `HostCase`."""

    async def test_everything_once_and_in_order(self, case: HostCase) -> None:
        """What waited before the start and what comes while it runs is taken once, in the order of each lane."""
        await case.send(3 * LIMIT + 1)
        async with case.worker():
            for _ in range(5):
                await case.send(LIMIT // 2 + 3)
                await asyncio.sleep(0.05)
            assert await case.all_noted() == case.sent

    async def test_a_host_that_waits_is_woken_soon(self, case: HostCase) -> None:
        """A number is seen on the dashboards seconds after its event, also when nothing came for a while."""
        await case.send(1)
        async with case.worker():
            await case.all_noted()
            for lane in range(LANES):
                await case.send(1, [lane])
                await case.all_noted(within_s=3)
            assert await case.all_noted() == case.sent

    async def test_the_stores_position_counts(self, case: HostCase) -> None:
        """A lane begins after what its store includes, whatever the log remembers of the reader."""
        await case.send(2 * LIMIT)
        case.noted.stand_at(1, LIMIT)
        expected = {lane: case.sent[lane][LIMIT + 1 :] if lane == 1 else case.sent[lane] for lane in range(LANES)}
        async with case.worker():
            await until(lambda: case.noted.values() == expected)

    @pytest.mark.parametrize("times", [1, 40])
    async def test_a_part_that_is_away_is_waited_for_in_place(self, case: HostCase, times: int) -> None:
        """While the store is away the same fetch is tried again and nothing after it is asked for; others go on."""
        await case.send(3 * LIMIT)
        async with case.worker() as worker:
            left = [times]
            worker.given.trouble = _sometimes(0, left, Unavailable("the store is away"))
            assert await case.all_noted() == case.sent
        tried = [first for lane, first in worker.given.fetches if lane == 0]
        assert tried[: times + 1] == [0] * (times + 1)

    async def test_a_lane_that_waits_holds_no_other(self, case: HostCase) -> None:
        """One lane's part is away for long: the other lanes are served meanwhile, and it goes on where it was."""
        await case.send(LIMIT)
        async with case.worker() as worker:
            worker.given.trouble = lambda lane, _: Unavailable("away") if lane == 2 else None
            others = {lane: case.sent[lane] for lane in range(LANES) if lane != 2}
            await until(lambda: case.noted.values() == others)
            await case.send(LIMIT)
            await until(lambda: case.noted.values() == {lane: case.sent[lane] for lane in others})
            assert {first for lane, first in worker.given.fetches if lane == 2} <= {0}
            worker.given.trouble = lambda _lane, _records: None
            assert await case.all_noted() == case.sent

    async def test_a_refused_lane_begins_again_where_the_store_stands(self, case: HostCase) -> None:
        """Another worker had the lane for a while: what it took is not taken again, what it did not take is."""
        await case.send(3 * LIMIT)
        async with case.worker() as worker:
            left = [3]
            worker.given.trouble = _sometimes(3, left, PositionRefused("the lane belongs to another writer now"))
            assert await case.all_noted() == case.sent
            assert not worker.task.done()

    async def test_a_defect_stops_loudly_and_nothing_past_it_is_taken(
        self, case: HostCase, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """What only a person can put right ends the lane, with its kind told; after the repair it goes on there."""
        await case.send(3 * LIMIT)
        async with case.worker() as worker:
            worker.given.trouble = _at(1, LIMIT, ValueError(SECRET))
            await until(lambda: worker.stopped == [1])
            said = await _end(worker)
        assert case.noted.positions()[1] < LIMIT
        assert [lane.kinds for lane in await worker.book.stopped()] == [("ValueError",)]
        async with case.worker():
            assert await case.all_noted() == case.sent
        told = capsys.readouterr()
        assert SECRET not in said + told.out + told.err
        assert "ValueError" in told.out + told.err

    async def test_a_stop_takes_seconds_also_while_a_lane_waits(self, case: HostCase) -> None:
        """Whoever stops the hub is not held up by a store that is away, and nothing is lost by it."""
        await case.send(LIMIT)
        async with case.worker() as worker:
            worker.given.trouble = lambda lane, records: Unavailable("away") if lane == 0 and records else None
            await until(lambda: (0, 0) in worker.given.fetches)
            async with asyncio.timeout(5):
                worker.task.cancel()
                await asyncio.gather(worker.task, return_exceptions=True)
        async with case.worker():
            assert await case.all_noted() == case.sent


def _sometimes(lane: int, left: list[int], failure: Exception) -> Callable[[int, Sequence[Record]], Exception | None]:
    """Fail one lane's takes so many times."""

    def trouble(of: int, records: Sequence[Record]) -> Exception | None:
        if of != lane or not records or left[0] == 0:
            return None
        left[0] -= 1
        return failure

    return trouble


def _at(lane: int, position: int, failure: Exception) -> Callable[[int, Sequence[Record]], Exception | None]:
    """Fail whatever holds one record."""
    return lambda of, records: failure if of == lane and any(r.position == position for r in records) else None


async def _end(worker: Worker) -> str:
    """End a worker that stopped; give what it raised."""
    worker.task.cancel()
    (ended,) = await asyncio.gather(worker.task, return_exceptions=True)
    assert isinstance(ended, Defect | asyncio.CancelledError)
    return f"{ended!r} {ended.__cause__!r} {ended.__context__!r}"
