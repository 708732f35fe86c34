"""`hub send`, `hub drop` and `hub inspect`: what goes in by hand, and what it would become."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from connectors import inspection
from connectors.hospital_hl7v2.inspect import messages_in
from connectors.kinds import kinds
from connectors.mllp_client import MllpClient
from hub.adapters.clocks import SystemClock
from hub.adapters.reference_files import load_areas
from hub.care_group import policies_under
from hub.commands.files import read_files
from hub.commands.output import ANSWER_IS_NO, WRONG_USAGE, guarded, say, settings, show, with_hub
from hub.composition import Core, reference
from hub.doors import doors

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files; `-` is standard input.")]


def send(
    files: Files,
    to: Annotated[str | None, typer.Option(help="HOST:PORT; the desk's MLLP port when absent.")] = None,
    shuffle: Annotated[int | None, typer.Option(help="Send in the order of this seed.")] = None,
    repeat: Annotated[int, typer.Option(help="Send everything this often.", min=1)] = 1,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for each message.")] = False,
) -> None:
    """Send HL7 v2 messages over MLLP and print each acknowledgement.  Example: `hub send ward/*.hl7`."""
    host, port = _address(to)
    messages = [message for content in read_files(files).values() for message in messages_in(content)] * repeat
    if shuffle is not None:
        random.Random(shuffle).shuffle(messages)  # noqa: S311 - a repeatable order, no secret
    refused = guarded(lambda: asyncio.run(_send_all(host, port, messages, as_json=as_json)))
    if refused:
        raise typer.Exit(ANSWER_IS_NO)


def _address(to: str | None) -> tuple[str, int]:
    chosen = settings()
    if to is None:
        return chosen.mllp_host, chosen.mllp_port
    host, _, port = to.rpartition(":")
    if not host or not port.isdigit():
        say("--to is written HOST:PORT")
        raise typer.Exit(WRONG_USAGE)
    return host, int(port)


async def _send_all(host: str, port: int, messages: Sequence[bytes], *, as_json: bool) -> int:
    refused = 0
    client = MllpClient(host, port)
    try:
        for number, message in enumerate(messages, 1):
            answer = await client.send(message)
            refused += not answer.taken
            if as_json:
                told = {"message": number, "code": answer.code, "control_id": answer.control_id}
                show(told | ({"words": answer.words} if answer.words else {}), compact=True)
            else:
                typer.echo(f"{answer.code} {answer.control_id} {answer.words}".rstrip())
    finally:
        await client.close()
    return refused


def drop(
    files: Files,
    feed: Annotated[str, typer.Option(help="The feed, as `hub feeds` lists it.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on one line.")] = False,
) -> None:
    """Hand files to a feed and print the receipt.  Example: `hub drop --feed provider-desk lines.csv`."""
    contents = read_files(files)

    async def task(core: Core) -> Mapping[str, Any]:
        return await doors(core).drop(feed, contents)

    receipt = with_hub(task)
    show(receipt, compact=as_json)
    if receipt.get("refused"):
        raise typer.Exit(ANSWER_IS_NO)


def inspect(
    files: Files,
    feed: Annotated[str | None, typer.Option(help="Read with this feed's connector and profile.")] = None,
    connector: Annotated[str | None, typer.Option(help="Kind of connector, as hospital_hl7v2.")] = None,
    profile: Annotated[str | None, typer.Option(help="Shipped profile, or the path of a TOML file.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON for each message.")] = False,
) -> None:
    """Say what these bytes would become, and write nothing.  Example: `hub inspect --feed hospital-desk a03.hl7`."""
    chosen = settings()
    clock = SystemClock()
    read = reference(chosen)
    known = guarded(lambda: kinds(load_areas(read), clock, policies_under(read).bases))
    configured = chosen.all_feeds().get(feed or "")
    kind = connector or (configured.kind if configured else None)
    if kind is None or kind not in known:
        say(f"name a feed ({', '.join(chosen.all_feeds())}) or a connector ({', '.join(known)})")
        raise typer.Exit(WRONG_USAGE)
    reader: Any = known[kind]
    named = profile or (configured.profile if configured else next(iter(reader.profiles())))
    wanted = guarded(lambda: reader.profile(named))
    outcomes = []
    for content in read_files(files).values():
        for translation in reader.inspect(content, wanted):
            outcomes.append(translation.outcome)
            show(inspection.translation_json(translation), compact=as_json)
    if "rejected" in outcomes:
        raise typer.Exit(ANSWER_IS_NO)
