"""`hub quarantine drop`: say of parked messages and records that nothing is missing, so that nobody waits for them.

A dropped row is listed no more as waiting and counts no more as unattended; it is there still, under `--state dropped`,
sealed as it was until retention or `hub forget` removes it, and can be taken again.
"""

import re
from typing import Annotated, Any, Final

import typer

from hub.commands.access import ApprovedBy, Asking, admitted, admitted_by_two, second_token
from hub.commands.output import ANSWER_IS_NO, WRONG_USAGE, say, show, with_hub
from hub.commands.people import Json, Purpose, Token, moment_of_text
from hub.commands.redrive import NOTHING, about, reject_unclear
from hub.composition import Core
from hub.errors import NotFound
from hub.ports.books import Wanted

_MOST: Final = 10_000
_REASON: Final = re.compile(r"[A-Za-z][A-Za-z0-9 &/(),.:'_-]{2,119}")
_MANY_DIGITS: Final = re.compile(r"\d([ /.-]*\d){4}")
"""As a number of a person or a birth date has them: the reason stays in the access log in the clear."""


def drop_parked(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID...]")] = None,
    feed: Annotated[str | None, typer.Option(help="Without ids: all that this feed has parked.")] = None,
    rule: Annotated[str | None, typer.Option(help="Without ids: all that this rule parked.")] = None,
    since: Annotated[str | None, typer.Option(help="Without ids: parked at or after this time.")] = None,
    until: Annotated[str | None, typer.Option(help="Without ids: parked before this time.")] = None,
    reason: Annotated[str, typer.Option(help="Why nothing is missing, for the access log; it names nobody.")] = "",
    approved_by: ApprovedBy = None,
    *,
    only_preview: Annotated[bool, typer.Option("--preview", help="Say which it would be, and change nothing.")] = False,
    purpose: Purpose = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Say that parked messages and records need nothing more: they are not listed as waiting again.

    Named as with `hub quarantine redrive`, the oldest first, 10,000 at most; only what is still parked is dropped. In
    live mode two people decide together, and the access log has both and the reason. What is kept of a row stays,
    sealed, until retention or `hub forget` removes it.

    Example: `hub quarantine drop --rule day_not_begun --reason "the clock was wrong" --preview`.
    """
    span = moment_of_text(since, "--since"), moment_of_text(until, "--until")
    wanted = Wanted("parked", feed, rule, *span, _MOST, oldest_first=True)
    reject_unclear(ids, wanted)
    if not only_preview:
        _reject_no_reason(reason)
    second = second_token(approved_by)

    async def task(core: Core) -> list[dict[str, Any]]:
        chosen = await _chosen(core, ids, wanted)
        words = about("preview of a drop" if only_preview else "dropped", ids, wanted, None, len(chosen))
        asking = Asking("redrive", None, purpose, token, words if only_preview else f"{words}, because: {reason}")
        await (admitted(core, asking) if only_preview else admitted_by_two(core, asking, second))
        for id_ in () if only_preview else chosen:
            await core.quarantine.mark(id_, "dropped")
        return [{"id": id_, "outcome": "would be dropped" if only_preview else "dropped"} for id_ in chosen]

    outcomes = with_hub(task)
    show(outcomes, compact=as_json)
    if not outcomes:
        say(NOTHING)
        raise typer.Exit(ANSWER_IS_NO)


async def _chosen(core: Core, ids: list[str] | None, wanted: Wanted) -> list[str]:
    """Give the ids of what is meant, all of it still parked; raises `NotFound` where one that is named is not."""
    if not ids:
        return [row.id for row in await core.quarantine.parked(wanted)]
    rows = [await core.quarantine.one(id_) for id_ in dict.fromkeys(ids)]
    found = [row.id for row in rows if row is not None and row.state == "parked"]
    if len(found) < len(rows):
        raise NotFound("one of these ids is of nothing that is still parked; nothing was dropped")
    return found


def _reject_no_reason(reason: str) -> None:
    """Leave with 2 without a reason that can stand in the access log."""
    if not _REASON.fullmatch(reason) or _MANY_DIGITS.search(reason):
        say("--reason: say why nothing is missing, in 3 to 120 letters and common signs and without long numbers")
        raise typer.Exit(WRONG_USAGE)
