"""Messages go over real sockets, in order, and a stubborn sender loses none."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from connectors.mllp_client import MllpClient, acknowledgement
from connectors.simulator import run
from connectors.simulator.run import Pace, Progress, Ways, send_all
from connectors.simulator.sendable import Sendable
from hub.errors import Unavailable
from tests.simulator.listener import listening


def message(number: int, feed: str = "rzz") -> Sendable:
    """Give a small message."""
    payload = f"MSH|^~\\&|PAS|RZZ|||20261102||ADT^A01|{feed}-{number}|T|2.4\r".encode()
    return Sendable(1_000_000 + number * 1000, "mllp", feed, payload, f"{feed}-{number}")


async def no_drop(feed: str, files: Mapping[str, bytes]) -> Mapping[str, Any]:
    """Refuse every file."""
    return {"refused": {"rule": "closed", "words": f"{feed} takes no {len(files)} files today"}}


async def test_the_client_reads_the_acknowledgement_of_its_message() -> None:
    """MSA-1 says whether it was kept, MSA-2 echoes the control id."""
    async with listening(["AA", "AR"]) as listener:
        client = MllpClient("127.0.0.1", listener.port)
        first, second = await client.send(message(1).payload), await client.send(message(2).payload)
        await client.close()
    assert (first.code, first.control_id, first.taken) == ("AA", "rzz-1", True)
    assert (second.code, second.taken) == ("AR", False)
    assert listener.connections == 1


async def test_a_listener_that_hangs_up_or_stays_silent_is_unavailable_and_tried_anew() -> None:
    """Whether the message was kept is unknown then, so the same bytes go again on a new connection."""
    async with listening(["hang_up", "silent", "AA"]) as listener:
        client = MllpClient("127.0.0.1", listener.port, seconds=0.2)
        for _ in range(2):
            with pytest.raises(Unavailable):
                await client.send(message(1).payload)
        assert (await client.send(message(1).payload)).taken
        await client.close()
    assert (listener.connections, listener.got) == (3, [message(1).payload])
    with pytest.raises(Unavailable):
        await MllpClient("127.0.0.1", listener.port, seconds=0.5).send(b"x")


def test_an_answer_without_msa_is_no_acknowledgement() -> None:
    """Junk never counts as taken."""
    assert not acknowledgement(b"HTTP/1.1 400 Bad Request\r\n").taken
    assert acknowledgement(b"MSH|^~\\&\rMSA|AA").code == "AA"
    refused = acknowledgement(b"MSH|^~\\&\rMSA|AR|C7|The version is not taken here.\r")
    assert (refused.code, refused.control_id, refused.words) == ("AR", "C7", "The version is not taken here.")


async def test_each_trust_has_one_connection_and_keeps_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal to keep (AE) or a broken connection is tried again in place, and nothing overtakes."""
    monkeypatch.setattr(run, "_PATIENCE_SECONDS", 0.01)
    stream = [message(number, feed) for number in range(40) for feed in ("rzz", "rzy")]
    seen: list[int] = []
    async with listening(["AE", "AA", "AE"]) as one, listening() as other:
        ways = Ways({"rzz": ("127.0.0.1", one.port), "*": ("127.0.0.1", other.port)}, no_drop)
        progress = await send_all(stream, ways, Pace(), lambda now: seen.append(now.sent))
    assert [part.payload for part in stream if part.feed == "rzz"] == one.got
    assert [part.payload for part in stream if part.feed == "rzy"] == other.got
    assert (one.connections, other.connections) == (1, 1)
    assert progress == Progress(sent=80, taken=80, retries=2, at=1_039_000)
    assert seen == list(range(1, 81))


async def test_a_message_that_is_refused_for_good_does_not_hold_up_the_rest() -> None:
    """AR means never; files that are refused count the same."""
    file = Sendable(1_000_000, "drop", "dwp-desk", b"{}", "x.jsonl", (("x.manifest.json", b"{}"),))
    assert set(file.files) == {"x.jsonl", "x.manifest.json"}
    async with listening(["AR"]) as listener:
        ways = Ways({"*": ("127.0.0.1", listener.port)}, no_drop)
        progress = await send_all([message(1), file, message(2)], ways, Pace())
    assert (progress.taken, progress.refused, progress.files) == (1, 2, 1)


async def test_a_hub_that_stays_away_ends_the_run_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is skipped: the run stops at the first message that cannot be handed over."""
    monkeypatch.setattr(run, "_PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(run, "_TRIES", 3)
    async with listening() as listener:
        port = listener.port
    with pytest.raises(Unavailable):
        await send_all([message(n) for n in range(500)], Ways({"*": ("127.0.0.1", port)}, no_drop), Pace())


async def test_the_pace_is_kept() -> None:
    """Twenty messages at a hundred a second take a fifth of a second; ten seconds at fifty times real time the same."""
    loop = asyncio.get_running_loop()
    for pace in (Pace(per_second=100), Pace(speed=95)):
        began = loop.time()
        async with listening() as listener:
            ways = Ways({"*": ("127.0.0.1", listener.port)}, no_drop)
            await send_all([message(n) for n in range(20)], ways, pace)
        assert 0.15 < loop.time() - began < 2.0


def entry(number: int) -> Sendable:
    """Give an entry by hand."""
    return Sendable(1_000_000 + number * 10, "entry", "hand-0", b"{}", f"entry-{number}")


async def test_a_slow_desk_does_not_hold_up_a_pace_that_was_asked_for() -> None:
    """Two hundred messages at 400 a second take half a second beside a desk that writes nothing.

    What it cannot take is left out and counted, and no more than its queue waits.
    """
    written: list[str] = []
    release = asyncio.Event()

    async def slow(one: Sendable) -> bool:
        await release.wait()
        written.append(one.name)
        return True

    loop = asyncio.get_running_loop()
    began = loop.time()
    loop.call_later(1.5, release.set)
    stream = [part for number in range(200) for part in (message(number), entry(number))]
    at: list[float] = []
    async with listening() as listener:
        ways = Ways({"*": ("127.0.0.1", listener.port)}, no_drop, slow)
        progress = await send_all(stream, ways, Pace(per_second=400), lambda _: at.append(loop.time() - began))
    assert at[199] < 1.4
    assert (progress.sent, progress.entries) == (200 + len(written), len(written))
    assert len(written) + progress.left_out == 200
    assert progress.left_out > 100


async def test_without_a_pace_everything_is_written_in_order() -> None:
    """As fast as it is taken: nothing is left out, and a refused entry holds up none."""
    written: list[str] = []

    async def record(one: Sendable) -> bool:
        written.append(one.name)
        return len(written) > 1

    stream = [entry(number) for number in range(100)]
    async with listening() as listener:
        ways = Ways({"*": ("127.0.0.1", listener.port)}, no_drop, record)
        progress = await send_all(stream, ways, Pace())
    assert written == [one.name for one in stream]
    assert (progress.taken, progress.refused, progress.left_out) == (99, 1, 0)


async def test_where_there_is_no_door_for_entries_they_are_left_out() -> None:
    """A hub in live mode takes none."""
    async with listening() as listener:
        progress = await send_all([entry(1), message(2)], Ways({"*": ("127.0.0.1", listener.port)}, no_drop), Pace())
    assert (progress.sent, progress.left_out) == (1, 1)
