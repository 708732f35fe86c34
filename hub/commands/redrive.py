"""`hub quarantine redrive`: take parked messages and records again, one, several, or all that a fault left behind."""

from collections.abc import Awaitable
from typing import Annotated, Any

import typer

from hub.commands.access import ApprovedBy, Asking, admitted, admitted_by_two, second_token
from hub.commands.output import ANSWER_IS_NO, WRONG_USAGE, say, show, with_hub
from hub.commands.people import Json, Purpose, Token, moment_of_text
from hub.composition import Core
from hub.errors import Defect, NotFound, Rejected
from hub.ports.books import Wanted
from hub.redriving.parked import READS, preview, redrive

Outcome = dict[str, Any]
_MOST, _NAMED = 10_000, 50
NOTHING = "nothing was found by this feed, rule and time; `hub quarantine list` shows what there is"
_ONLY_FOR = "Records of the log: for this group of consumers alone (care); they stay parked for others."


def redrive_parked(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID...]")] = None,
    feed: Annotated[str | None, typer.Option(help="Without ids: all that this feed has parked.")] = None,
    rule: Annotated[str | None, typer.Option(help="Without ids: all that this rule parked.")] = None,
    since: Annotated[str | None, typer.Option(help="Without ids: parked at or after this time.")] = None,
    until: Annotated[str | None, typer.Option(help="Without ids: parked before this time.")] = None,
    group: Annotated[str | None, typer.Option("--only-for", help=_ONLY_FOR)] = None,
    approved_by: ApprovedBy = None,
    *,
    only_preview: Annotated[bool, typer.Option("--preview", help="Say what would change, and change nothing.")] = False,
    purpose: Purpose = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Take parked messages again with today's profiles, and records of the log with today's schemas.

    Name them, or say which: by feed, by rule, by the time at which they were parked; the oldest go first, 10,000 at
    most. One that cannot be taken keeps no other back: the answer has the outcome of each (`failed` with why). In
    live mode two people decide together, as with `hub forget`; a preview is one person's, and logged as any look.

    Example: `hub quarantine redrive --rule unknown_schema --since 2026-12-01T08:00 --preview`.
    """
    span = moment_of_text(since, "--since"), moment_of_text(until, "--until")
    wanted = Wanted("parked", feed, rule, *span, _MOST, oldest_first=True)
    reject_unclear(ids, wanted)
    _reject_unknown(group)
    second = second_token(approved_by)

    results: list[Outcome] = []

    async def task(core: Core) -> None:
        chosen = ids or [row.id for row in await core.quarantine.parked(wanted)]
        asking = Asking(
            "redrive",
            None,
            purpose,
            token,
            about("preview" if only_preview else "taken again", ids, wanted, group, len(chosen)),
        )
        await (admitted(core, asking) if only_preview else admitted_by_two(core, asking, second))
        for id_ in chosen:
            one = preview(core, id_) if only_preview else redrive(core, id_, group)
            results.append(await _outcome(id_, one))

    try:
        with_hub(task)
    except typer.Exit:
        _tell(results, as_json=as_json) if results else None
        raise
    _tell(results, as_json=as_json)
    if not results:
        say(NOTHING)
    if not results or any(result["outcome"] != "accepted" for result in results):
        raise typer.Exit(ANSWER_IS_NO)


async def _outcome(id_: str, taking: Awaitable[Outcome]) -> Outcome:
    """Give what came of one row, whatever it was: only a part that is away keeps the others from being tried."""
    try:
        return await taking
    except (NotFound, Rejected, Defect) as failure:
        return {"id": id_, "outcome": "failed", "why": str(failure)}


def _tell(results: list[Outcome], *, as_json: bool) -> None:
    """Show every outcome, and say how many were not taken."""
    show(results, compact=as_json)
    for outcome, words in (("rejected", "are still refused"), ("failed", "could not be taken")):
        if count := sum(result["outcome"] == outcome for result in results):
            say(f"{count} of {len(results)} {words}")


def reject_unclear(ids: list[str] | None, wanted: Wanted) -> None:
    """Leave with 2 unless it is said which are meant, in one way; nobody takes or drops everything by a slip."""
    if bool(ids) == (wanted != Wanted(limit=_MOST, oldest_first=True)):
        say("name ids, or say which by --feed, --rule, --since or --until; `hub quarantine list` shows them")
        raise typer.Exit(WRONG_USAGE)


def _reject_unknown(group: str | None) -> None:
    """Leave with 2 when nobody is in the group: what is appended for nobody is never folded."""
    if group is not None and group not in READS:
        say(f"--only-for: one of {', '.join(READS)}")
        raise typer.Exit(WRONG_USAGE)


def about(what: str, ids: list[str] | None, wanted: Wanted, group: str | None, count: int) -> str:
    """Say for the access log what is done, how its rows were chosen and for whom."""
    chosen = {"feed": wanted.feed, "rule": wanted.rule, "since": wanted.since, "until": wanted.until, "only for": group}
    words = [f"{name} {value}" for name, value in chosen.items() if value is not None]
    named = [] if not ids else [f"ids {' '.join(ids[:_NAMED])}{' and more' if len(ids) > _NAMED else ''}"]
    return ", ".join([what, *named, *words, f"rows {count}"])
