"""Whether a broker keeps what its topics hold is asked of a real one, also as somebody who may not see it."""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
from collections.abc import Iterator
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import NewPartitions
from aiokafka.admin.records_to_delete import RecordsToDelete

from hub.adapters import kafka_access, kafka_topics, topic_access
from hub.adapters.kafka_admin import administering, asked
from hub.adapters.kafka_faults import NotPermitted
from hub.adapters.kafka_history import KEPT, beginnings, not_kept, other_numbers
from hub.adapters.kafka_requests import ChangeSettings
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_topics import Topic, apply
from hub.adapters.log_placement import Placement
from hub.commands.topics import TOPICS
from hub.errors import Unavailable
from hub.events.catalogue import DAY, PEOPLE_TOPICS
from hub.ports.log import Partition
from tests.contracts.secured_kafka import SecuredKafka

INGEST, PROCESS = "hub-ingest", "hub-process"


def test_what_is_declared_is_kept() -> None:
    """The file that makes the topics and the look at them say the same of each setting."""
    for topic in kafka_topics.declared(TOPICS):
        assert topic.config().items() >= KEPT.items()


@pytest.mark.broker
@pytest.mark.parametrize(
    "changed",
    [{"cleanup.policy": "compact"}, {"cleanup.policy": "compact,delete"}, {"retention.ms": "86400000"},
     {"retention.bytes": "1073741824"}],
)  # fmt: skip
async def test_each_setting_that_loses_events_is_found(kafka_bootstrap: str, changed: dict[str, str]) -> None:
    """A topic of ours that somebody had compacted, or emptied after a time or a size, is named with what lets it."""
    settings = KafkaSettings(kafka_bootstrap)
    kept, lost = (Topic(f"test.{uuid4().hex[:8]}", "a test", 1) for _ in range(2))
    await apply(settings, [kept, lost])
    assert await not_kept(settings, {kept.name, lost.name}) == {}
    async with administering(settings, "changing it by hand") as admin:
        await asked(admin, ChangeSettings({lost.name: changed}))
    (found,) = (await not_kept(settings, {kept.name, lost.name})).items()
    assert found[0] == lost.name
    assert {name: value and ",".join(sorted(value.split(","))) for name, value in found[1].items()} == changed


@pytest.mark.broker
async def test_a_partition_whose_beginning_is_gone_is_found(kafka_bootstrap: str) -> None:
    """Records that everybody had folded are missed by nobody until the log is folded anew: the first left is told."""
    settings, topic = KafkaSettings(kafka_bootstrap), Topic(f"test.{uuid4().hex[:8]}", "a test", 2)
    await apply(settings, [topic])
    cut, whole = Partition(topic.name, 0), Partition(topic.name, 1)
    producer = AIOKafkaProducer(bootstrap_servers=kafka_bootstrap)
    await producer.start()
    for where in (cut, whole):
        for _ in range(3):
            await producer.send_and_wait(where.topic, b"record", partition=where.number)
    await producer.stop()
    assert await beginnings(settings, [cut, whole]) == {}
    async with administering(settings, "cutting it by hand") as admin:
        await admin.delete_records({TopicPartition(*cut): RecordsToDelete(2)})
    assert await beginnings(settings, [cut, whole]) == {cut: 2}


@pytest.mark.broker
async def test_partitions_that_somebody_added_are_found(kafka_bootstrap: str) -> None:
    """A topic that was grown by hand is named with its number; one that is not there is another's business."""
    settings = KafkaSettings(kafka_bootstrap)
    same, grown = (Topic(f"test.{uuid4().hex[:8]}", "a test", 2) for _ in range(2))
    await apply(settings, [same, grown])
    placement = Placement(frozenset({same.name, grown.name, "nobody.made.this"}), 2)
    assert await other_numbers(settings, placement) == {}
    async with administering(settings, "growing it by hand") as admin:
        await admin.create_partitions({grown.name: NewPartitions(total_count=3)})
    async with asyncio.timeout(10):
        while not (found := await other_numbers(settings, placement)):  # noqa: ASYNC110 - the broker takes its time
            await asyncio.sleep(0.1)
    assert found == {grown.name: 3}


async def test_a_broker_that_is_away_is_no_answer() -> None:
    """Silence says nothing about what is kept."""
    with pytest.raises(Unavailable) as away:
        await not_kept(KafkaSettings("127.0.0.1:1", patience=0.5), ["hub.discharge.v1"])
    assert not isinstance(away.value, NotPermitted)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecuredKafka]:
    """Give a broker with an authorizer to this file."""
    with SecuredKafka(tmp_path_factory.mktemp("kept"), (INGEST, PROCESS)).running() as broker:
        yield broker


@pytest.mark.broker
@pytest.mark.slow
async def test_the_process_role_may_see_what_it_has_to_and_a_door_may_not(guarded: SecuredKafka) -> None:
    """The declared rights are enough for the look of whoever folds; where they are missing that is said apart."""
    await kafka_topics.apply(guarded.by_name, kafka_topics.declared(TOPICS))
    await kafka_access.apply(guarded.by_name, topic_access.declared(TOPICS))
    topics = {*PEOPLE_TOPICS, DAY}
    assert await not_kept(guarded.as_user(PROCESS), topics) == {}
    lanes = kafka_topics.placement(kafka_topics.declared(TOPICS)).lanes
    assert await other_numbers(guarded.as_user(PROCESS), Placement(lanes=lanes)) == {}
    seen = await other_numbers(guarded.as_user(PROCESS), Placement(lanes=lanes + 1))
    assert seen == dict.fromkeys(Placement().topics, lanes), "all of the hub's topics are seen"
    with pytest.raises(NotPermitted):
        await not_kept(guarded.as_user(INGEST), topics)
