"""An MLLP listener on asyncio: many connections, bounded memory, replies in order, a graceful stop.

It knows frames and sockets and nothing of HL7: a `Receiver` turns each frame into the bytes to answer.
"""

import asyncio
import socket
import ssl
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from connectors.mllp_connection import CHUNK, Connection, Counts, Limits, Peer, Receiver

__all__ = ["Certificates", "Counts", "Limits", "MllpServer", "Peer", "Receiver", "tls"]


class Certificates(NamedTuple):
    """PEM files: our chain and key, and the authority whose clients are let in."""

    chain: Path
    key: Path
    clients: Path | None = None


def tls(files: Certificates) -> ssl.SSLContext:
    """Make a server context: TLS 1.2 or newer, client certificates required when an authority is named."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(files.chain, files.key)
    if files.clients is not None:
        context.load_verify_locations(files.clients)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


class MllpServer:
    """One listening socket."""

    def __init__(
        self, receiver: Receiver, *, limits: Limits | None = None, context: ssl.SSLContext | None = None
    ) -> None:
        self._receiver = receiver
        self._limits = limits or Limits()
        self._context = context
        self._server: asyncio.Server | None = None
        self._stopping = False
        self._open: dict[asyncio.Task[None], Connection] = {}
        self.counts = Counts()

    @property
    def connected(self) -> int:
        """How many connections are open now."""
        return len(self._open)

    async def start(self, host: str, port: int) -> int:
        """Listen, and give the port (of use when 0 was asked for)."""
        self._server = await asyncio.start_server(self._connected, host, port, ssl=self._context, limit=CHUNK)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Take no more frames, answer those in hand, and close; after `stop_seconds` close anyway."""
        self._stopping = True
        if self._server is not None:
            self._server.close()
        for connection in self._open.values():
            connection.hang_up()
        if self._open:
            _, late = await asyncio.wait(set(self._open), timeout=self._limits.stop_seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._stopping or not self._has_room():
            self.counts.refused += 1
            writer.close()
            return
        _keep_alive(writer)
        self.counts.connections += 1
        connection = Connection(self._receiver, self._limits, self.counts, (reader, writer))
        task = asyncio.create_task(self._run(connection, writer))
        self._open[task] = connection
        task.add_done_callback(self._open.pop)

    def _has_room(self) -> bool:
        """Say whether one more fits in; the connection that has been quiet for longest makes room.

        Hospitals keep a connection open through a quiet night, and some leave dead ones behind; neither may lock a
        sender out.
        """
        if len(self._open) < self._limits.connections:
            return True
        since = asyncio.get_running_loop().time() - self._limits.quiet_seconds
        quiet = [one for one in self._open.values() if one.is_quiet and one.quiet_since <= since]
        if not quiet:
            return False
        min(quiet, key=lambda one: one.quiet_since).hang_up()
        self.counts.made_room += 1
        return True

    async def _run(self, connection: Connection, writer: asyncio.StreamWriter) -> None:
        try:
            await connection.run()
        finally:
            writer.close()
            with suppress(OSError, ssl.SSLError):  # a peer that is gone cannot be told good-bye
                async with asyncio.timeout(self._limits.reply_seconds):
                    await writer.wait_closed()


def _keep_alive(writer: asyncio.StreamWriter) -> None:
    """Let the system notice a peer that vanished on a quiet night."""
    found: socket.socket | None = writer.get_extra_info("socket")
    if found is not None:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
