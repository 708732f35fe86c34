"""`hub log`: the topics, the newest events, one event.  Sealed parts stay sealed."""

from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
import typer

from hub.commands.output import WRONG_USAGE, listed, say, show, with_hub
from hub.commands.people import subject_of
from hub.composition import Core
from hub.domain.days import rfc3339
from hub.errors import NotFound, Rejected
from hub.events.catalogue import BY_TYPE
from hub.ports.log import BEGINNING, Partition, Record
from hub.runtime.summaries import event_summary
from hub.runtime.told_events import newest_of, told_event

app = typer.Typer(help="The topics, the newest events, one event.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="JSON on one line.")]


def _topics() -> list[str]:
    return sorted({entry.topic for entry in BY_TYPE.values()})


@app.command()
def topics(*, as_json: Json = False) -> None:
    """List the topics with the newest position of each partition.  Example: `hub log topics`."""

    async def task(core: Core) -> list[dict[str, Any]]:
        rows = []
        for topic in _topics():
            ends = [await core.log.end(Partition(topic, lane)) for lane in range(core.log.lanes)]
            records = sum(end - BEGINNING for end in ends)
            rows.append({"topic": topic, "partitions": len(ends), "records": records, "ends": ends})
        return rows

    listed(with_hub(task), ("topic", "partitions", "records"), as_json=as_json)


@app.command()
def tail(
    topic: Annotated[str | None, typer.Option(help="Only this topic.")] = None,
    count: Annotated[int, typer.Option("-n", help="How many events.", min=1, max=10_000)] = 20,
    *,
    as_json: Json = False,
) -> None:
    """Show the newest events, oldest of them first.  Example: `hub log tail -n 5`."""
    wanted = _topics() if topic is None else [topic]
    if not set(wanted) <= set(_topics()):
        say("--topic: no such topic; `hub log topics` lists them")
        raise typer.Exit(WRONG_USAGE)

    async def task(core: Core) -> list[dict[str, Any]]:
        records: list[Record] = []
        for name in wanted:
            for lane in range(core.log.lanes):
                records += await newest_of(core.log, Partition(name, lane), count)
        records.sort(key=lambda record: (record.appended_at, record.partition, record.position))
        return [_row(core, record) for record in records[-count:]]

    listed(
        with_hub(task),
        ("appended_at", "topic", "partition", "position", "type", "subject_ref", "event_id"),
        as_json=as_json,
    )


def _row(core: Core, record: Record) -> dict[str, Any]:
    row: dict[str, Any] = {
        "appended_at": rfc3339(record.appended_at),
        "topic": record.partition.topic,
        "partition": record.partition.number,
        "position": record.position,
    }
    try:
        event = core.codec.decode_clear(record.value)
    except Rejected as reason:
        return row | {"type": "(not readable)", "subject_ref": None, "event_id": None, "rule": reason.rule}
    return row | {
        "type": event.type,
        "subject_ref": str(UUID(bytes=event.subject_ref)),
        "event_id": event.event_id.hex(),
    }


_NOWHERE: Final = (
    "no event with that id has been folded, nor is it among the newest that the hub told; "
    "where you know whom it is about, --subject looks through all of their lane"
)
_NOT_OF_THEM: Final = "no event with that id has been folded, nor was it told in that person's lane"


@app.command("show")
def show_event(
    event_id: Annotated[str, typer.Argument(help="The event's id, 32 hexadecimal digits.")],
    about: Annotated[str | None, typer.Option("--subject", help="Whom an event of the hub's own is about.")] = None,
    *,
    as_json: Json = False,
) -> None:
    """Show one event's clear part and where it came from.  Example: `hub log show 4f…`.

    What the hub itself told is in no history: it is looked for among the newest 10,000 of each lane, and with
    `--subject` among everything of that person's lane.
    """
    subject = None if about is None else subject_of(about)
    try:
        wanted = bytes.fromhex(event_id)
    except ValueError:
        say("ID: an event id is 32 hexadecimal digits, as `hub log tail` prints it")
        raise typer.Exit(WRONG_USAGE) from None

    async def task(core: Core) -> dict[str, Any]:
        row = await core.store.event(wanted)
        value = row.value if row is not None else await told_event(core.log, core.codec, wanted, subject)
        if value is None:
            raise NotFound(_NOWHERE if subject is None else _NOT_OF_THEM)
        event = core.codec.decode(value)
        sealed = event.sealed is not None and bool(event.sealed.personal or event.sealed.original)
        body = msgspec.to_builtins(event.body, builtin_types=(bytes,))
        shown = {key: value.hex() if isinstance(value, bytes) else value for key, value in body.items()}
        return event_summary(event) | {
            "subject_ref": str(UUID(bytes=event.subject_ref)),
            "body": shown,
            "sealed": sealed,
        }

    show(with_hub(task), compact=as_json)
