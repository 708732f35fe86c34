"""A line to the database that can be cut and slowed down: a proxy between two socket files."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Final

from hub.adapters.database_folder import SOCKET_NAME

_CHUNK: Final = 64 * 1024


class Line:
    """Forwards every connection to the database until it is told otherwise."""

    def __init__(self, folder: Path, far: Path) -> None:
        """Take the folder to listen in and the socket file of the database."""
        self._file, self._far = folder / SOCKET_NAME, str(far)
        self._open: set[asyncio.StreamWriter] = set()
        self._flows = asyncio.Event()
        self._flows.set()
        self._server: asyncio.Server | None = None
        self._is_cut = False

    async def start(self) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_unix_server(self._connected, str(self._file))
        self._file.chmod(0o666)

    async def stop(self) -> None:
        """End every connection and listen no more."""
        if self._server is not None:
            self._server.close()
        self._hang_up()

    async def cut(self, seconds: float) -> None:
        """Break every connection and refuse new ones for a while."""
        self._is_cut = True
        self._hang_up()
        await asyncio.sleep(seconds)
        self._is_cut = False

    async def stall(self, seconds: float) -> None:
        """Let nothing through for a while, and break nothing."""
        self._flows.clear()
        await asyncio.sleep(seconds)
        self._flows.set()

    def _hang_up(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if not self._is_cut:
                await self._forward(reader, writer)
        finally:
            writer.close()

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            far_reader, far_writer = await asyncio.open_unix_connection(self._far)
            self._open |= {writer, far_writer}
            try:
                await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))
            finally:
                self._open -= {writer, far_writer}
                far_writer.close()

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(_CHUNK):
                await self._flows.wait()
                target.write(data)
                await target.drain()
        target.close()
