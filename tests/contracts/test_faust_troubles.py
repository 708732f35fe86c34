"""The troubles of the Faust host: topics that lost our place, clients that stand still, brokers that fall."""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
import time
from collections.abc import Collection, Mapping, Sequence

import pytest
from confluent_kafka import Producer

from hub.adapters.kafka_fetching import GroupFetching
from hub.adapters.kafka_settings import KafkaSettings
from hub.errors import Defect, HubError, Unavailable
from hub.ports.log import Draft, Partition, Record
from hub.runtime.faust_host import FaustHost
from tests.contracts.faust_steps import case, cut, made_anew, parts_of
from tests.contracts.fetch_cases import LANES, LIMIT, HostCase, opened
from tests.contracts.fetch_contract import until
from tests.contracts.fetch_process_contract import child
from tests.contracts.fetch_store import Given
from tests.kafka_fixture import LocalKafka

__all__ = ["case"]

pytestmark = pytest.mark.broker


@pytest.mark.parametrize("trouble", ["cut", "shorter"])
async def test_a_topic_that_lost_our_place_stops_the_host(case: HostCase, trouble: str) -> None:
    """Records that went before we read them, or a topic made anew that ends before our place, are told loudly."""
    await case.send(10)
    if trouble == "cut":
        await cut(case, 5)
        case.noted.stand_at(0, 2)
    else:
        case.noted.stand_at(0, 50)
    async with case.worker() as worker, asyncio.timeout(20):
        with pytest.raises(Defect, match=r"lane \d of"):
            await worker.task
    assert 0 not in case.noted.values()
    ((words,),) = {lane.kinds for lane in await worker.book.stopped()}
    assert words.startswith("Defect: kafka: ")


async def test_a_topic_that_is_cut_ahead_of_a_running_host_stops_it(case: HostCase) -> None:
    """Records that are thrown away while a slow lane has not come to them are never passed over in silence."""
    sent = [b"%0200000d" % number for number in range(60)]  # several fetches, however large a fetch may be
    for value in sent:
        await case.log.append([Draft(case.place.topic, b"key", value, number=0)])
    async with case.worker() as worker:
        worker.given.slowly_s = 3
        await until(lambda: bool(worker.given.fetches))
        await cut(case, 59)
        worker.given.slowly_s = 0
        async with asyncio.timeout(30):
            with pytest.raises(Defect, match="no longer holds"):
                await worker.task
    noted = [value.encode() for value in case.noted.values().get(0, ())]
    assert noted == sent[: len(noted)]
    assert len(noted) < 59


@pytest.mark.slow
async def test_a_topic_made_anew_under_a_running_host_stops_it(case: HostCase) -> None:
    """Somebody deletes the topic and makes it again: its smaller offsets are not taken for what follows ours."""
    await case.send(2 * LIMIT)
    async with case.worker() as worker:
        assert await case.all_noted() == case.sent
        await made_anew(case)
        case.sent.clear()
        await case.send(3)
        async with asyncio.timeout(40):
            with pytest.raises(HubError):
                await worker.task
    async with case.worker() as worker, asyncio.timeout(20):
        with pytest.raises(Defect):
            await worker.task
    assert case.noted.count() == 2 * LIMIT * LANES


class Stuck(GroupFetching):
    """A client that fetches nothing any more, as aiokafka's sometimes does after its broker froze."""

    async def fetch(
        self, consumer: object, wanted: Collection[Partition], within_s: float, limit: int
    ) -> Mapping[Partition, Sequence[Record]]:
        """Give nothing, as if nothing had come."""
        del consumer, wanted, limit
        await asyncio.sleep(within_s)
        return {}


async def test_a_client_that_fetches_nothing_any_more_ends_the_host(
    case: HostCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The broker has records and none is handed over: the host says so and makes room for another, within seconds."""
    monkeypatch.setattr("hub.runtime.fetched_lane.SILENT_S", 1.0)
    await case.send(1, [0])
    host = FaustHost(parts_of(case, Given()), Stuck(KafkaSettings(case.place.address)), LANES)
    async with asyncio.timeout(20):
        with pytest.raises(Unavailable, match="lane 0: the broker has more than is handed over"):
            await host.run()


async def test_what_a_writer_took_back_is_neither_taken_nor_waited_for(
    case: HostCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program's transactions leave marks in the topic, which are no records and no sign of a stuck client."""
    monkeypatch.setattr("hub.runtime.fetched_lane.SILENT_S", 0.5)
    producer = Producer({"bootstrap.servers": case.place.address, "transactional.id": case.place.group})
    await asyncio.to_thread(producer.init_transactions, 30)
    async with case.worker() as worker:
        worker.given.gaps = True
        for value, taken_back in (("0", False), ("never", True), ("1", False), ("never", True)):
            producer.begin_transaction()
            producer.produce(case.place.topic, value.encode(), b"key", 0)
            # What the broker never got cannot be taken back: ending a transaction in which nothing is, is a fault.
            await asyncio.to_thread(producer.flush, 30)
            await asyncio.to_thread(producer.abort_transaction if taken_back else producer.commit_transaction, 30)
        case.sent[0] = ["0", "1"]
        assert await case.all_noted() == case.sent
        await asyncio.sleep(4)
        assert not worker.task.done()
    assert case.noted.values() == case.sent


@pytest.mark.slow
async def test_an_outage_is_sat_out(own_kafka: LocalKafka, postgres_dsn: str) -> None:
    """The broker stands still past a session, then falls and comes back: the host goes on, all is taken once."""
    async with opened("faust", postgres_dsn, KafkaSettings(own_kafka.bootstrap, patience=3.0)) as case:
        await case.send(LIMIT)
        async with case.worker() as worker:
            assert await case.all_noted() == case.sent
            own_kafka.pause()
            await asyncio.sleep(9)
            own_kafka.resume()
            await case.send(LIMIT)
            assert await case.all_noted() == case.sent
            await asyncio.to_thread(own_kafka.kill)
            await asyncio.sleep(3)
            await asyncio.to_thread(own_kafka.start)
            await case.send(LIMIT)
            assert await case.all_noted(within_s=60) == case.sent
            assert not worker.task.done()


@pytest.mark.slow
async def test_a_stop_during_an_outage_takes_seconds(own_kafka: LocalKafka, postgres_dsn: str) -> None:
    """Whoever stops the hub does not wait for a broker that does not answer."""
    async with opened("faust", postgres_dsn, KafkaSettings(own_kafka.bootstrap, patience=3.0)) as case:
        await case.send(LIMIT)
        async with child(case, "one") as worker:
            assert await case.all_noted() == case.sent
            own_kafka.pause()
            worker.terminate()
            since = time.monotonic()
            await worker.communicate()
            assert time.monotonic() - since < 12
            own_kafka.resume()
