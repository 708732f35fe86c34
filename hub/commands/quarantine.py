"""`hub quarantine`: what could not be taken, why, and what taking it again would change."""

from typing import Annotated, Any

import msgspec
import typer

from hub.commands.access import Asking, admitted_to_content
from hub.commands.output import WRONG_USAGE, listed, say, show, with_hub
from hub.commands.people import Purpose, Token, moment_of_text
from hub.commands.quarantine_drop import drop_parked
from hub.commands.redrive import NOTHING, redrive_parked
from hub.composition import Core
from hub.domain.days import rfc3339
from hub.errors import NotFound
from hub.ports.books import STATES, Wanted
from hub.ports.store import Parked

app = typer.Typer(help="Parked messages by cause, taking them again, and dropping them.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="JSON on one line.")]
_COLUMNS = ("id", "feed", "parked_at", "path", "rule", "words", "state")


def shown(row: Parked) -> dict[str, Any]:
    """Give what may be seen of a parked row: everything but the sealed original."""
    data = msgspec.to_builtins(row, builtin_types=(bytes,))
    return {**{k: v for k, v in data.items() if k != "sealed"}, "parked_at": rfc3339(row.parked_at)}


@app.command("list")
def list_parked(
    feed: Annotated[str | None, typer.Option(help="Only this feed.")] = None,
    rule: Annotated[str | None, typer.Option(help="Only what this rule parked.")] = None,
    since: Annotated[str | None, typer.Option(help="Parked at or after this time.")] = None,
    until: Annotated[str | None, typer.Option(help="Parked before this time.")] = None,
    state: Annotated[str, typer.Option(help="parked, redriven or dropped.")] = "parked",
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    *,
    as_json: Json = False,
) -> None:
    """List parked messages, newest first.  Example: `hub quarantine list --feed hospital-desk`."""
    if state not in STATES:
        say(f"--state: one of {', '.join(STATES)}")
        raise typer.Exit(WRONG_USAGE)
    wanted = Wanted(state, feed, rule, moment_of_text(since, "--since"), moment_of_text(until, "--until"), limit)

    async def task(core: Core) -> list[dict[str, Any]]:
        return [shown(row) for row in await core.quarantine.parked(wanted)]

    rows = with_hub(task)
    listed(rows, _COLUMNS, as_json=as_json)
    if not rows and wanted != Wanted(state, limit=limit):
        say(NOTHING)


@app.command("show")
def show_parked(
    id_: Annotated[str, typer.Argument(metavar="ID")],
    *,
    original: Annotated[
        bool, typer.Option("--original", help="Also open the original, on a desk; this is an access, and logged.")
    ] = False,
    purpose: Purpose = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Show one parked message and its reason, sealed as it is in live mode.  Example: `hub quarantine show 4f…`."""

    async def task(core: Core) -> dict[str, Any]:
        row = await core.quarantine.one(id_)
        if row is None:
            raise NotFound("no parked message has that id")
        data = shown(row)
        if original and row.sealed:
            await admitted_to_content(core, Asking("quarantine", None, purpose, token, f"original of {row.id}"))
            data["original"] = core.vault.open_quarantine(row.sealed, row.id).decode("utf-8", "backslashreplace")
        return data

    show(with_hub(task), compact=as_json)


app.command("redrive")(redrive_parked)
app.command("drop")(drop_parked)
