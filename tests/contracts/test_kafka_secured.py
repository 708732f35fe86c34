"""The hub proves itself to a broker that demands it; one that refuses is an outage with words, not a defect."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from hub.adapters.kafka_log import KafkaLog
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_topics import Topic, apply
from hub.adapters.log_placement import Placement
from hub.errors import Unavailable
from hub.ports.log import BEGINNING, Draft, Partition
from tests.contracts.fetch_cases import opened
from tests.contracts.log_cases import FixedClock
from tests.contracts.log_steps import first_of
from tests.contracts.secured_kafka import PASSWORD, SecuredKafka

pytestmark = [pytest.mark.broker, pytest.mark.slow]


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecuredKafka]:
    """Give one secured broker to the tests of this file."""
    with SecuredKafka(tmp_path_factory.mktemp("secured")).running() as broker:
        yield broker


async def written_and_read(settings: KafkaSettings) -> bytes:
    """Declare a topic, append a record and read it back through the log."""
    topic = f"test.{uuid4().hex[:8]}"
    await apply(settings, [Topic(topic, "a test", 1)])
    log = KafkaLog(settings, FixedClock(), Placement(frozenset({topic}), 1))
    try:
        await log.append([Draft(topic, b"key", b"taken", number=0)])
        assert await log.end(Partition(topic, 0)) == BEGINNING + 1
        (record,) = await first_of(log, Partition(topic, 0), 1)
    finally:
        await log.close()
    return record.value


async def test_a_name_and_password_over_tls_are_taken(secured: SecuredKafka) -> None:
    """SASL_SSL with SCRAM-SHA-512: the settings that the hub has are enough to write and read."""
    assert await written_and_read(secured.by_name) == b"taken"


async def test_a_certificate_is_taken(secured: SecuredKafka) -> None:
    """Mutual TLS: the hub shows its certificate and knows the broker's authority."""
    assert await written_and_read(secured.by_certificate) == b"taken"


@pytest.mark.parametrize("how", ["by_name", "by_certificate"])
async def test_faust_proves_itself_with_the_same_settings(secured: SecuredKafka, postgres_dsn: str, how: str) -> None:
    """The dashboards' host comes in as the rest of the hub does: nothing of Faust's own has to be set."""
    async with opened("faust", postgres_dsn, getattr(secured, how)) as case:
        await case.send(3)
        async with case.worker():
            assert await case.all_noted() == case.sent


async def test_faust_that_is_refused_says_so(secured: SecuredKafka, postgres_dsn: str) -> None:
    """A wrong password is an outage with words, and the password is not among them."""
    async with opened("faust", postgres_dsn, secured.by_name) as case:
        case.settings = _refused(secured)["wrong password"]
        async with case.worker() as worker:
            with pytest.raises(Unavailable, match="does not let us in") as refused:
                await worker.task
    assert "not the one" not in str(refused.value)


def _refused(broker: SecuredKafka) -> dict[str, KafkaSettings]:
    return {
        "wrong password": replace(broker.by_name, password="not the one", patience=2.0),
        "no TLS": replace(broker.by_name, security="SASL_PLAINTEXT", patience=2.0),
        "unknown authority": replace(broker.by_name, ca_file=str(broker.unknown_authority), patience=2.0),
        "no certificate": replace(broker.by_certificate, cert_file=None, key_file=None, patience=2.0),
        "a stranger's certificate": replace(
            broker.by_certificate,
            cert_file=str(broker.stranger.chain),
            key_file=str(broker.stranger.key),
            patience=2.0,
        ),
    }


@pytest.mark.parametrize(
    "how", ["wrong password", "no TLS", "unknown authority", "no certificate", "a stranger's certificate"]
)
async def test_who_is_refused_waits_with_words(secured: SecuredKafka, how: str) -> None:
    """Whoever keeps the broker can put it right, so the hub waits; its words never hold the password."""
    settings = _refused(secured)[how]
    log = KafkaLog(settings, FixedClock(), Placement(frozenset({"test.nobody"}), 1))
    try:
        with pytest.raises(Unavailable) as refused:
            await log.append([Draft("test.nobody", b"key", b"never", number=0)])
    finally:
        await log.close()
    assert "does not let us in" in str(refused.value)
    assert PASSWORD not in str(refused.value)
    assert "not the one" not in str(refused.value)


def test_a_password_is_never_shown() -> None:
    """Settings that are printed, as in a trace, show no password."""
    settings = KafkaSettings("127.0.0.1:1", security="SASL_SSL", username="hub", password=PASSWORD)
    assert PASSWORD not in repr(settings)
