"""A small real MLLP listener that keeps what it gets, and may misbehave on purpose."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager


class Listener:
    """Answers each message; `plan` says how for the first ones: `AA`, `AE`, `AR`, `hang_up` or `silent`."""

    def __init__(self, plan: Sequence[str] = ()) -> None:
        self.plan = list(plan)
        self.got: list[bytes] = []
        self.connections = 0
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk to one sender until it goes."""
        self.connections += 1
        try:
            while await self._one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        frame = await reader.readuntil(b"\x1c\r")
        message = frame.removeprefix(b"\x0b").removesuffix(b"\x1c\r")
        answer = self.plan.pop(0) if self.plan else "AA"
        if answer == "hang_up":
            return False
        if answer == "silent":
            await asyncio.sleep(60)
        if answer == "AA":
            self.got.append(message)
        control = message.split(b"\r")[0].split(b"|")[9]
        writer.write(b"\x0bMSH|^~\\&|HUB|HUB|||||ACK\rMSA|" + answer.encode() + b"|" + control + b"\r\x1c\r")
        await writer.drain()
        return True


@asynccontextmanager
async def listening(plan: Sequence[str] = ()) -> AsyncIterator[Listener]:
    """Listen on a free loopback port."""
    listener = Listener(plan)
    server = await asyncio.start_server(listener.serve, "127.0.0.1", 0)
    listener.port = server.sockets[0].getsockname()[1]
    try:
        yield listener
    finally:
        server.close()
