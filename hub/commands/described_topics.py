"""What is declared of the topics, for the document that describes them."""

from pathlib import Path
from typing import Final

from hub.adapters import kafka_topics, topic_access
from hub.codec.asyncapi import Channel, Described
from hub.codec.registry import Registry
from hub.commands.topics import TOPICS
from hub.ports.groups import GROUPS
from hub.ports.log import FOR_GROUP, PASSED_ON
from hub.redriving.records import ORIGIN

SCHEMAS: Final = "../schemas"
"""From `docs/`, where the document lies."""
_SAID: Final = (
    "The topic in which the record first lay, when it was appended again.",
    "The partition in which it first lay.",
    "Its position there.",
    "The rule by which it was parked.",
)
_FOR_GROUP: Final = (
    f"The one group of consumers that the record is for ({', '.join(sorted(GROUPS))}); others pass it over, "
    "and it is parked (unknown_group) when the hub has no such group. Always the last header."
)
HEADERS: Final = {
    **dict(zip(ORIGIN, _SAID, strict=True)),
    PASSED_ON: "The record lies under the key of another record of its event's person, which has to know it.",
    FOR_GROUP: _FOR_GROUP,
}


def described(file: Path = TOPICS) -> Described:
    """Read the topics file; raises `Defect` when it is wrong."""
    access = topic_access.declared(file).access
    channels = [
        Channel(
            topic.name,
            topic.comment,
            topic.partitions,
            topic.config(),
            [each.principal for each in access if topic.name in each.write],
            [each.principal for each in access if topic.name in each.read],
        )
        for topic in kafka_topics.declared(file)
    ]
    return Described(channels, HEADERS, Registry.load(), SCHEMAS)
