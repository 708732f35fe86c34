"""`ingest`: MLLP message to durable append on the embedded default, over real sockets, in processes of their own.

The hub's ingest role runs beside its process role, as on a desk; each sender waits for an acknowledgement before it
sends again, as trusts' engines do.
"""

import asyncio
import time
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

from connectors.hospital_hl7v2.profile import load_profile
from connectors.hospital_hl7v2.translate import translate
from connectors.mllp_client import MllpClient
from connectors.simulator.area import EXAMPLESHIRE
from connectors.simulator.stream import messages
from hub.bench.grounds import HOST, folder, free_ports
from hub.bench.report import Measured, report
from hub.bench.roles_up import listening, memory_mb, running

_DAYS = 400


def made_messages(count: int) -> list[bytes]:
    """Give real-looking ADT messages of an invented area, in the order in which they would be sent."""
    stream = messages(EXAMPLESHIRE, _DAYS, 7, first_day=date(2026, 11, 1) - timedelta(days=_DAYS))
    return list(islice((one.payload for one in stream if one.transport == "mllp"), count))


def translation_rate(raw: Sequence[bytes]) -> float:
    """Translate messages alone, on one core; give messages per second."""
    profile = load_profile("itk_2_4")
    started = time.perf_counter()
    for message in raw:
        translate(message, profile, 0)
    return len(raw) / (time.perf_counter() - started)


async def bench_ingest(count: int, connections: int) -> dict[str, Any]:
    """Send `count` messages over `connections` connections; the limit of the run is translation alone."""
    raw = made_messages(count)
    limit = translation_rate(raw[:1000])
    with folder() as made:
        port = free_ports()
        settings = {"HUB_DATA": str(made), "HUB_MLLP_PORT": str(port)}
        async with running(("ingest", "process"), settings) as children:
            await listening(port, children)
            await _send(raw[:50], 1, port)
            started = time.perf_counter()
            latencies = await _send(raw[50:], connections, port)
            seconds = time.perf_counter() - started
            memory = {role: memory_mb(child, largest=True) for role, child in children.items()}
    told = {"connections": connections, "log": "postgres", "translation_per_s": round(limit, 1), "rss_mb": memory}
    return report("ingest", Measured(len(raw) - 50, seconds, latencies), limit, told)


async def _send(raw: Sequence[bytes], connections: int, port: int) -> list[float]:
    """Deal messages out over connections, each in order; give the milliseconds from send to acknowledgement."""
    latencies: list[float] = []

    async def one(mine: Sequence[bytes]) -> None:
        client = MllpClient(HOST, port)
        for message in mine:
            sent = time.perf_counter()
            answer = await client.send(message)
            latencies.append((time.perf_counter() - sent) * 1000)
            if not answer.taken:
                raise RuntimeError(f"a message was answered {answer.code}")
        await client.close()

    await asyncio.gather(*(one(raw[n::connections]) for n in range(connections)))
    return latencies
