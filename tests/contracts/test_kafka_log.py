"""What is true of the Kafka log alone: places of keys, topics that are not as declared, and groups."""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.records_to_delete import RecordsToDelete
from aiokafka.errors import (
    CorruptRecordException,
    KafkaConnectionError,
    KafkaError,
    MessageSizeTooLargeError,
    NotEnoughReplicasError,
    OffsetOutOfRangeError,
    TopicAuthorizationFailedError,
    UnknownTopicOrPartitionError,
)
from aiokafka.partitioner import murmur2
from aiokafka.structs import TopicPartition
from confluent_kafka import Producer
from hypothesis import given
from hypothesis import strategies as st

from hub.adapters.kafka_faults import answering
from hub.adapters.kafka_log import KafkaLog
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_topics import partitions
from hub.adapters.log_placement import Placement
from hub.domain.lanes import lane_of
from hub.errors import Defect, HubError, Unavailable
from hub.ports.log import BEGINNING, Assignment, Draft, Partition
from hub.runtime.behind import behind
from hub.runtime.catching_up import until_end
from tests.contracts.log_cases import LANES, FixedClock, KafkaCase
from tests.contracts.log_steps import closed, first_of, numbered
from tests.kafka_fixture import LocalKafka


@pytest.fixture
async def case(kafka: LocalKafka) -> AsyncIterator[KafkaCase]:
    """Give the Kafka log."""
    made = KafkaCase(kafka)
    yield made
    await made.close()


@given(key=st.binary(max_size=200), lanes=st.integers(1, 1000))
def test_a_person_has_one_lane_everywhere(key: bytes, lanes: int) -> None:
    """Our rule and the Kafka client's own partitioner put every key in the same place."""
    assert lane_of(key, lanes) == (murmur2(key) & 0x7FFFFFFF) % lanes


@pytest.mark.broker
async def test_a_producer_written_by_others_agrees(case: KafkaCase, kafka_bootstrap: str) -> None:
    """A partner's C client with Kafka's default rule puts a person in our lane."""
    log = await case.open()
    producer = Producer({"bootstrap.servers": kafka_bootstrap, "partitioner": "murmur2_random"})
    keys = [bytes([n]) * (n % 17 + 1) for n in range(60)]
    for key in keys:
        producer.produce(case.topics[0], b"from others", key)
    assert await asyncio.to_thread(producer.flush, 10) == 0
    for lane in {lane_of(key, LANES) for key in keys}:
        mine = [key for key in keys if lane_of(key, LANES) == lane]
        assert [r.key for r in await first_of(log, Partition(case.topics[0], lane), len(mine))] == mine


@pytest.mark.broker
async def test_a_missing_topic_is_named_and_never_made(kafka_bootstrap: str) -> None:
    """A broker without our topics is waited for, with words for the operator; asking makes no topic."""
    settings = KafkaSettings(kafka_bootstrap, patience=3.0)
    log = KafkaLog(settings, FixedClock(), Placement(frozenset({"nobody.made.this"}), LANES))
    with pytest.raises(Unavailable, match=r"nobody\.made\.this .*topics file"):
        await log.append([Draft("nobody.made.this", b"key", b"value")])
    with pytest.raises(Unavailable, match="topics file"):
        await anext(log.read(Partition("nobody.made.this", 0), BEGINNING))
    with pytest.raises(Unavailable, match="topics file"):
        await anext(log.assignments("care"))
    await log.close()
    assert "nobody.made.this" not in await partitions(settings)


@pytest.mark.broker
async def test_the_number_of_lanes_cannot_change(case: KafkaCase, kafka_bootstrap: str) -> None:
    """A topic with another number of partitions than declared would move people: the log refuses it."""
    await case.open()
    log = KafkaLog(KafkaSettings(kafka_bootstrap), FixedClock(), Placement(frozenset(case.topics), LANES + 1))
    with pytest.raises(Defect, match=f"partitions .* {LANES + 1} lanes .*{case.topics[0]} has {LANES}"):
        await log.end(Partition(case.topics[0], 0))
    await log.close()


@pytest.mark.broker
async def test_a_cut_topic_is_told_loudly(case: KafkaCase, kafka_bootstrap: str) -> None:
    """Records that the broker threw away before a host read them are never skipped in silence."""
    log = await case.open()
    appended = await log.append(numbered(case.topics[0], 10, number=0))
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    await admin.delete_records({TopicPartition(case.topics[0], 0): RecordsToDelete(5)})
    await admin.close()
    for after in (BEGINNING, appended[2].position):
        with pytest.raises(Defect, match="no longer holds"):
            await anext(log.read(Partition(case.topics[0], 0), after))
    assert len(await first_of(log, Partition(case.topics[0], 0), 5, after=appended[4].position)) == 5


@pytest.mark.broker
async def test_a_partition_that_was_emptied_is_measured_and_so_are_others(
    case: KafkaCase, kafka_bootstrap: str
) -> None:
    """Where every record is gone, the newest is the one before the first to come; other lanes are measured after it."""
    log = await case.open()
    appended = await log.append([*numbered(case.topics[0], 4, number=0), *numbered(case.topics[0], 2, number=1)])
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    await admin.delete_records({TopicPartition(case.topics[0], 0): RecordsToDelete(-1)})
    await admin.close()
    assert await log.newest(Partition(case.topics[0], 0)) == appended[3].position
    assert await log.newest(Partition(case.topics[0], 1)) == appended[5].position
    await log.close()


@pytest.mark.broker
async def test_a_topic_shorter_than_our_position_is_told_loudly(case: KafkaCase) -> None:
    """A topic that was made anew ends before the host's place: the host must not wait for it to grow."""
    log = await case.open()
    await log.append(numbered(case.topics[0], 3, number=0))
    with pytest.raises(Defect):
        await anext(log.read(Partition(case.topics[0], 0), 50))


@pytest.mark.broker
async def test_no_record_is_written_into_the_hubs_own_log(case: KafkaCase, caplog: pytest.LogCaptureFixture) -> None:
    """Even with every library's debug log on, neither key nor value of a record gets into it."""
    with caplog.at_level("DEBUG"):
        log = await case.open()
        await log.append([Draft(case.topics[0], b"Ermintrude", b"Featherstonehaugh", number=0)])
        await first_of(log, Partition(case.topics[0], 0), 1)
    assert "Ermintrude" not in caplog.text
    assert "Featherstonehaugh" not in caplog.text


@pytest.mark.broker
async def test_lanes_come_back_when_a_worker_leaves(case: KafkaCase) -> None:
    """Two workers share the lanes; when one stops, the other has them all again."""
    one, two = await case.open(), await case.open()
    mine = one.assignments("care")
    async with asyncio.timeout(40):
        held = (await anext(mine)).gained
        theirs = two.assignments("care")
        joining = asyncio.create_task(_next(theirs))
        while held == frozenset(range(LANES)):
            change = await anext(mine)
            held = (held - change.lost) | change.gained
        assert (await joining).gained == frozenset(range(LANES)) - held
        await closed(theirs)
        while held != frozenset(range(LANES)):
            change = await anext(mine)
            held = (held - change.lost) | change.gained
    await closed(mine)


async def _next(changes: AsyncIterator[Assignment]) -> Assignment:
    return await anext(changes)


def test_passwords_are_never_shown() -> None:
    """Settings end up in start-up logs and tracebacks; their secrets do not."""
    settings = KafkaSettings("b:1", security="SASL_SSL", username="hub", password="s3cret", key_password="s3cret")
    assert "s3cret" not in repr(settings)
    kept = settings.connection()
    assert (kept["security_protocol"], kept["sasl_mechanism"]) == ("SASL_SSL", "SCRAM-SHA-512")
    assert (kept["sasl_plain_username"], kept["sasl_plain_password"]) == ("hub", "s3cret")
    assert kept["ssl_context"].check_hostname


@pytest.mark.parametrize(
    "wrong",
    [{"security": "TLS"}, {"security": "SASL_SSL"}, {"cert_file": "c.pem"}, {"security": "SSL", "ca_file": "/none"}],
)
def test_contradicting_settings_are_refused(wrong: dict[str, str]) -> None:
    """A half-written security setting stops the start instead of falling back to something weaker."""
    with pytest.raises(Defect):
        KafkaSettings("b:1", **wrong).connection()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fault", "becomes"),
    [
        (KafkaConnectionError(), Unavailable),
        (NotEnoughReplicasError(), Unavailable),
        (TopicAuthorizationFailedError(), Unavailable),
        (UnknownTopicOrPartitionError(), Unavailable),
        (KafkaError(), Unavailable),
        (TimeoutError(), Unavailable),
        (ConnectionResetError(), Unavailable),
        (OffsetOutOfRangeError(), Defect),
        (CorruptRecordException(), Defect),
        (MessageSizeTooLargeError(), Defect),
    ],
)
def test_what_a_failure_means(fault: Exception, becomes: type[HubError]) -> None:
    """What the broker's keepers can put right is waited for; what only we could have caused stops the partition."""
    with pytest.raises(becomes), answering("trying"):
        raise fault


@pytest.mark.broker
@pytest.mark.parametrize("taken_back", [False, True])
async def test_the_end_of_a_transaction_is_no_record_that_is_waited_for(
    kafka: LocalKafka, kafka_bootstrap: str, *, taken_back: bool
) -> None:
    """Another program's transaction leaves a mark behind the newest record: readers stay, and nothing seems to wait."""
    made = KafkaCase(kafka)
    log, where = await made.open(), Partition(made.topics[0], 0)
    log._settings = replace(log._settings, patience=1.0)
    try:
        await log.append([Draft(where.topic, b"k", b"first", number=0)])
        assert await log.newest(where) == 0
        producer = Producer({"bootstrap.servers": kafka_bootstrap, "transactional.id": where.topic})
        await asyncio.to_thread(producer.init_transactions, 30)
        producer.begin_transaction()
        producer.produce(where.topic, b"theirs", b"k", 0)
        await asyncio.to_thread(producer.flush, 30)
        await asyncio.to_thread(producer.abort_transaction if taken_back else producer.commit_transaction, 30)
        last = 0 if taken_back else 1
        async with asyncio.timeout(10):  # the broker writes the mark after it has answered
            while await log.end(where) < 2:  # noqa: ASYNC110 - the broker's doing
                await asyncio.sleep(0.05)
        assert await log.newest(where) == last
        assert await behind(log, where, last) == 0
        assert await behind(log, where, BEGINNING) == last + 1
        reader = log.read(where, last)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(reader), 5)
        read = [record.position async for records in until_end(log, where, BEGINNING, 10) for record in records]
        assert read == list(range(last + 1))
    finally:
        await made.close()


@pytest.mark.broker
async def test_the_tools_of_the_broker_see_how_far_a_group_is(case: KafkaCase, kafka_bootstrap: str) -> None:
    """What follows is committed for every topic, of the lanes of this worker alone; nobody else's group is touched."""
    log, group = await case.open(), f"care-{case.topics[0]}"
    first, other = (Partition(topic, 1) for topic in case.topics)
    changes = log.assignments(group)
    assert (await anext(changes)).gained == set(range(LANES))
    await log.tell("another", {first: 7})
    await log.tell(group, {first: 6, other: 2, Partition("no.such.topic", 1): 3, Partition(first.topic, LANES + 1): 5})
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    try:
        committed = await admin.list_consumer_group_offsets(group)
        assert await admin.list_consumer_group_offsets("another") == {}
    finally:
        await admin.close()
    assert {Partition(*where): told.offset for where, told in committed.items()} == {first: 7, other: 3}
    await closed(changes)
