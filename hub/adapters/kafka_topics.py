"""The declared topics: read from a file, compared with the broker, made where they are missing.

Only an operator's command comes here; a running hub never makes a topic.
"""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
from aiokafka.admin import NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import TopicAlreadyExistsError

from hub.adapters.kafka_admin import RETRY, administering, asked, check
from hub.adapters.kafka_requests import ChangeSettings
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.log_placement import DECLARED, LANES, LARGEST, Placement
from hub.errors import Defect, Unavailable

LARGEST_BATCH: Final = LARGEST + 64 * 1024
"""`max.message.bytes`: the largest record and what Kafka wraps it in."""


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One topic as declared.

    `retention_ms` -1 keeps for ever, whatever size a topic has; `cleanup` is Kafka's `cleanup.policy`; `replicas` -1
    takes the broker's default.
    `timestamps` is its `message.timestamp.type`: whether the writer's or the broker's clock says when a record came.
    """

    name: str
    comment: str
    partitions: int = LANES
    retention_ms: int = -1
    cleanup: str = "delete"
    replicas: int = -1
    timestamps: str = "CreateTime"

    def config(self) -> dict[str, str]:
        """Give the topic's settings under Kafka's names."""
        return {
            "cleanup.policy": self.cleanup,
            "retention.ms": str(self.retention_ms),
            "retention.bytes": "-1",
            "max.message.bytes": str(LARGEST_BATCH),
            "message.timestamp.type": self.timestamps,
        }


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    topics: list[Topic]
    access: list[Any] = []
    """Who may do what: read by `hub.adapters.kafka_access`."""


class Plan(NamedTuple):
    """What `apply` would do, and what nobody should do by itself."""

    create: Sequence[Topic]
    configure: Sequence[Topic]
    refused: Sequence[str]
    """Sentences about topics whose number of partitions differs: to change it would move people to other lanes."""
    settings: Mapping[str, Mapping[str, tuple[str | None, str]]] = {}
    """Of each topic to configure, the settings that differ: what the broker has, and what is declared."""


def declared(path: Path) -> Sequence[Topic]:
    """Read a topics file; raises `Defect` when it cannot be read or names a topic twice."""
    try:
        topics = msgspec.yaml.decode(path.read_bytes(), type=_File).topics
    except (OSError, msgspec.MsgspecError) as error:
        raise Defect(f"topics file: {error}") from error
    if len({topic.name for topic in topics}) != len(topics):
        raise Defect("topics file: a topic is named twice")
    return topics


def placement(topics: Sequence[Topic]) -> Placement:
    """Give the lanes of declared topics; raises `Defect` unless all of the hub's topics are there with one number."""
    ours = {topic.name: topic.partitions for topic in topics if topic.name in DECLARED}
    if ours.keys() != DECLARED:
        raise Defect(f"topics file: not declared: {', '.join(sorted(DECLARED - ours.keys()))}")
    if len(set(ours.values())) != 1:
        raise Defect("topics file: all topics of people need the same number of partitions")
    return Placement(DECLARED, next(iter(ours.values())))


async def plan(settings: KafkaSettings, topics: Sequence[Topic]) -> Plan:
    """Compare declared topics with the broker; changes nothing."""
    async with administering(settings, "comparing topics") as admin:
        there = _partitions(await admin.describe_topics())
        known = [topic for topic in topics if topic.name in there]
        configs = await configs_of(admin, [topic.name for topic in known])
    differing = {topic.name: _differing(configs[topic.name], topic.config()) for topic in known}
    return Plan(
        create=[topic for topic in topics if topic.name not in there],
        configure=[topic for topic in known if differing[topic.name]],
        refused=[
            f"{topic.name}: declared with {topic.partitions} partitions, has {there[topic.name]}"
            for topic in known
            if there[topic.name] != topic.partitions
        ],
        settings={name: settings for name, settings in differing.items() if settings},
    )


def _differing(there: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, tuple[str | None, str]]:
    return {key: (there.get(key), value) for key, value in wanted.items() if there.get(key) != value}


async def apply(settings: KafkaSettings, topics: Sequence[Topic]) -> Plan:
    """Make what is missing, set what differs, and give what was done.

    Raises `Defect` and does nothing when a topic has another number of partitions.
    """
    wanted = await plan(settings, topics)
    if wanted.refused:
        raise Defect(f"topics: {'; '.join(wanted.refused)}")
    async with administering(settings, "making topics") as admin:
        if wanted.create:
            made = await admin.create_topics([_new(topic) for topic in wanted.create])
            for name, code, *_ in made.topic_errors:
                check(code, name, but=[TopicAlreadyExistsError])
        if wanted.configure:
            # Settings that the file does not know are the broker's keepers' own, and stay.
            changed = await asked(admin, ChangeSettings({topic.name: topic.config() for topic in wanted.configure}))
            for code, _, _, name in changed.resources:
                check(code, name)
        await _visible(admin, topics)
    return wanted


async def partitions(settings: KafkaSettings) -> Mapping[str, int]:
    """Give every topic that the broker shows us and its number of partitions.  Asking for all makes none."""
    async with administering(settings, "looking at topics") as admin:
        return _partitions(await admin.describe_topics())


def other_partitions(there: Mapping[str, int], ours: Placement) -> dict[str, int]:
    """Give of the hub's topics that are there those whose number of partitions is not that of its lanes, with it."""
    return {topic: there[topic] for topic in sorted(ours.topics & there.keys()) if there[topic] != ours.lanes}


def _new(topic: Topic) -> NewTopic:
    # An empty assignment is how aiokafka lets the broker's own replication factor (-1) through.
    return NewTopic(topic.name, topic.partitions, topic.replicas, {} if topic.replicas == -1 else None, topic.config())


async def configs_of(admin: Any, topics: Collection[str]) -> dict[str, dict[str, str]]:
    """Give the settings of topics, those of the broker where a topic has none of its own."""
    if not topics:
        return {}
    asked = [ConfigResource(ConfigResourceType.TOPIC, name) for name in topics]
    found = {}
    for answer in await admin.describe_configs(asked):
        for code, _, _, name, entries, *_ in answer.resources:
            check(code, name)
            found[name] = {entry[0]: entry[1] for entry in entries}
    return found


async def _visible(admin: Any, topics: Sequence[Topic]) -> None:
    """Wait until the broker leads every partition: a client that came earlier would fail."""
    for _ in range(100):
        described = {topic["topic"]: topic for topic in await admin.describe_topics()}
        if all(
            topic.name in described and all(p["leader"] >= 0 for p in described[topic.name]["partitions"])
            for topic in topics
        ):
            return
        await asyncio.sleep(RETRY)
    raise Unavailable("kafka: making topics: the broker did not take them up")


def _partitions(described: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {topic["topic"]: len(topic["partitions"]) for topic in described if topic["error_code"] == 0}
