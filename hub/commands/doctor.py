"""`hub doctor`: check every part that the settings name, and say what to do about each that fails."""

import asyncio
from typing import Annotated

import typer

from hub.commands import hub_checks, machine_checks
from hub.commands.machine_checks import Check, fails
from hub.commands.output import ANSWER_IS_NO, PART_IS_AWAY, WRONG_USAGE, say, settings, show, table
from hub.composition import opened
from hub.errors import HubError, OtherTables, Unavailable
from hub.roles import ROLES
from hub.settings import Settings


def doctor(
    only: Annotated[str | None, typer.Option(help="Keys and doors of one role, where it runs alone.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on one line.")] = False,
) -> None:
    """Check every part and say what to do about each that needs attention.

    `ok` is well; `look` works, and somebody should look (a silent feed, a growing quarantine); `fails` does not.
    Exit code 3 when a part does not answer, else 1 when one fails (a stopped lane, a full disk), else 0.

    Example: `hub doctor`, or `hub doctor --only process` in that role's container.
    """
    chosen = settings()
    if only is not None and only not in ROLES:
        say(f"--only: one of {', '.join(ROLES)}")
        raise typer.Exit(WRONG_USAGE)
    checks = asyncio.run(_checks(chosen, only))
    if as_json:
        show({"settings": chosen.shown(), "checks": [check._asdict() for check in checks]}, compact=True)
    else:
        show(chosen.shown(), compact=False)
        table(("state", "part", "seen"), [(check.state, check.part, check.seen) for check in checks])
        for check in checks:
            if check.do:
                say(f"{check.part}: {check.do}")
    failed = [check for check in checks if check.state == "fails"]
    if failed:
        say(f"{len(failed)} of {len(checks)} checks failed")
        raise typer.Exit(PART_IS_AWAY if any(check.away for check in failed) else ANSWER_IS_NO)


async def _checks(chosen: Settings, only: str | None) -> list[Check]:
    machine = [machine_checks.disk(chosen), machine_checks.schemas(), *machine_checks.keys(chosen, only)]
    return [*machine, *await _inside(chosen), *await machine_checks.doors(chosen, only)]


async def _inside(chosen: Settings) -> list[Check]:
    try:
        async with opened(chosen) as core:
            return await hub_checks.checks(core)
    except OtherTables as fault:
        return [fails("database", str(fault), "use a release that knows these tables, or the database that is meant")]
    except HubError as fault:
        do = "start what is named, or change the setting that names it"
        return [fails("database and log", str(fault), do, away=isinstance(fault, Unavailable))]
