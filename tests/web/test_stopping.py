"""The web role stops soon, also while people watch the board."""

import asyncio
import time

import httpx
import uvicorn

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
    async with asyncio.timeout(10):
        while not server.started:  # noqa: ASYNC110 - uvicorn says so by a flag alone
            await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=url) as client, client.stream("GET", "/board/live") as stream:
        assert await anext(stream.aiter_lines()) == "retry: 1000"
        began = time.monotonic()
        serving.cancel()
        await asyncio.wait([serving], timeout=SOON_S * 2)
        assert serving.done()
        assert time.monotonic() - began < SOON_S
