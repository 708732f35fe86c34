"""The embedded database is started again when it ended, and told about, once for each end."""

import asyncio
from collections.abc import Callable

import pytest
import structlog

from hub.commands.database_keeper import keep_running
from hub.errors import Unavailable

FULL = OSError(28, "No space left on device")


class Ending:
    """A server that is there or not, and whose starts may fail a few times first."""

    def __init__(self, *failures: Exception) -> None:
        self.there = True
        self.starts = 0
        self._failures = list(failures)

    def serves(self) -> bool:
        """Say whether it is there."""
        return self.there

    def start(self, tries: int) -> str:
        """Come up, or fail as planned."""
        assert tries < 10, "a keeper may not hold the lock of the folder for long"
        self.starts += 1
        if self._failures:
            raise self._failures.pop(0)
        self.there = True
        return "dsn"


async def _keeping(server: Ending, until: Callable[[], bool]) -> list[str]:
    """Keep a server until something is so, and give what was told."""
    with structlog.testing.capture_logs() as told:
        task = asyncio.create_task(keep_running(server, 0.01))
        async with asyncio.timeout(5):
            while not until():  # noqa: ASYNC110 - another process changes it
                await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    return [str(line["event"]) for line in told]


async def test_a_server_that_ended_is_started_again() -> None:
    """One line says that it ended, one that it is back."""
    server = Ending()
    server.there = False
    assert await _keeping(server, lambda: server.there) == ["database_ended", "database_started_again"]
    assert server.starts == 1


@pytest.mark.parametrize("failure", [Unavailable("it does not start"), FULL], ids=["unavailable", "full"])
async def test_a_server_that_does_not_start_is_tried_until_it_does(failure: Exception) -> None:
    """While the disk is full every try fails; the keeper goes on, and nobody has to restart the hub."""
    server = Ending(failure, failure)
    server.there = False
    told = await _keeping(server, lambda: server.there)
    assert told == ["database_ended", *["database_does_not_start"] * 2, "database_started_again"]


async def test_a_server_that_is_there_is_left_alone() -> None:
    """One that recovers or answers slowly is not started beside itself."""
    server = Ending()
    looks = iter(range(5))
    assert await _keeping(server, lambda: next(looks, None) is None) == []
    assert server.starts == 0
