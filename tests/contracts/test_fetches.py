"""The contract over every host that hands fetches to a taker."""

from collections.abc import AsyncIterator

import pytest

from hub.adapters.kafka_settings import KafkaSettings
from tests.contracts.fetch_cases import HostCase, opened
from tests.contracts.fetch_contract import FetchContract
from tests.contracts.fetch_process_contract import FetchProcessContract, FetchSharingContract

OVER_KAFKA = [pytest.param(kind, marks=pytest.mark.broker) for kind in ("faust", "kafka")]


@pytest.fixture
async def case(request: pytest.FixtureRequest, kind: str, postgres_dsn: str) -> AsyncIterator[HostCase]:
    """Give a host: Faust, or the plain one over Kafka's log or PostgreSQL's."""
    settings = None
    if kind != "postgres":
        settings = KafkaSettings(request.getfixturevalue("kafka_bootstrap"), patience=3.0)
    async with opened(kind, postgres_dsn, settings) as made:
        yield made


@pytest.mark.parametrize("kind", [*OVER_KAFKA, "postgres"])
class TestFetches(FetchContract, FetchProcessContract):
    """Faust and the plain host keep the same promises."""


@pytest.mark.parametrize("kind", OVER_KAFKA)
class TestSharing(FetchSharingContract):
    """So they do where a broker shares the lanes out among workers."""
