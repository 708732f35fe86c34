"""The AsyncAPI document: made from schemas and topics, committed beside the pages, and what the standard demands."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from hub.codec.asyncapi import Channel, Described, document
from hub.codec.registry import Registry
from hub.commands.described_topics import described
from hub.events.catalogue import BY_TYPE

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "docs" / "asyncapi.json"
OFFICIAL = Path(__file__).with_name("asyncapi-3.0.0.json.gz")
"""`schemas/3.0.0.json` of the package @asyncapi/specs 6.11.1 (Apache-2.0), without white space."""


@pytest.fixture(scope="module")
def committed() -> Any:
    """Give the document as it lies in the tree."""
    return json.loads(COMMITTED.read_text(encoding="utf-8"))


def _faults(shown: Any) -> list[str]:
    validator = jsonschema_rs.validator_for(json.loads(gzip.decompress(OFFICIAL.read_bytes())))
    return [fault.message for fault in validator.iter_errors(shown)]


def test_the_committed_document_is_the_one_that_would_be_made(committed: Any) -> None:
    """A changed schema or topic changes the document: `hub schemas asyncapi > docs/asyncapi.json`."""
    assert committed == document(described())


def test_it_is_valid(committed: Any) -> None:
    """The AsyncAPI Initiative's own JSON Schema of 3.0.0 finds nothing."""
    assert _faults(committed) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("asyncapi",), "2.6.0"),
        (("channels", "hub.day.v1", "adress"), "misspelt"),
        (("channels", "hub.day.v1", "bindings", "kafka", "partitions"), 0),
        (("operations", "read.hub.day.v1", "action"), "publish"),
    ],
)
def test_a_fault_in_it_would_be_found(committed: Any, path: tuple[str, ...], value: Any) -> None:
    """The check itself refuses what the standard does not allow, Kafka's part included."""
    broken = json.loads(json.dumps(committed))
    place = broken
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    assert _faults(broken) != []


def _references(shown: Any) -> Iterator[str]:
    if isinstance(shown, dict):
        if isinstance(shown.get("$ref"), str):
            yield shown["$ref"]
        for each in shown.values():
            yield from _references(each)
    elif isinstance(shown, list):
        for each in shown:
            yield from _references(each)


def test_every_reference_leads_somewhere(committed: Any) -> None:
    """A tool that follows the document finds every message, channel and schema file."""
    references = set(_references(committed))
    assert len(references) > 100
    for reference in references:
        if reference.startswith("#/"):
            place = committed
            for name in reference.removeprefix("#/").split("/"):
                place = place[name]
        else:
            assert (COMMITTED.parent / reference).is_file(), reference


def test_every_released_version_of_every_event_is_in_its_topic(committed: Any) -> None:
    """A log is read for ever, so a reader finds old versions too, under the id that stands in their bytes."""
    rows = json.loads((ROOT / "schemas" / "registry.json").read_text(encoding="utf-8"))
    for row in rows:
        name = row["name"].rpartition(".")[2]
        message = committed["components"]["messages"][f"{name}.{row['version']}"]
        assert message["x-schema-id"] == row["id"]
        assert message["payload"]["schema"]["$ref"] == f"../schemas/{row['file']}"
        assert f"{name}.{row['version']}" in committed["channels"][BY_TYPE[name].topic]["messages"]
    assert sum(len(channel["messages"]) for channel in committed["channels"].values()) == len(rows)


def test_a_topic_is_told_as_declared() -> None:
    """Partitions and settings are those of the topics file; who may write and read, and nobody where nobody may."""
    settings = {"cleanup.policy": "compact,delete", "retention.ms": "-1", "message.timestamp.type": "CreateTime"}
    channels = [Channel("hub.day.v1", "Days.", 3, settings, writers=["User:a", "User:b"])]
    shown = document(Described(channels, {"cause": "Why."}, Registry.load(), "schemas"))
    assert _faults(shown) == []
    kafka = shown["channels"]["hub.day.v1"]["bindings"]["kafka"]
    assert kafka["partitions"] == 3
    assert kafka["topicConfiguration"] == {
        "cleanup.policy": ["compact", "delete"], "retention.ms": -1, "message.timestamp.type": "CreateTime",
    }  # fmt: skip
    assert list(shown["channels"]["hub.day.v1"]["messages"]) == ["DayStarted.1"]
    assert shown["operations"] == {
        "write.hub.day.v1": {
            "action": "send", "channel": {"$ref": "#/channels/hub.day.v1"}, "summary": "Who may write: User:a, User:b.",
        }
    }  # fmt: skip
