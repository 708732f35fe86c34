"""`hub up`: start what the settings name; some roles in this process, or all of them under a supervisor."""

import sys
from typing import Annotated

import typer

from hub.commands.output import WRONG_USAGE, guarded, say, stated_settings
from hub.observe.logs import configure
from hub.roles import PROCESS, ROLES


def up(
    only: Annotated[
        list[str] | None,
        typer.Option(help="A role: ingest, process, web or dashboards; given more than once, roles in one process."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Processes that fold the lanes, which they share (HUB_WORKERS).")
    ] = None,
    *,
    demo: Annotated[bool, typer.Option("--demo", help="Feed the demonstration area through the real sockets.")] = False,
) -> None:
    """Start the hub and run until Ctrl-C.  Example: `hub up --demo`, or `hub up --workers 4`."""
    chosen = stated_settings()
    if workers is not None:
        chosen = chosen.model_copy(update={"workers": workers})
    roles = list(dict.fromkeys(only or ()))
    if not set(roles) <= set(ROLES):
        say(f"--only: one of {', '.join(ROLES)}")
        raise typer.Exit(WRONG_USAGE)
    if demo and chosen.mode == "live":
        say("--demo is for the desk: live mode takes no invented people")
        raise typer.Exit(WRONG_USAGE)
    configure(sys.stderr)
    shared = PROCESS in roles and chosen.workers > 1 and chosen.worker is None
    if roles and not shared:
        # A role carries its parts and the supervisor carries none: each loads only its own.
        from hub.commands.one_role import run_here  # noqa: PLC0415 - as above

        guarded(lambda: run_here(chosen, roles))
    else:
        from hub.commands.every_role import run_all  # noqa: PLC0415 - as above

        guarded(lambda: run_all(chosen, roles or ROLES, demo=demo))
