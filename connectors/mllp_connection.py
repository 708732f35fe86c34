"""One MLLP connection: frames in, replies out in the same order, patience and memory bounded."""

import asyncio
import ssl
from collections.abc import Coroutine
from typing import Any, Final, NamedTuple, Protocol

import msgspec

from connectors.mllp_frames import END, START, Broken, Frame, Frames

CHUNK: Final = 64 * 1024


class Peer(NamedTuple):
    """Who is at the other end: address, and the name in the client's certificate where there is one."""

    address: str
    certificate: str | None = None


class Receiver(Protocol):
    """What a listener hands its frames to; an empty answer sends nothing.

    It must tell its own defects to somebody: a connection whose receiver raises is closed without an answer.
    """

    async def message(self, frame: bytes, peer: Peer) -> bytes:
        """Take one whole message and give the reply."""
        ...

    async def broken(self, head: bytes, rule: str, peer: Peer) -> bytes:
        """Take what is left of a frame that will never be whole and give the reply."""
        ...


class Limits(NamedTuple):
    """What one listener puts up with."""

    frame_bytes: int = 1024 * 1024
    frame_seconds: float = 30.0
    """From the first byte of a frame to its last; a connection may idle between frames for ever."""
    reply_seconds: float = 30.0
    """How long a peer may take to read a reply."""
    connections: int = 200
    quiet_seconds: float = 60.0
    """A connection that has been quiet for so long makes room for a new one when all places are taken."""
    in_flight: int = 32
    """Messages of one connection that may wait for their reply at once."""
    stop_seconds: float = 20.0


class Counts(msgspec.Struct):
    """What a listener has seen, for metrics."""

    connections: int = 0
    refused: int = 0
    """Connections over the limit."""
    made_room: int = 0
    """Quiet connections that were closed for a new one."""
    frames: int = 0
    broken: int = 0
    junk_bytes: int = 0
    lost_replies: int = 0
    """Replies that the peer did not take; it will send the message again."""
    failed: int = 0
    """Frames whose receiver raised."""


class Connection:
    """Reads on one side, answers on the other."""

    def __init__(
        self,
        receiver: Receiver,
        limits: Limits,
        counts: Counts,
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        self._receiver = receiver
        self._limits = limits
        self._counts = counts
        self._reader, self._writer = streams
        self._peer = _peer(self._writer)
        self._frames = Frames(limits.frame_bytes)
        self._replies: asyncio.Queue[asyncio.Task[bytes] | None] = asyncio.Queue(limits.in_flight)
        self._reading: asyncio.Timeout | None = None
        self._closing = False
        self.quiet_since = asyncio.get_running_loop().time()
        """When the peer last sent anything, by the loop's clock."""

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is half sent and nothing waits for its answer."""
        return not self._frames.begun and self._replies.empty() and not self._closing

    async def run(self) -> None:
        """Read until the peer or the server ends it; every frame taken is answered in its turn."""
        answering = asyncio.create_task(self._answer())
        try:
            await self._read()
        finally:
            self._counts.junk_bytes += self._frames.junk
            await self._replies.put(None)
            await answering

    def hang_up(self) -> None:
        """Read no more; what is in hand is still answered."""
        self._closing = True
        if self._reading is not None:
            self._reading.reschedule(asyncio.get_running_loop().time())

    async def _read(self) -> None:
        clock = asyncio.get_running_loop().time
        begun_at: float | None = None
        while not self._closing:
            left = None if begun_at is None else begun_at + self._limits.frame_seconds - clock()
            data = await self._chunk(left)
            if not data:
                await self._ended("frame_timeout" if data is None else "frame_truncated")
                return
            self.quiet_since = clock()
            goes_on = self._frames.begun
            for found in self._frames.feed(data):
                goes_on = False
                await self._taken(found)
            if not self._frames.begun:
                begun_at = None
            elif not goes_on:
                begun_at = clock()

    async def _chunk(self, seconds: float | None) -> bytes | None:
        """Give the next bytes; empty when the peer left, none when patience ran out or we stop."""
        try:
            async with asyncio.timeout(seconds) as self._reading:
                return await self._reader.read(CHUNK)
        except TimeoutError:
            return None
        except (OSError, ssl.SSLError):
            return b""
        finally:
            self._reading = None

    async def _ended(self, rule: str) -> None:
        """Hand over a frame that was cut off; one cut off by our own stop stays with its sender."""
        left = None if self._closing else self._frames.end(rule)
        if left is not None and left.head:
            await self._taken(left)

    async def _taken(self, found: Frame | Broken) -> None:
        """Start work on a frame, waiting while too many are in hand."""
        if isinstance(found, Frame):
            self._counts.frames += 1
            await self._hand_over(self._receiver.message(found.content, self._peer))
            return
        self._counts.broken += 1
        await self._hand_over(self._receiver.broken(found.head, found.rule, self._peer))
        self._closing = self._closing or found.rule == "frame_too_long"

    async def _hand_over(self, work: Coroutine[Any, Any, bytes]) -> None:
        await self._replies.put(asyncio.create_task(work))

    async def _answer(self) -> None:
        """Write replies in the order of their frames, to the last one."""
        deaf = False
        while (work := await self._replies.get()) is not None:
            await asyncio.wait({work})
            if work.cancelled() or work.exception() is not None:
                self._counts.failed += 1
                deaf = True
            elif deaf:
                self._counts.lost_replies += 1
            elif work.result() and not await self._written(START + work.result() + END):
                self._counts.lost_replies += 1
                deaf = True
            if deaf:
                self.hang_up()

    async def _written(self, data: bytes) -> bool:
        try:
            async with asyncio.timeout(self._limits.reply_seconds):
                self._writer.write(data)
                await self._writer.drain()
        except (OSError, ssl.SSLError):  # a timeout is one of them
            return False
        return True


def _peer(writer: asyncio.StreamWriter) -> Peer:
    address = writer.get_extra_info("peername")
    certificate = writer.get_extra_info("peercert") or {}
    names = [value for part in certificate.get("subject", ()) for key, value in part if key == "commonName"]
    return Peer(str(address[0]) if address else "", names[-1] if names else None)
