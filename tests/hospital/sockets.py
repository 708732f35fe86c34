"""A real listener on loopback for tests, and a bare MLLP sender."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

from connectors.hospital_hl7v2.connector import Feed, MllpReceiver, Reception
from connectors.mllp import Limits, MllpServer
from connectors.mllp_frames import END, START
from tests.hospital.memory_intake import ManualClock, MemoryIntake
from tests.hospital.messages import itk

LOOPBACK = "127.0.0.1"


class Listener(NamedTuple):
    """A running listener and what it takes messages to."""

    server: MllpServer
    port: int
    intake: MemoryIntake


@asynccontextmanager
async def listening(
    *, intake: MemoryIntake | None = None, limits: Limits | None = None, context: ssl.SSLContext | None = None
) -> AsyncIterator[Listener]:
    """Listen on a free port until the test is done."""
    kept = intake or MemoryIntake()
    receiver = MllpReceiver(Reception(kept, ManualClock()), Feed("desk", itk()))
    server = MllpServer(receiver, limits=limits, context=context)
    port = await server.start(LOOPBACK, 0)
    try:
        yield Listener(server, port, kept)
    finally:
        await server.stop()


class Sender:
    """One connection that speaks MLLP."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, raw: bytes) -> None:
        """Write one frame."""
        self.writer.write(START + raw + END)
        await self.writer.drain()

    async def reply(self, seconds: float = 5.0) -> bytes:
        """Read one reply, without its frame."""
        async with asyncio.timeout(seconds):
            found = await self.reader.readuntil(END)
        return found.removeprefix(START).removesuffix(END)

    async def ask(self, raw: bytes) -> bytes:
        """Send and read the reply."""
        await self.send(raw)
        return await self.reply()

    async def closed(self, seconds: float = 5.0) -> bool:
        """Say whether the listener ends the connection."""
        async with asyncio.timeout(seconds):
            try:
                return await self.reader.read(1) == b""
            except ConnectionError:
                return True


@asynccontextmanager
async def connected(port: int, context: ssl.SSLContext | None = None) -> AsyncIterator[Sender]:
    """Connect, and close at the end."""
    reader, writer = await asyncio.open_connection(LOOPBACK, port, ssl=context)
    try:
        yield Sender(reader, writer)
    finally:
        writer.close()
        with suppress(OSError, ssl.SSLError):
            await writer.wait_closed()
