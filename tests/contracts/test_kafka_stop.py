"""Stopping a client of the broker for certain: a reader that hangs in its end never reads again."""

import asyncio

import pytest

from hub.adapters.kafka_start import stopped


class Deaf:
    """A client whose stop swallows so many cancellations, as one may after its broker was killed."""

    def __init__(self, swallows: int) -> None:
        self.swallows, self.ended = swallows, False

    async def stop(self) -> None:
        """Wait for ever, but for a cancellation that is heard."""
        while True:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                self.swallows -= 1
                if self.swallows < 0:
                    self.ended = True
                    raise


@pytest.mark.parametrize("swallows", [0, 1, 2])
async def test_a_stop_that_hangs_is_asked_for_again(swallows: int) -> None:
    """Whoever waits for it goes on, and the client has ended."""
    deaf = Deaf(swallows)
    async with asyncio.timeout(5):
        await stopped(deaf.stop, within=0.01)
    assert deaf.ended


async def test_one_that_never_ends_is_left_behind_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    """A lane is served again all the same, and somebody can read why a connection stayed open."""
    deaf = Deaf(10)
    async with asyncio.timeout(5):
        await stopped(deaf.stop, within=0.01)
    assert not deaf.ended
    assert "client_left_behind" in capsys.readouterr().out
    deaf.swallows = 0


async def test_a_stop_that_fails_says_so() -> None:
    """What a client reports at its end is not lost."""

    async def fails() -> None:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        await stopped(fails)
