"""What the Compose files promise of their brokers: one may die, with two gone nothing is taken, and nothing is lost.

In live mode they also ask everybody who they are: here each comes under the name and password of its service.
"""

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from hub.adapters.clocks import SystemClock
from hub.adapters.kafka_log import KafkaLog
from hub.adapters.kafka_settings import KafkaSettings
from hub.errors import Unavailable
from hub.events.catalogue import DISCHARGE
from hub.ports.log import BEGINNING, Draft, Partition
from tests.contracts.rdkafka_child import ask
from tests.deploy.composed import GIVEN, LIVE, services
from tests.deploy.files import run
from tests.deploy.three_brokers import ThreeBrokers

KEY = bytes(16)
HOME = Partition(DISCHARGE, 0)


@pytest.fixture(scope="module")
def brokers() -> Iterator[ThreeBrokers]:
    """Give three brokers with topics and rights as the Compose files' service `topics` makes them."""
    with ThreeBrokers() as running:
        topics = services(LIVE)["topics"]
        security = {name: text for name, text in topics["environment"].items() if name.startswith("HUB_KAFKA_SECURITY")}
        environment = {"PATH": os.environ["PATH"], "HUB_KAFKA": running.bootstrap, **security}
        done = run(sys.executable, "-m", "hub", *topics["command"], env=environment)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["access"]["guarded"] is True
        yield running


def _log(brokers: ThreeBrokers, role: str = "ingest", patience: float = 30.0) -> KafkaLog:
    """Give the log as a role has it."""
    given = services(LIVE)[role]["environment"]
    settings = KafkaSettings(
        brokers.bootstrap,
        security=given["HUB_KAFKA_SECURITY__PROTOCOL"],
        sasl_mechanism=given["HUB_KAFKA_SECURITY__MECHANISM"],
        username=given["HUB_KAFKA_SECURITY__USERNAME"],
        password=given["HUB_KAFKA_SECURITY__PASSWORD"],
        patience=patience,
    )
    return KafkaLog(settings, SystemClock())


def _topic(brokers: ThreeBrokers) -> dict[str, Any]:
    """Ask how a topic is made, as an operator with another client would."""
    told: dict[str, Any] = ask(
        "topic",
        DISCHARGE,
        bootstrap_servers=brokers.bootstrap,
        security_protocol="SASL_PLAINTEXT",
        sasl_mechanism="PLAIN",
        sasl_username="hub-admin",
        sasl_password=GIVEN["KAFKA_ADMIN_PASSWORD"],
    )
    return told


async def _append(log: KafkaLog, text: bytes) -> None:
    await log.append([Draft(DISCHARGE, KEY, text, number=HOME.number)])


async def _kept(log: KafkaLog, count: int) -> list[bytes]:
    kept: list[bytes] = []
    async for records in log.read(HOME, BEGINNING):
        kept += [record.value for record in records]
        if len(kept) >= count:
            break
    return kept


@pytest.mark.broker
@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_one_broker_may_die_and_with_two_gone_nothing_is_taken(brokers: ThreeBrokers) -> None:
    """Each topic has three copies and is written to two; an append that was confirmed survives any one broker."""
    assert _topic(brokers) == {"copies": [3], "in_sync": "2"}

    log = _log(brokers)
    await _append(log, b"all three")
    brokers.kill("kafka-3")
    await _append(log, b"one gone")
    await log.close()
    log = _log(brokers, patience=3.0)
    await _append(log, b"one gone still")
    brokers.kill("kafka-2")
    with pytest.raises(Unavailable):
        await _append(log, b"two gone")
    await log.close()

    brokers.start("kafka-2")
    brokers.ready("kafka-2")
    log = _log(brokers)
    await _append(log, b"back again")
    with pytest.raises(Unavailable, match="does not permit"):
        await _kept(log, 4)
    await log.close()
    log = _log(brokers, "process")
    kept = await _kept(log, 4)
    await log.close()
    # What was not confirmed may be there all the same, and its sender repeats it: a repeat is dropped by its id.
    assert [text for text in kept if text != b"two gone"][:4] == [
        b"all three",
        b"one gone",
        b"one gone still",
        b"back again",
    ]
