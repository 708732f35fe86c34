"""A small MLLP client: one frame out, one acknowledgement in, one message outstanding at a time.

MLLP (HL7 v2 transport, minimal lower layer protocol): 0x0B, the message, 0x1C 0x0D.
"""

import asyncio
import ssl
from typing import Final, NamedTuple

from hub.errors import Unavailable

_START: Final = b"\x0b"
_END: Final = b"\x1c\r"
_LONGEST: Final = 1024 * 1024
_TAKEN: Final = frozenset({"AA", "CA"})


class Acknowledgement(NamedTuple):
    """What the receiver answered: MSA-1, MSA-2, the bytes, and MSA-3, which says why where it was not taken."""

    code: str
    control_id: str
    raw: bytes
    words: str = ""

    @property
    def taken(self) -> bool:
        """Say whether the receiver kept the message."""
        return self.code in _TAKEN


class MllpClient:
    """One connection to a listener; opened when first needed and again after it broke."""

    def __init__(self, host: str, port: int, *, seconds: float = 30.0, tls: ssl.SSLContext | None = None) -> None:
        self._host = host
        self._port = port
        self._seconds = seconds
        self._tls = tls
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, message: bytes) -> Acknowledgement:
        """Send one message and wait for its acknowledgement.

        Raises `Unavailable` when the listener is away, silent for too long, or hangs up; whether the message was
        kept is then unknown, and the same bytes may be sent again.
        """
        try:
            async with asyncio.timeout(self._seconds):
                reader, writer = await self._connection()
                writer.write(_START + message + _END)
                await writer.drain()
                answer = await reader.readuntil(_END)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            await self.close()
            raise Unavailable(f"the MLLP listener does not answer: {type(error).__name__}") from error
        return acknowledgement(answer.removesuffix(_END).rpartition(_START)[2])

    async def close(self) -> None:
        """Hang up."""
        if self._open is None:
            return
        _, writer = self._open
        self._open = None
        writer.close()
        try:
            await writer.wait_closed()
        except OSError:
            return  # the other side was gone already

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._open is None:
            self._open = await asyncio.open_connection(self._host, self._port, ssl=self._tls, limit=_LONGEST)
        return self._open


def acknowledgement(raw: bytes) -> Acknowledgement:
    """Read the MSA segment of an answer; an answer without one has the code `??`."""
    for segment in raw.replace(b"\n", b"\r").split(b"\r"):
        if segment.startswith(b"MSA") and len(segment) > len(b"MSA"):
            fields = segment.split(segment[3:4])
            code, control, words, *_ = [field.decode("utf-8", "replace") for field in (*fields[1:], b"", b"")]
            return Acknowledgement(code, control, raw, words)
    return Acknowledgement("??", "", raw)
