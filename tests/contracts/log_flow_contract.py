"""What every log promises when many write and read at once."""

import asyncio
import tracemalloc

from hub.ports.log import BEGINNING, Appended, Draft, Partition
from tests.contracts.log_cases import LogCase
from tests.contracts.log_steps import SOON, closed, first_of, numbered


class LogFlowContract:
    """Held over every adapter; `case` is a `LogCase`."""

    async def test_two_readers_see_the_same(self, case: LogCase) -> None:
        """Two processors over one lane are told the same, while it is being written."""
        log, other = await case.open(), await case.open()
        partition = Partition(case.topics[0], 3)
        readers = [asyncio.create_task(first_of(handle, partition, 40, limit=7)) for handle in (log, other)]
        for start in range(0, 40, 5):
            await log.append(numbered(case.topics[0], 5, number=3, start=start))
        one, two = await asyncio.gather(*readers)
        assert one == two
        assert [record.value for record in one] == [b"%d" % n for n in range(40)]

    async def test_a_waiting_reader_is_woken_by_another_process(self, case: LogCase) -> None:
        """What one process takes in is read by another without asking again."""
        reading, writing = await case.open(), await case.open()
        waiting = asyncio.create_task(first_of(reading, Partition(case.topics[0], 1), 1))
        await asyncio.sleep(0.3)
        assert not waiting.done()
        await writing.append(numbered(case.topics[0], 1, number=1))
        assert [record.value for record in await waiting] == [b"0"]

    async def test_a_slow_reader_slows_nothing_else(self, case: LogCase) -> None:
        """A host that stops asking gets nothing pushed, others go on, and later it misses nothing."""
        log = await case.open()
        partition = Partition(case.topics[0], 0)
        await log.append(numbered(case.topics[0], 10, number=0))
        slow = log.read(partition, BEGINNING, limit=3)
        taken = list(await anext(slow))
        for start in range(10, 200, 10):
            await log.append(numbered(case.topics[0], 10, number=0, start=start))
        assert len(await first_of(log, partition, 200)) == 200
        async with asyncio.timeout(SOON):
            while len(taken) < 200:
                batch = await anext(slow)
                assert len(batch) <= 3
                taken.extend(batch)
        await closed(slow)
        assert [record.value for record in taken] == [b"%d" % n for n in range(200)]

    async def test_a_slow_reader_holds_bounded_memory(self, case: LogCase) -> None:
        """A host that is behind by far holds a batch or two, never the backlog."""
        log = await case.open()
        partition = Partition(case.topics[0], 0)
        megabyte = bytes(1024 * 1024)
        for _ in range(8):
            await log.append([Draft(case.topics[0], b"key", megabyte, number=0)] * 8)
        tracemalloc.start()
        try:
            slow = log.read(partition, BEGINNING)
            taken = len(await anext(slow))
            await asyncio.sleep(0.5)
            held, _ = tracemalloc.get_traced_memory()
            while taken < 64:
                taken += len(await anext(slow))
            _, peak = tracemalloc.get_traced_memory()
            await closed(slow)
        finally:
            tracemalloc.stop()
        assert held < 36 * len(megabyte)
        assert peak < 48 * len(megabyte)

    async def test_concurrent_appends(self, case: LogCase) -> None:
        """Many connections at once: each gets its own positions, keeps its order, and nothing is lost or doubled."""
        log, other = await case.open(), await case.open()

        async def sender(me: int) -> list[tuple[Appended, bytes]]:
            taken: list[tuple[Appended, bytes]] = []
            for n in range(6):
                drafts = [Draft(t, b"sender-%d" % me, b"%d/%d" % (me, n), number=0) for t in case.topics]
                taken.extend(
                    (done, d.value) for done, d in zip(await (log, other)[me % 2].append(drafts), drafts, strict=True)
                )
            return taken

        tail = asyncio.create_task(first_of(log, Partition(case.topics[0], 0), 24 * 6, limit=11))
        acknowledged = [pair for taken in await asyncio.gather(*map(sender, range(24))) for pair in taken]
        for topic in case.topics:
            got = await first_of(log, Partition(topic, 0), 24 * 6)
            assert len(got) == 24 * 6
            kept = {Appended(r.partition, r.position): r.value for r in got}
            assert kept == {done: value for done, value in acknowledged if done.partition.topic == topic}
            for me in range(24):
                mine = [r.value for r in got if r.key == b"sender-%d" % me]
                assert mine == [b"%d/%d" % (me, n) for n in range(6)]
        assert await tail == await first_of(log, Partition(case.topics[0], 0), 24 * 6)

    async def test_appends_keep_the_order_in_which_they_began(self, case: LogCase) -> None:
        """A connection that sends on before the last answer came keeps its order all the same."""
        log = await case.open()
        drafts = numbered(case.topics[0], 50, number=0)
        begun = [asyncio.create_task(log.append([draft])) for draft in drafts]
        positions = [done[0].position for done in await asyncio.gather(*begun)]
        assert positions == sorted(positions)
        got = await first_of(log, Partition(case.topics[0], 0), 50)
        assert [record.value for record in got] == [draft.value for draft in drafts]

    async def test_a_cancelled_append_is_whole_or_nothing(self, case: LogCase) -> None:
        """A connection that breaks while its messages are written leaves all of them or none."""
        log = await case.open()
        partition = Partition(case.topics[0], 0)
        letter = b" " * 150_000  # long enough that one call does not fit into one packet
        await log.append([Draft(case.topics[0], b"key", b"first", number=0)])
        for turn in range(24):
            drafts = [Draft(case.topics[0], b"key", b"%d" % (4 * turn + n) + letter, number=0) for n in range(4)]
            task = asyncio.create_task(log.append(drafts))
            for _ in range(turn):
                await asyncio.sleep(0.0005 if turn % 4 == 0 else 0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await log.append([Draft(case.topics[0], b"key", b"last", number=0)])
        end = await log.end(partition)
        values = [int(r.value) for r in (await first_of(log, partition, end + 1))[1:-1]]
        assert len(values) % 4 == 0
        for start in range(0, len(values), 4):
            assert values[start : start + 4] == list(range(values[start], values[start] + 4))
