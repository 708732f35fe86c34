"""Wait until a hub that was just started answers on its doors."""

import asyncio

from hub.errors import Unavailable
from hub.settings import Settings


async def wait_until_ready(chosen: Settings, within_s: float = 60.0) -> None:
    """Return when the web and every MLLP port accept a connection; raises `Unavailable` when they do not in time."""
    ports = [(chosen.http_host, chosen.http_port)]
    ports += [(feed.host, feed.port) for feed in chosen.all_feeds().values() if feed.port is not None]
    loop = asyncio.get_running_loop()
    until = loop.time() + within_s
    for host, port in ports:
        while not await _answers(host, port):
            if loop.time() > until:
                raise Unavailable(f"nothing answers on {host}:{port} after {within_s:.0f} s; see the log lines above")
            await asyncio.sleep(0.1)


async def _answers(host: str, port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    writer.close()
    return True
