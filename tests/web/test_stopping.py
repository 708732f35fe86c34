"""The web role stops soon, also while people watch the board."""

import asyncio
import time

import httpx
import uvicorn
from starlette.types import Receive, Scope, Send

from hub.reception_desk import run_until_cancelled
from hub.web.app import make_web
from hub.web.parts import WebParts
from tests.api.desk import Desk

SOON_S = 3.0


async def test_open_streams_do_not_keep_a_server_that_was_asked_to_stop(desk: Desk) -> None:
    """A server is replaced within seconds though coordinators have the board open; their browsers come back."""
    app = make_web(WebParts(desk.parts, desk.issuer, {}))
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(run_until_cancelled(server))
    url = f"http://127.0.0.1:{await _port(server)}"
    async with httpx.AsyncClient(base_url=url) as client, client.stream("GET", "/board/live") as stream:
        assert await anext(stream.aiter_lines()) == "retry: 1000"
        began = time.monotonic()
        serving.cancel()
        await asyncio.wait([serving], timeout=SOON_S * 2)
        assert serving.done()
        assert time.monotonic() - began < SOON_S


async def test_who_does_not_read_is_hung_up_on() -> None:
    """A browser that fell asleep over a long answer: what it did not take is dropped, and nothing of it stays open."""
    config = uvicorn.Config(_long_answer, host="127.0.0.1", port=0, log_level="critical", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(run_until_cancelled(server))
    _, writer = await asyncio.open_connection("127.0.0.1", await _port(server), limit=1)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    await asyncio.sleep(0.2)
    assert server.server_state.connections
    serving.cancel()
    await asyncio.wait([serving], timeout=SOON_S * 2)
    assert serving.done()
    assert not server.server_state.connections
    writer.transport.abort()


async def _long_answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with more than the system holds for somebody who does not read."""
    del receive
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": bytes(50_000_000)})


async def _port(server: uvicorn.Server) -> int:
    async with asyncio.timeout(10):
        while not server.started:  # noqa: ASYNC110 - uvicorn says so by a flag alone
            await asyncio.sleep(0.01)
    return int(server.servers[0].sockets[0].getsockname()[1])
