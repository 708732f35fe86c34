"""The contract over every log, and what is true of each alone."""

from collections.abc import AsyncIterator

import pytest

from tests.contracts.log_cases import KafkaCase, LogCase, MemoryCase, PostgresCase
from tests.contracts.log_contract import LogContract
from tests.contracts.log_failure_contract import LogFailureContract
from tests.contracts.log_flow_contract import LogFlowContract


@pytest.fixture(params=["memory", "postgres", pytest.param("kafka", marks=pytest.mark.broker)])
async def case(request: pytest.FixtureRequest) -> AsyncIterator[LogCase]:
    """Give each kind of log in turn."""
    made: LogCase
    if request.param == "memory":
        made = MemoryCase()
    elif request.param == "postgres":
        made = PostgresCase(request.getfixturevalue("postgres_dsn"))
    else:
        made = KafkaCase(request.getfixturevalue("kafka"))
    yield made
    await made.close()


class TestLog(LogContract, LogFlowContract, LogFailureContract):
    """Memory, PostgreSQL and Kafka keep the same promises."""
