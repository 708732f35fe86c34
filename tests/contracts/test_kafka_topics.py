"""The topics file is what the broker has, and nothing else ever makes a topic."""

from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.cluster import ClusterMetadata

from hub.adapters.clocks import ManualClock, SystemClock
from hub.adapters.kafka_admin import administering, asked
from hub.adapters.kafka_log import KafkaLog
from hub.adapters.kafka_requests import ChangeSettings
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_topics import Topic, apply, declared, partitions, placement, plan
from hub.adapters.log_placement import DECLARED, LANES, Placement
from hub.errors import Defect, Unavailable
from hub.ports.log import BEGINNING, Draft, Partition

FILE = Path(__file__).resolve().parents[2] / "deploy" / "topics.yaml"
OF_THE_TOPIC = 1
"""Kafka's mark of a setting that was made on the topic itself."""


def test_every_topic_of_the_catalogue_is_declared() -> None:
    """A topic that an event type names but nobody declared would stop the first event of that type."""
    topics = declared(FILE)
    assert {topic.name for topic in topics} == DECLARED
    assert placement(topics).lanes == LANES


def test_nothing_is_thrown_away() -> None:
    """The log is the truth: every topic keeps its records for ever, and none is compacted."""
    assert {(topic.retention_ms, topic.cleanup) for topic in declared(FILE)} == {(-1, "delete")}


@pytest.mark.parametrize(
    "text",
    [
        "topics: [{name: a}]",
        "topics: [{name: a, comment: b, partitons: 3}]",
        "topics: [{name: a, comment: b}, {name: a, comment: c}]",
        "subjects: []",
        "topics: [",
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str) -> None:
    """A misspelt key or a topic named twice is an error in the file, not a default."""
    file = tmp_path / "topics.yaml"
    file.write_text(text)
    with pytest.raises(Defect, match="topics file"):
        declared(file)


def test_lanes_must_agree() -> None:
    """One person has one lane in every topic, so a topic of its own size is refused."""
    topics = [Topic(name, "a topic", 3 if name.endswith("day.v1") else 4) for name in DECLARED]
    with pytest.raises(Defect, match="same number"):
        placement(topics)
    with pytest.raises(Defect, match="not declared"):
        placement(topics[1:])


@pytest.mark.broker
async def test_applying_makes_repairs_and_then_changes_nothing(kafka_bootstrap: str) -> None:
    """An operator may apply the file at any time: what is right stays as it is."""
    settings = KafkaSettings(kafka_bootstrap)
    topic = Topic(f"test.{uuid4().hex[:8]}", "a test", 3)
    assert (await plan(settings, [topic])).create == [topic]
    assert (await apply(settings, [topic])).create == [topic]
    assert (await partitions(settings))[topic.name] == 3
    assert await plan(settings, [topic]) == ([], [], [], {})
    shorter = Topic(topic.name, "a test", 3, retention_ms=60_000)
    assert (await apply(settings, [shorter])).configure == [shorter]
    assert await plan(settings, [shorter]) == ([], [], [], {})


@pytest.mark.broker
async def test_settings_that_the_file_does_not_know_stay(kafka_bootstrap: str) -> None:
    """What the keepers of the broker set on a topic by themselves is not undone by applying the file."""
    settings = KafkaSettings(kafka_bootstrap)
    topic = Topic(f"test.{uuid4().hex[:8]}", "a test", 1)
    await apply(settings, [topic])
    async with administering(settings, "changing it by hand") as admin:
        await asked(admin, ChangeSettings({topic.name: {"min.insync.replicas": "1", "retention.ms": "5000"}}))
    assert (await plan(settings, [topic])).settings == {topic.name: {"retention.ms": ("5000", "-1")}}
    compacted = Topic(topic.name, "a test", 1, cleanup="compact")
    assert (await apply(settings, [compacted])).configure == [compacted]
    found = await _settings_of(settings, topic.name)
    assert found.items() >= {"min.insync.replicas": "1", "retention.ms": "-1", "cleanup.policy": "compact"}.items()


@pytest.mark.broker
async def test_the_brokers_clock_says_when_a_day_was_told_to_begin(kafka_bootstrap: str) -> None:
    """A writer whose clock is years wrong is dated by the broker in the topic of days, and by itself in others."""
    settings, wrong = KafkaSettings(kafka_bootstrap), 1_000_000_000_000
    dated = {topic.name: topic.timestamps for topic in declared(FILE)}
    assert [name for name, by in dated.items() if by == "LogAppendTime"] == ["hub.day.v1"]
    topics = [Topic(f"test.{uuid4().hex[:8]}", "a test", 1, timestamps=by) for by in ("LogAppendTime", "CreateTime")]
    await apply(settings, topics)
    log, appended = KafkaLog(settings, ManualClock(wrong), Placement(frozenset(topic.name for topic in topics), 1)), []
    for topic in topics:
        await log.append([Draft(topic.name, bytes(16), b"value", number=0)])
        async for records in log.read(Partition(topic.name, 0), BEGINNING, limit=1):
            appended.append(records[0].appended_at)
            break
    await log.close()
    assert abs(appended[0] - SystemClock().now()) < 60_000
    assert appended[1] == wrong


async def _settings_of(settings: KafkaSettings, topic: str) -> dict[str, str]:
    """Give what was set on a topic itself, and not on the broker."""
    async with administering(settings, "looking at it") as admin:
        (answer,) = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])  # type: ignore[no-untyped-call]
    ((*_, entries),) = answer.resources
    return {name: value for name, value, _, source, *_ in entries if source == OF_THE_TOPIC}


@pytest.mark.broker
async def test_a_setting_that_the_broker_refuses_is_told(kafka_bootstrap: str) -> None:
    """Nobody is told that a topic was put right when the broker did not take it."""
    settings = KafkaSettings(kafka_bootstrap)
    topic = Topic(f"test.{uuid4().hex[:8]}", "a test", 1)
    await apply(settings, [topic])
    with pytest.raises(Unavailable, match="making topics"):
        await apply(settings, [Topic(topic.name, "a test", 1, cleanup="no such policy")])


@pytest.mark.broker
async def test_another_number_of_partitions_is_refused(kafka_bootstrap: str) -> None:
    """Growing a topic would move people to other lanes; the file cannot do that by accident."""
    settings = KafkaSettings(kafka_bootstrap)
    name, other = f"test.{uuid4().hex[:8]}", f"test.{uuid4().hex[:8]}"
    await apply(settings, [Topic(name, "a test", 2)])
    with pytest.raises(Defect, match="declared with 3 partitions, has 2"):
        await apply(settings, [Topic(name, "a test", 3), Topic(other, "a test", 1)])
    assert other not in await partitions(settings)


@pytest.mark.broker
async def test_a_broker_that_knows_of_no_broker_yet_is_waited_for(
    kafka_bootstrap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Back after an outage a broker answers before it is let in again: its first answers name nobody."""
    heard: Any = ClusterMetadata.update_metadata
    answers = count()

    def forgetful(cluster: ClusterMetadata, metadata: Any) -> None:
        if next(answers) < 4:
            metadata.brokers = []
        heard(cluster, metadata)

    monkeypatch.setattr(ClusterMetadata, "update_metadata", forgetful)
    topic = Topic(f"test.{uuid4().hex[:8]}", "a test", 1)
    assert (await apply(KafkaSettings(kafka_bootstrap), [topic])).create == [topic]
    assert next(answers) > 4


@pytest.mark.broker
async def test_a_broker_that_stays_alone_is_an_outage(kafka_bootstrap: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for ever for a broker that never names a controller, and nobody is shown a defect."""
    monkeypatch.setattr(ClusterMetadata, "update_metadata", lambda cluster, _metadata: cluster.failed_update(None))
    with pytest.raises(Unavailable, match="comparing topics"):
        await apply(KafkaSettings(kafka_bootstrap, patience=0.5), [Topic("test.nobody", "a test", 1)])
