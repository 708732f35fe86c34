"""`hub simulate`: invented people and messages, sent through the real sockets and drops."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Annotated, Any

import typer

from connectors.simulator.area import AREAS
from connectors.simulator.run import Pace, Progress, Ways, send_all
from connectors.simulator.sendable import Sendable
from connectors.simulator.stream import messages
from hub.adapters.clocks import SystemClock
from hub.commands.hand_writing import hand_writing
from hub.commands.output import WRONG_USAGE, guarded, say, settings, show
from hub.domain.days import day_of
from hub.errors import Unavailable
from hub.settings import Settings


def ways(chosen: Settings) -> Ways:
    """Where a running hub listens: its MLLP port for every trust, its HTTP door for files."""
    base = f"http://{chosen.http_host}:{chosen.http_port}"
    ports = {n: (f.host, f.port) for n, f in chosen.all_feeds().items() if f.port is not None}
    listeners = {**ports, "*": (chosen.mllp_host, chosen.mllp_port)}

    async def drop(feed: str, files: Mapping[str, bytes]) -> Mapping[str, Any]:
        # Loaded with the first file: who sends messages alone stays small.
        import httpx  # noqa: PLC0415 - as above

        parts = [("files", (name, content)) for name, content in files.items()]
        async with httpx.AsyncClient(base_url=base, timeout=60) as client:
            try:
                answer = await client.post(f"/v1/feeds/{feed}/files", files=parts)
            except httpx.TransportError as away:
                raise Unavailable(f"the web door does not answer: {type(away).__name__}") from away
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise Unavailable(f"the web door answered {answer.status_code}")
        receipt: Mapping[str, Any] = answer.json()
        return receipt

    return Ways(listeners, drop)


async def sent(
    stream: Iterable[Sendable], chosen: Settings, pace: Pace, report: Callable[[Progress], None] | None = None
) -> Progress:
    """Send a stream to a running hub by every way: sockets, drops, and what people record by hand."""
    async with hand_writing(chosen) as record:
        return await send_all(stream, ways(chosen)._replace(record=record), pace, report)


def simulate(
    area: Annotated[str, typer.Argument(help="The invented area: exampleshire.")] = "exampleshire",
    days: Annotated[int, typer.Option(min=1, max=400, help="Days of the area's life, ending today.")] = 60,
    speed: Annotated[
        float | None, typer.Option(min=0.1, help="Times real time; as fast as it is taken when absent.")
    ] = None,
    per_second: Annotated[float | None, typer.Option(min=0.1, help="So many messages a second instead.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same lives.")] = 1,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="The sums as one line of JSON.")] = False,
) -> None:
    """Send an invented area to the running hub.  Example: `hub simulate exampleshire --days 30 --per-second 50`."""
    chosen = settings()
    if area not in AREAS:
        say(f"AREA: one of {', '.join(AREAS)}")
        raise typer.Exit(WRONG_USAGE)
    first = day_of(SystemClock().now()) - timedelta(days=days)
    stream = messages(AREAS[area], days, seed, first_day=first)
    pace = Pace(speed=speed, per_second=per_second)
    done = guarded(lambda: asyncio.run(sent(stream, chosen, pace, _told)))
    sums = {
        "sent": done.sent,
        "taken": done.taken,
        "refused": done.refused,
        "files": done.files,
        "entries": done.entries,
        "left_out": done.left_out,
        "retries": done.retries,
    }
    show(sums, compact=as_json)


def _told(progress: Progress) -> None:
    files = f"files {progress.files}, entries {progress.entries}"
    say(f"sent {progress.sent}, taken {progress.taken}, refused {progress.refused}, {files}")
