"""`hub schemas`: compatibility in words, and the topics as one document."""

from typing import Annotated

import typer

from hub.codec import compatibility
from hub.codec.asyncapi import document
from hub.commands.output import ANSWER_IS_NO, guarded, listed, say, show

app = typer.Typer(
    help="Compatibility of the event schemas in words; the topics as an AsyncAPI document.", no_args_is_help=True
)
Json = Annotated[bool, typer.Option("--json", help="JSON on one line.")]


@app.command()
def check(*, as_json: Json = False) -> None:
    """Check every released version of every schema against every other.  Example: `hub schemas check`."""
    problems = guarded(compatibility.check)
    rows = [problem._asdict() for problem in problems]
    if as_json:
        show({"problems": rows}, compact=True)
    else:
        for problem in problems:
            say(str(problem))
        say(f"{len(rows)} problems" if rows else "every released version reads every other")
    if rows:
        raise typer.Exit(ANSWER_IS_NO)


@app.command("list")
def list_schemas(*, as_json: Json = False) -> None:
    """List schema ids, names and versions.  Example: `hub schemas list`."""
    listed(
        [row._asdict() for row in guarded(compatibility.listing)],
        ("id", "name", "version", "fingerprint"),
        as_json=as_json,
    )


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="Schema id, or path of an .avsc file.")],
    new: Annotated[str, typer.Argument(help="Schema id, or path of an .avsc file.")],
    *,
    as_json: Json = False,
) -> None:
    """Say in words what changed between two versions of an event.  Example: `hub schemas diff 21 56`."""
    changes = guarded(lambda: compatibility.diff(old, new))
    if as_json:
        show({"changes": list(changes)}, compact=True)
    else:
        for change in changes:
            say(str(change))


@app.command()
def asyncapi(*, as_json: Json = False) -> None:
    """Print the topics as an AsyncAPI 3 document.  Example: `hub schemas asyncapi > docs/asyncapi.json`."""
    # The topics file needs the Kafka adapter, which the other commands do without.
    from hub.commands.described_topics import described  # noqa: PLC0415 - as above

    show(document(guarded(described)), compact=as_json)
