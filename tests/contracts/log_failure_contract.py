"""What every log promises when it closes, loses a lane or goes away."""

import asyncio

import pytest

from hub.errors import Unavailable
from hub.ports.log import BEGINNING, Draft, Partition
from tests.contracts.log_cases import LANES, LogCase
from tests.contracts.log_steps import SOON, closed, ended, first_of, numbered, once_available, until_unavailable


class LogFailureContract:
    """Held over every adapter; `case` is a `LogCase`."""

    async def test_closing_ends_readers(self, case: LogCase) -> None:
        """A hub that stops leaves no reader hanging: waiting ones end, later appends are refused."""
        log = await case.open()
        draft = Draft(case.topics[0], b"key", b"value", number=0)
        await log.append([draft])
        reader = log.read(Partition(case.topics[0], 0), BEGINNING)
        lanes = log.assignments("care")
        async with asyncio.timeout(SOON):
            await anext(reader)
            await anext(lanes)
            waiting = [asyncio.create_task(ended(iterator)) for iterator in (reader, lanes)]
            await asyncio.sleep(0.2)
            await log.close()
            assert await asyncio.gather(*waiting) == [True, True]
        with pytest.raises(Unavailable):
            await log.append([draft])
        with pytest.raises(Unavailable):
            await log.end(Partition(case.topics[0], 0))
        assert await ended(log.read(Partition(case.topics[0], 0), BEGINNING))
        assert await ended(log.assignments("care"))

    async def test_one_worker_has_every_lane(self, case: LogCase) -> None:
        """A worker that is alone is told all lanes first and loses none."""
        log = await case.open()
        lanes = log.assignments("care")
        async with asyncio.timeout(SOON):
            first = await anext(lanes)
        assert first.gained == frozenset(range(LANES))
        assert first.lost == frozenset()
        await closed(lanes)

    async def test_a_lost_lane_ends_its_reader(self, case: LogCase) -> None:
        """A worker that loses a lane stops reading it, learns so, and keeps reading the others."""
        log = await case.open()
        lanes = log.assignments("care")
        async with asyncio.timeout(2 * SOON):
            held = (await anext(lanes)).gained
            readers = {n: log.read(Partition(case.topics[0], n), BEGINNING) for n in held}
            waiting = {n: asyncio.create_task(ended(reader)) for n, reader in readers.items()}
            await asyncio.sleep(0.2)
            await case.take_away(log, 1)
            lost: frozenset[int] = frozenset()
            while not lost:
                lost = (await anext(lanes)).lost
            assert await asyncio.gather(*(waiting[n] for n in lost)) == [True] * len(lost)
            kept = sorted(held - lost)
            assert not any(waiting[n].done() for n in kept)
            await log.append([Draft(case.topics[0], b"key", b"more", number=n) for n in kept])
            assert await asyncio.gather(*(waiting[n] for n in kept)) == [False] * len(kept)
        for iterator in (*readers.values(), lanes):
            await closed(iterator)

    async def test_an_outage_is_unavailable_and_loses_nothing(self, case: LogCase) -> None:
        """In an outage nothing is acknowledged; what was acknowledged before is there after it, and the log goes on."""
        log = await case.open()
        partition = Partition(case.topics[0], 0)
        before = await log.append(numbered(case.topics[0], 5, number=0))
        await case.stop_answering()
        try:
            during = await until_unavailable(log, Draft(case.topics[0], b"key", b"in doubt", number=0))
            assert during == []
            with pytest.raises(Unavailable):
                async with asyncio.timeout(SOON):
                    await log.end(partition)
            with pytest.raises(Unavailable):
                async with asyncio.timeout(SOON):
                    await anext(log.read(partition, before[-1].position))
        finally:
            await case.answer_again()
        after = await once_available(log, [Draft(case.topics[0], b"key", b"after", number=0)])
        got = {r.position: r.value for r in await first_of(log, partition, 6)}
        assert [got[done.position] for done in before] == [b"%d" % n for n in range(5)]
        assert after[0].position in got or await first_of(log, partition, 1, after=after[0].position - 1)

    async def test_a_reader_in_an_outage_says_so(self, case: LogCase) -> None:
        """A reader that waits when the log goes away raises instead of waiting for ever in silence."""
        log = await case.open()
        partition = Partition(case.topics[0], 0)
        await log.append(numbered(case.topics[0], 1, number=0))
        reader = log.read(partition, BEGINNING)
        await anext(reader)
        waiting = asyncio.create_task(ended(reader))
        await asyncio.sleep(0.2)
        await case.stop_answering()
        try:
            with pytest.raises(Unavailable):
                async with asyncio.timeout(SOON):
                    await waiting
        finally:
            await case.answer_again()
        await once_available(log, numbered(case.topics[0], 1, number=0, start=1))
        assert (await first_of(log, partition, 1, after=0))[0].value == b"1"
