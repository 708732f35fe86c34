"""Parts that many tests share: a real PostgreSQL and a real Kafka."""

import gc
import logging
import os
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite(
    *(f"tests.contracts.log_{part}" for part in ("cases", "steps", "contract", "flow_contract", "failure_contract"))
)

from tests.kafka_fixture import kafka, kafka_bootstrap, own_kafka  # noqa: E402 - after the rewrite
from tests.left_open import pytest_runtest_protocol  # noqa: E402 - after the rewrite
from tests.postgres_fixture import crashable_postgres, postgres_dsn, postgres_server  # noqa: E402 - after the rewrite

__all__ = [
    "crashable_postgres",
    "kafka",
    "kafka_bootstrap",
    "logs_as_they_were",
    "own_kafka",
    "postgres_dsn",
    "postgres_server",
    "pytest_runtest_protocol",
]

settings.register_profile("dev", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci", max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_collection_finish() -> None:
    """Keep what all tests share from the collector: it looks at the rest alone, in a tenth of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """Put the logs back after a test that sent them elsewhere, or the next one reads nothing."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    if structlog.is_configured():
        structlog.reset_defaults()
        root.handlers[:] = handlers
        root.setLevel(level)
