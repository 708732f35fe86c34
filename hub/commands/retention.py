"""`hub retention`: whose history may go because the time for which it is kept has ended."""

from typing import Annotated, Any

import typer

from hub.adapters.retention_file import shipped_periods
from hub.commands.access import ApprovedBy, Asking, admitted, admitted_by_two, second_token
from hub.commands.output import show, with_hub
from hub.commands.people import Json, Purpose, Token
from hub.composition import Core
from hub.domain.days import day_of
from hub.runtime.letting_go import LettingGo
from hub.runtime.retaining import Retaining

REASON = "retention period ended"
Wait = Annotated[float, typer.Option(min=0, help="Seconds to wait for the process role.")]


def retention(
    approved_by: ApprovedBy = None,
    *,
    preview: Annotated[bool, typer.Option("--preview", help="Count by class and year, and change nothing.")] = False,
    wait: Wait = 30.0,
    purpose: Purpose = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Forget everybody last heard of longer ago than the retention periods say, and remove their history.

    The periods are in `hub/reference/retention.toml`, with their source. Who has an event under legal hold stays. Look
    at `--preview` first: what is forgotten cannot be read again. In live mode two people of information governance
    decide together as for `hub forget`, and both are in the access log for each person. It waits for the process role,
    and can be typed again when it was broken off.

    Example: `hub retention --preview`.
    """
    second, asking = second_token(approved_by), Asking("forget", None, purpose, token)

    async def task(core: Core) -> dict[str, Any]:
        if preview:
            await admitted(core, asking)
            return await retaining(core).preview()
        return await _run(core, asking, second, wait)

    show(with_hub(task), compact=as_json)


async def _run(core: Core, asking: Asking, second: str | None, wait: float) -> dict[str, Any]:
    who = await admitted_by_two(core, asking, second)

    async def admit(subject: bytes) -> object:
        return await admitted_by_two(core, asking._replace(subject=subject), second)

    return await retaining(core).run(admit, REASON, wait) | {"decided_by": list(who)}


def retaining(core: Core) -> Retaining:
    """Give what retention works with, as of today."""
    today = day_of(core.clock.now())
    letting_go = LettingGo(core.store, core.shadows, core.codec, core.group, today)
    return Retaining(
        core.store, core.ages, core.log, core.codec, core.group, core.forgetting, letting_go, shipped_periods(), today
    )
