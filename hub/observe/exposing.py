"""A small door for a role that runs alone: `/metrics`, and `/health/live` and `/health/ready` as Kubernetes asks.

It reads a request's first line and nothing else, and it knows nothing of people.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, closing, suppress
from typing import Final

Exposition = Callable[[], tuple[bytes, str]]
Readiness = Callable[[], Awaitable[Mapping[str, str]]]
"""Gives for each part that is needed `ok`, or what is wrong with it."""
_LONGEST: Final = 8192
_PATIENCE_S: Final = 5.0


@asynccontextmanager
async def exposed(host: str, port: int, exposition: Exposition, ready: Readiness) -> AsyncIterator[int]:
    """Listen while the block runs; gives the port (of use when 0 was asked for).  Raises `OSError` for a taken one.

    Whoever asks for readiness while a part does not answer for longer than `_PATIENCE_S` gets no answer at all.
    """

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer), suppress(OSError, ValueError, asyncio.IncompleteReadError):  # who asks wrongly, or goes
            async with asyncio.timeout(_PATIENCE_S):
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(await _answer(head.split(b"\r\n", 1)[0], exposition, ready))
                await writer.drain()

    server = await asyncio.start_server(answer, host, port, limit=_LONGEST)
    async with server:
        yield int(server.sockets[0].getsockname()[1])


async def _answer(line: bytes, exposition: Exposition, ready: Readiness) -> bytes:
    parts = line.split(b" ")
    path = parts[1].split(b"?")[0] if len(parts) == len(("method", "path", "version")) else b""
    if parts[0] not in {b"GET", b"HEAD"}:
        return _response("405 Method Not Allowed", b"", "text/plain")
    if path == b"/metrics":
        return _response("200 OK", *exposition())
    if path == b"/health/live":
        return _health({})
    if path == b"/health/ready":
        return _health(await ready())
    return _response("404 Not Found", b"", "text/plain")


def _health(parts: Mapping[str, str]) -> bytes:
    """Answer as the web role's own door does."""
    well = all_well(parts)
    body = json.dumps({"status": "ok" if well else "not ready", "parts": dict(parts)}).encode()
    return _response("200 OK" if well else "503 Service Unavailable", body, "application/json")


def all_well(parts: Mapping[str, str]) -> bool:
    """Say whether a role can work with its parts as they are: `ok`, or `ok, but` with what it can do without."""
    return all(state.split(",")[0] == "ok" for state in parts.values())


def _response(status: str, body: bytes, content_type: str) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
    return head.encode() + b"\r\n" + body
