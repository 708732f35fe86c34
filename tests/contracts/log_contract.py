"""What every log promises of its records: order, place, and the same again."""

from itertools import pairwise

import pytest

from hub.adapters.log_placement import LARGEST
from hub.domain.lanes import lane_of
from hub.errors import Rejected
from hub.ports.log import BEGINNING, Appended, Draft, Partition
from tests.contracts.log_cases import LANES, LogCase
from tests.contracts.log_steps import first_of, numbered


class LogContract:
    """Held over every adapter; `case` is a `LogCase`."""

    async def test_order_per_key(self, case: LogCase) -> None:
        """One person's messages come back in the order in which they were taken, each in that person's lane."""
        log = await case.open()
        sent = numbered(case.topics[0], 60)
        appended = [done for start in range(0, 60, 7) for done in await log.append(sent[start : start + 7])]
        for lane in {lane_of(draft.key, LANES) for draft in sent}:
            partition = Partition(case.topics[0], lane)
            expected = [draft.value for draft in sent if lane_of(draft.key, LANES) == lane]
            got = await first_of(log, partition, len(expected))
            assert [record.value for record in got] == expected
            assert [Appended(r.partition, r.position) for r in got] == [a for a in appended if a.partition == partition]
            assert all(one.position < other.position for one, other in pairwise(got))

    async def test_a_record_comes_back_whole(self, case: LogCase) -> None:
        """Key, value, headers and the moment of appending survive; empty and binary ones too."""
        log = await case.open()
        headers = (("schema_id", b"\x00\x01"), ("causation_id", b""), ("schema_id", b"again"))
        drafts = [
            Draft(case.topics[0], bytes(range(256)), bytes(reversed(range(256))), headers, 1),
            Draft(case.topics[0], b"", b"", (), 1),
        ]
        await log.append(drafts)
        got = await first_of(log, Partition(case.topics[0], 1), 2)
        assert [(r.key, r.value, r.headers) for r in got] == [(d.key, d.value, d.headers) for d in drafts]
        assert all(r.appended_at > 1_700_000_000_000 for r in got)

    async def test_a_chosen_number_is_honoured(self, case: LogCase) -> None:
        """A tick for every lane goes to the lane that it names, whatever its key says."""
        log = await case.open()
        appended = await log.append([Draft(case.topics[0], b"same", b"day", number=n) for n in range(LANES)])
        assert [done.partition.number for done in appended] == list(range(LANES))

    async def test_nothing_to_append(self, case: LogCase) -> None:
        """An empty append is answered and writes nothing."""
        log = await case.open()
        assert list(await log.append([])) == []
        assert await log.end(Partition(case.topics[0], 0)) == BEGINNING

    @pytest.mark.parametrize("fault", ["topic", "number", "negative", "size"])
    async def test_what_no_log_takes_is_refused_whole(self, case: LogCase, fault: str) -> None:
        """An undeclared topic, a partition that is not there or a giant record refuses the call; nothing is kept."""
        log = await case.open()
        good = Draft(case.topics[0], b"key", b"good", number=0)
        bad = {
            "topic": Draft("nobody.declared.this", b"key", b"bad"),
            "number": good._replace(number=LANES),
            "negative": good._replace(number=-1),
            "size": good._replace(value=bytes(LARGEST)),
        }[fault]
        with pytest.raises(Rejected):
            await log.append([good, bad])
        assert await log.end(Partition(case.topics[0], 0)) == BEGINNING
        if fault != "size":
            undeclared = Partition(bad.topic, LANES if bad.number is None else bad.number)
            with pytest.raises(Rejected):
                await log.end(undeclared)
            with pytest.raises(Rejected):
                await anext(log.read(undeclared, BEGINNING))

    async def test_a_large_record_is_taken(self, case: LogCase) -> None:
        """A long message with its original inside, just under the limit, goes through every log."""
        log = await case.open()
        value = b"x" * (LARGEST - 100)
        await log.append([Draft(case.topics[0], b"key", value, number=0)])
        assert (await first_of(log, Partition(case.topics[0], 0), 1))[0].value == value

    async def test_resume_from_any_position(self, case: LogCase) -> None:
        """A host that stopped anywhere goes on with exactly the following record."""
        log = await case.open()
        partition = Partition(case.topics[0], 2)
        appended = await log.append(numbered(case.topics[0], 9, number=2))
        for place, done in enumerate(appended[:-1]):
            got = await first_of(log, partition, 8 - place, after=done.position, limit=2)
            assert [record.value for record in got] == [b"%d" % n for n in range(place + 1, 9)]

    async def test_replay_from_the_beginning(self, case: LogCase) -> None:
        """A rebuild reads the same bytes at the same positions, from a handle that was never open before."""
        log = await case.open()
        partition = Partition(case.topics[0], 0)
        await log.append(numbered(case.topics[0], 25, number=0))
        first = await first_of(log, partition, 25)
        again = await first_of(await case.open(), partition, 25, limit=4)
        assert again == first

    async def test_the_end(self, case: LogCase) -> None:
        """The position of the newest record tells how far behind a host is."""
        log = await case.open()
        partition = Partition(case.topics[0], 1)
        assert await log.end(partition) == BEGINNING
        appended = await log.append(numbered(case.topics[0], 3, number=1))
        assert await log.end(partition) == appended[-1].position
