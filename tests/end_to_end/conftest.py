"""One whole hub for tests that only add to it, and fresh ones for tests that break it."""

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from tests.end_to_end.running_hub import S1, S2, S3, S4, SAMPLES, RunningHub, eventually
from tests.end_to_end.typed import NUMBER, YES, Stay
from tests.postgres_fixture import PostgresServer
from tests.web.conftest import browser, tab

__all__ = ["browser", "tab"]

Starting = Callable[..., RunningHub]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the end of the log of every hub that is there when a test fails."""
    report = yield
    if report.failed:
        report.sections += [(f"log of the hub at {hub.url}", hub.log()[-8000:]) for hub in RunningHub.alive]
    return report


@pytest.fixture(scope="session")
def hub() -> Iterator[RunningHub]:
    """Give the run's whole hub on its embedded database.  Tests add people of their own and break nothing."""
    with RunningHub() as running:
        yield running


@pytest.fixture
def starting(postgres_server: PostgresServer) -> Iterator[Starting]:
    """Give a way to start fresh hubs, each on an empty database of the run's server: cheaper than one of its own."""
    with ExitStack() as stack:

        def start(**settings: str) -> RunningHub:
            return stack.enter_context(RunningHub(HUB_DATABASE_URL=postgres_server.fresh_database(), **settings))

        yield start


@pytest.fixture
def fresh_hub(starting: Starting) -> RunningHub:
    """Give a fresh hub to break."""
    return starting()


@pytest.fixture(scope="session")
def stay(hub: RunningHub) -> Stay:
    """Type `hub send` for the admission, the update and the discharge, then for the cancel of the discharge."""
    done = hub.command("send", *[SAMPLES / f"{name}.hl7" for name in (S1, S2, S3)])
    assert done.returncode == YES, done.stderr
    assert done.stdout.splitlines() == ["AA RZZ-000000101", "AA RZZ-000000377", "AA RZZ-000000512"]
    subject = hub.person(NUMBER)
    eventually(lambda: hub.state(subject)["episodes"])
    time.sleep(0.05)
    before = datetime.now(UTC).isoformat(timespec="milliseconds")
    time.sleep(0.05)
    cancelled = hub.command("send", SAMPLES / f"{S4}.hl7")
    eventually(lambda: hub.state(subject)["episodes"][0]["status"] == "void")
    return Stay(subject, before, cancelled.stdout)


@pytest.fixture
def starting_folder() -> Iterator[RunningHub]:
    """Give settings and an empty data folder, and start nothing."""
    hub = RunningHub()
    yield hub
    hub.remove()
