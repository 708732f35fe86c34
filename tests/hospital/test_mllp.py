"""The listener over real sockets: good senders are answered in order, bad ones disturb nobody."""

import asyncio
import resource
from collections.abc import Sequence

from connectors.hospital_hl7v2.acknowledgement import code_of
from connectors.mllp import Limits
from connectors.mllp_frames import END, START
from hub.ports.connector import Receipt, Received
from tests.hospital.memory_intake import MemoryIntake
from tests.hospital.messages import PID, message, pv1
from tests.hospital.sockets import connected, listening

GOOD = message("A02", PID, pv1(f3="W7"))


def _numbered(number: int) -> bytes:
    return message("A02", PID, pv1(f3=f"W{number}"), control=f"N{number}")


async def _works(port: int) -> bool:
    async with connected(port) as sender:
        return code_of(await sender.ask(GOOD)) == "AA"


async def test_pipelined_frames_are_answered_in_order() -> None:
    """A sender that does not wait still matches each answer to its message."""
    async with listening() as desk, connected(desk.port) as sender:
        for number in range(100):
            await sender.send(_numbered(number))
        replies = [await sender.reply() for _ in range(100)]
        assert [f"|N{number}\r".encode() in reply for number, reply in enumerate(replies)] == [True] * 100
        assert len(desk.intake.events) == 100


async def test_fifty_connections_at_once() -> None:
    """Every ward's engine may hold its own connection."""
    async with listening() as desk:

        async def one(number: int) -> list[str]:
            async with connected(desk.port) as sender:
                return [code_of(await sender.ask(_numbered(number * 10 + turn))) for turn in range(4)]

        told = await asyncio.gather(*(one(number) for number in range(50)))
        assert told == [["AA"] * 4] * 50
        assert len(desk.intake.events) == 200


async def test_too_many_connections_are_turned_away_and_the_others_stay() -> None:
    """A sender in a reconnect loop cannot eat the listener."""
    async with listening(limits=Limits(connections=2)) as desk, connected(desk.port) as first:
        assert code_of(await first.ask(GOOD)) == "AA"
        async with connected(desk.port) as second, connected(desk.port) as third:
            assert await third.closed()
            assert code_of(await second.ask(GOOD)) == "AA"
        assert desk.server.counts.refused == 1


async def test_a_quiet_connection_makes_room_for_a_new_one() -> None:
    """Connections that a hospital left behind lock nobody out: the one that was quiet for longest goes."""
    limits = Limits(connections=2, quiet_seconds=0.2)
    async with listening(limits=limits) as desk, connected(desk.port) as first, connected(desk.port) as second:
        assert code_of(await first.ask(GOOD)) == "AA"
        await asyncio.sleep(0.1)
        assert code_of(await second.ask(_numbered(1))) == "AA"
        await asyncio.sleep(0.15)
        second.writer.write(START + GOOD)  # half a frame: not quiet, whatever it waits for
        await second.writer.drain()
        await asyncio.sleep(0.1)
        async with connected(desk.port) as third:
            assert await first.closed()
            assert code_of(await third.ask(_numbered(2))) == "AA"
            second.writer.write(END)
            assert code_of(await second.reply(5)) == "AA"
        assert (desk.server.counts.refused, desk.server.counts.made_room) == (0, 1)


async def test_a_frame_of_a_hundred_megabytes_is_refused_in_bounded_memory() -> None:
    """It is drained, answered AR, its reason parked without its bytes, and the connection closed."""
    async with listening() as desk, connected(desk.port) as sender:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        chunk = b"Z" * (1024 * 1024)
        sender.writer.write(START + GOOD)
        for _ in range(100):
            sender.writer.write(chunk)
            await sender.writer.drain()
        sender.writer.write(END)
        reply = await sender.reply(20)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        assert (code_of(reply), b"|C1|" in reply) == ("AR", True)
        assert await sender.closed()
        assert grown < 30 * 1024
        assert [(one.raw, one.translation.findings[0].rule) for one in desk.intake.parked] == [(b"", "frame_too_long")]
        assert await _works(desk.port)


async def test_a_truncated_frame_is_parked_with_its_reason() -> None:
    """A line that drops in the middle of a message leaves the fragment and why, and no half truth."""
    async with listening() as desk:
        async with connected(desk.port) as sender:
            sender.writer.write(START + GOOD[:100])
            sender.writer.write_eof()
            assert code_of(await sender.reply()) == "AE"
            assert await sender.closed()
        assert desk.intake.parked[0].raw == GOOD[:100]
        assert desk.intake.parked[0].translation.findings[0].rule == "frame_truncated"
        assert desk.intake.events == []
        assert await _works(desk.port)


async def test_a_slow_drip_runs_out_of_patience() -> None:
    """A sender that drips bytes for ever is answered AE and let go; others are served meanwhile."""
    async with listening(limits=Limits(frame_seconds=0.4)) as desk, connected(desk.port) as sender:
        sender.writer.write(START + GOOD[:90])
        for _ in range(2):
            sender.writer.write(b"x")
            await asyncio.sleep(0.1)
        assert await _works(desk.port)
        assert code_of(await sender.reply()) == "AE"
        assert await sender.closed()
        assert desk.intake.parked[0].translation.findings[0].rule == "frame_timeout"


async def test_a_silent_peer_is_never_dropped() -> None:
    """A quiet night is no reason to break a hospital's connection."""
    async with listening(limits=Limits(frame_seconds=0.1)) as desk, connected(desk.port) as sender:
        assert code_of(await sender.ask(GOOD)) == "AA"
        await asyncio.sleep(0.5)
        assert code_of(await sender.ask(_numbered(1))) == "AA"


async def test_junk_outside_frames_is_thrown_away_and_counted() -> None:
    """Binary junk between messages is not a message."""
    async with listening() as desk:
        async with connected(desk.port) as sender:
            sender.writer.write(b"\x00\xffGET / HTTP/1.1")
            assert code_of(await sender.ask(GOOD)) == "AA"
        await asyncio.sleep(0.05)
        assert desk.server.counts.junk_bytes == 16


async def test_junk_inside_a_frame_is_answered_and_parked() -> None:
    """Wrong separators, binary junk and empty frames get AR; the same connection goes on."""
    async with listening() as desk, connected(desk.port) as sender:
        for raw in (bytes(range(32, 256)), b"", GOOD.replace(b"|^~\\&|", b"|^^^^|")):
            assert code_of(await sender.ask(raw)) == "AR"
        assert code_of(await sender.ask(GOOD)) == "AA"
        assert len(desk.intake.parked) == 3


async def test_a_frame_that_restarts_is_answered_for_both() -> None:
    """The fragment gets AE with its own control id, the whole message AA with its own."""
    async with listening() as desk, connected(desk.port) as sender:
        sender.writer.write(START + _numbered(1)[:110])
        await sender.send(_numbered(2))
        first, second = await sender.reply(), await sender.reply()
        assert (code_of(first), b"|N1|" in first) == ("AE", True)
        assert (code_of(second), b"|N2\r" in second) == ("AA", True)


async def test_a_frame_without_its_last_carriage_return_is_taken_at_once() -> None:
    """Its sender waits for the answer and sends nothing more: the listener may not wait for the 0x0D either."""
    async with listening() as desk, connected(desk.port) as sender:
        for number in range(3):
            sender.writer.write(START + _numbered(number) + END[:1])
            reply = await sender.reply()
            assert (code_of(reply), f"|N{number}\r".encode() in reply) == ("AA", True)
        sender.writer.write(b"\r")
        assert code_of(await sender.ask(_numbered(3))) == "AA"
        assert (len(desk.intake.events), desk.intake.parked) == (4, [])


async def test_an_end_mark_inside_a_message_harms_that_message_alone() -> None:
    """What stands before it lacks its visit and is refused with that reason; the next frame is taken."""
    async with listening() as desk, connected(desk.port) as sender:
        assert code_of(await sender.ask(GOOD.replace(b"ASHWORTH", b"ASH\x1cWORTH"))) == "AR"
        assert code_of(await sender.ask(_numbered(1))) == "AA"
        assert [one.translation.findings[0].rule for one in desk.intake.parked] == ["segment_missing"]


async def test_a_frame_of_utf_16_is_refused_whole_or_cut() -> None:
    """Half a letter may be 0x1C, so nobody can say whether such a frame came whole: it is no message, ever."""
    async with listening() as desk, connected(desk.port) as sender:
        for text in (GOOD.decode(), GOOD.decode() + "ZU9|“quoted”\r"):
            reply = await sender.ask(text.encode("utf-16"))
            assert (code_of(reply), b"|C1|" in reply) == ("AR", True)
        assert code_of(await sender.ask(_numbered(1))) == "AA"
        assert [one.translation.findings[0].rule for one in desk.intake.parked] == ["frame_of_wide_characters"] * 2


class Gated(MemoryIntake):
    """Takes nothing before the gate opens."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.asked = asyncio.Event()

    async def take(self, received: Sequence[Received]) -> Sequence[Receipt]:
        """Wait, then take."""
        self.asked.set()
        await self.gate.wait()
        return await super().take(received)


async def test_a_stop_finishes_the_message_in_hand() -> None:
    """An upgrade in the middle of a message still ends in its answer."""
    intake = Gated()
    async with listening(intake=intake) as desk, connected(desk.port) as sender:
        await sender.send(GOOD)
        await intake.asked.wait()
        stopping = asyncio.create_task(desk.server.stop())
        await asyncio.sleep(0.05)
        assert not stopping.done()
        intake.gate.set()
        assert code_of(await sender.reply()) == "AA"
        await stopping
        assert await sender.closed()
        assert desk.server.connected == 0


async def test_a_sender_that_leaves_early_disturbs_nobody() -> None:
    """A message whose sender is gone is kept; its resend is a repeat."""
    intake = Gated()
    async with listening(intake=intake) as desk:
        async with connected(desk.port) as sender:
            await sender.send(GOOD)
            await intake.asked.wait()
        intake.gate.set()
        assert await _works(desk.port)
        assert len(intake.events) == 1
