"""Kafka's own tools read our topics: keys, headers and values that begin with a schema id."""

import json
import shutil
import subprocess
from typing import NamedTuple
from uuid import uuid4

import pytest
from msgspec.structs import replace

from hub.adapters.kafka_log import KafkaLog
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_topics import Topic, apply
from hub.adapters.log_placement import Placement
from hub.codec.events import EventCodec
from hub.codec.registry import Registry
from hub.ports.log import Draft
from hub.redriving.records import ORIGIN
from tests.codec.invented import sampled
from tests.contracts.log_cases import FixedClock
from tests.kafka_fixture import SCRIPT

pytestmark = pytest.mark.broker
HEADERS = tuple(zip(ORIGIN, (b"hub.discharge.v1", b"3", b"17", b"not_avro"), strict=True))
LIBS = SCRIPT.parent / "libs"
BETWEEN, AFTER = b"<between>", b"<after>"


class Written(NamedTuple):
    """A topic with two records: an event, and one that was taken again under headers of its origin."""

    bootstrap: str
    topic: str
    keys: list[bytes]
    values: list[bytes]


@pytest.fixture
async def written(kafka_bootstrap: str) -> Written:
    """Append an admission and a discharge of two people through the hub's own log."""
    settings, topic = KafkaSettings(kafka_bootstrap), f"test.{uuid4().hex[:8]}"
    await apply(settings, [Topic(topic, "a test", 1)])
    codec, keys = EventCodec(), [bytes(range(16)), bytes(range(240, 256))]
    events = [
        replace(sampled(name), subject_ref=key)
        for name, key in zip(("SpellAdmitted", "SpellDischarged"), keys, strict=True)
    ]
    values = [codec.encode(event) for event in events]
    log = KafkaLog(settings, FixedClock(), Placement(frozenset({topic}), 1))
    try:
        await log.append([Draft(topic, keys[0], values[0], (), 0), Draft(topic, keys[1], values[1], HEADERS, 0)])
    finally:
        await log.close()
    return Written(kafka_bootstrap, topic, keys, values)


def _out(*line: str) -> bytes:
    return subprocess.run(line, capture_output=True, check=True, timeout=100).stdout


def _ids() -> list[int]:
    registry = Registry.load()
    return [registry.newest(f"uk.care.hub.discharge.{name}").id for name in ("SpellAdmitted", "SpellDischarged")]


def test_javas_console_consumer_reads_them(written: Written) -> None:
    """Partition, offset, headers, key and every byte of the value come out as the hub wrote them."""
    told = {
        "print.partition": "true", "print.offset": "true", "print.headers": "true", "print.key": "true",
        "key.separator": BETWEEN.decode(), "line.separator": AFTER.decode(),
    }  # fmt: skip
    properties = [word for name, value in told.items() for word in ("--property", f"{name}={value}")]
    out = _out(
        "java", "-cp", f"{LIBS}/*", "org.apache.kafka.tools.consumer.ConsoleConsumer",
        "--bootstrap-server", written.bootstrap, "--topic", written.topic, "--from-beginning", "--max-messages", "2",
        *properties,
    )  # fmt: skip
    rows = [row.split(BETWEEN) for row in out.removesuffix(AFTER).split(AFTER)]
    headers = ",".join(f"{name}:{value.decode()}" for name, value in HEADERS).encode()
    assert rows == [
        [b"Partition:0", b"Offset:0", b"NO_HEADERS", written.keys[0], written.values[0]],
        [b"Partition:0", b"Offset:1", headers, written.keys[1], written.values[1]],
    ]
    assert [int.from_bytes(row[-1][1:5], "big") for row in rows] == _ids()


@pytest.fixture
def kcat() -> str:
    """Give the program, or skip by name where it is not installed."""
    found = shutil.which("kcat")
    if found is None:
        pytest.skip("kcat is not installed (Debian: apt-get install kcat)")
    return found


def _kcat(program: str, written: Written, *more: str) -> bytes:
    return _out(program, "-b", written.bootstrap, "-t", written.topic, "-C", "-q", "-o", "beginning", "-e", *more)


def test_kcat_reads_them(written: Written, kcat: str) -> None:
    """Keys, headers and values, and with a pattern the zero byte and the schema id alone."""
    shape = f"%p{BETWEEN.decode()}%o{BETWEEN.decode()}%h{BETWEEN.decode()}%k{BETWEEN.decode()}%s{AFTER.decode()}"
    out = _kcat(kcat, written, "-f", shape)
    rows = [row.split(BETWEEN) for row in out.removesuffix(AFTER).split(AFTER)]
    headers = ",".join(f"{name}={value.decode()}" for name, value in HEADERS).encode()
    assert rows == [
        [b"0", b"0", b"", written.keys[0], written.values[0]],
        [b"0", b"1", headers, written.keys[1], written.values[1]],
    ]
    ids = _kcat(kcat, written, "-s", "value=>bI", "-f", "%s\n").decode().split("\n")[:-1]
    assert ids == [f"0{each}" for each in _ids()]


def test_kcat_sees_the_topic_as_declared(written: Written, kcat: str) -> None:
    """Somebody who looks at the broker finds the partitions that the file says."""
    (topic,) = json.loads(_out(kcat, "-b", written.bootstrap, "-L", "-J", "-t", written.topic))["topics"]
    assert (topic["topic"], len(topic["partitions"])) == (written.topic, 1)
