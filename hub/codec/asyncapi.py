"""The topics as an AsyncAPI 3.0 document: what is in each, under which key, by which schema, who writes and reads it.

Made from the released schemas and from what is declared of the topics, and committed beside the pages, so that somebody
outside finds everything in one place that their tools read.  Kafka's part follows the Kafka binding 0.5.0.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from hub.codec.bindings import EVENT_NAMES
from hub.codec.registry import Registered, Registry

VERSION: Final = "1"
"""Of the contract: the number that every topic's name ends with."""
_AVRO: Final = "application/vnd.apache.avro+json;version=1.9.0"
_BINDING: Final = "0.5.0"
_CONTENT: Final = "avro/binary"
_ABOUT: Final = (
    "Events of an integration hub between hospitals, DWP, councils and care providers in England. A value is a zero "
    "byte, four bytes of schema id and an Avro body (the Confluent wire format). Within a topic every version reads "
    "what every other version wrote. Names, addresses and identifiers are sealed: nothing here reads them."
)
_KEYED: Final = (
    "Sixteen bytes: subject_ref of whom the event is about, or of the lane whose day began. Its "
    "partition is that of Kafka's Java clients: murmur2 of the key, positive, modulo the number of partitions "
    "(librdkafka: partitioner=murmur2_random); a record of a person elsewhere is set aside."
)


class Channel(NamedTuple):
    """What is declared of one topic; `settings` under Kafka's names, `writers` and `readers` by principal."""

    topic: str
    about: str
    partitions: int
    settings: Mapping[str, str]
    writers: Sequence[str] = ()
    readers: Sequence[str] = ()


class Described(NamedTuple):
    """Everything that a document is made of; `headers` says what each header of a record means."""

    channels: Sequence[Channel]
    headers: Mapping[str, str]
    registry: Registry
    schemas: str
    """Where the folder of schemas lies, from the document."""


def document(of: Described) -> dict[str, Any]:
    """Make the document."""
    messages = {_named(each): _message(each, of) for each in _events(of.registry)}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Care hub",
            "version": VERSION,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": _CONTENT,
        "channels": {channel.topic: _channel(channel, of.registry) for channel in of.channels},
        "operations": {name: shown for channel in of.channels for name, shown in _operations(channel)},
        "components": {"messages": messages, "messageTraits": {"Record": _record(of.headers)}},
    }


def _events(registry: Registry) -> Iterable[Registered]:
    """Give each version of each event type that the hub knows, in the order of ids."""
    return sorted((each for each in registry if each.name in EVENT_NAMES), key=lambda each: each.id)


def _named(each: Registered) -> str:
    return f"{EVENT_NAMES[each.name].name}.{each.version}"


def _message(each: Registered, of: Described) -> dict[str, Any]:
    name = EVENT_NAMES[each.name].name
    return {
        "name": name,
        "title": f"{name}, version {each.version}",
        "summary": each.schema["doc"],
        "payload": {"schemaFormat": _AVRO, "schema": {"$ref": f"{of.schemas}/{each.file}"}},
        "traits": [{"$ref": "#/components/messageTraits/Record"}],
        "x-schema-id": each.id,
    }


def _record(headers: Mapping[str, str]) -> dict[str, Any]:
    """What every record has: a key, the schema's id before its value, and seldom headers."""
    return {
        "contentType": _CONTENT,
        "headers": {
            "type": "object",
            "description": "Most records have none.",
            "properties": {name: {"type": "string", "description": said} for name, said in headers.items()},
        },
        "bindings": {
            "kafka": {
                "key": {"type": "string", "format": "binary", "minLength": 16, "maxLength": 16, "description": _KEYED},
                "schemaIdLocation": "payload",
                "schemaIdPayloadEncoding": "confluent",
                "schemaLookupStrategy": "RecordNameStrategy",
                "bindingVersion": _BINDING,
            }
        },
    }


def _channel(channel: Channel, registry: Registry) -> dict[str, Any]:
    mine = [each for each in _events(registry) if EVENT_NAMES[each.name].topic == channel.topic]
    return {
        "address": channel.topic,
        "description": channel.about,
        "messages": {_named(each): {"$ref": f"#/components/messages/{_named(each)}"} for each in mine},
        "bindings": {
            "kafka": {
                "topic": channel.topic,
                "partitions": channel.partitions,
                "topicConfiguration": {name: _setting(name, value) for name, value in channel.settings.items()},
                "bindingVersion": _BINDING,
            }
        },
    }


def _setting(name: str, value: str) -> Any:
    if name == "cleanup.policy":
        return value.split(",")
    return int(value) if value.lstrip("-").isdigit() else value


def _operations(channel: Channel) -> Iterable[tuple[str, dict[str, Any]]]:
    for action, verb, principals in (("send", "write", channel.writers), ("receive", "read", channel.readers)):
        if principals:
            yield (
                f"{verb}.{channel.topic}",
                {
                    "action": action,
                    "channel": {"$ref": f"#/channels/{channel.topic}"},
                    "summary": f"Who may {verb}: {', '.join(principals)}.",
                },
            )
