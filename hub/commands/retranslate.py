"""`hub retranslate`: read the kept originals of a feed again by another profile, with a preview first."""

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from hub.commands.access import ApprovedBy, Asking, admitted, admitted_by_two, second_token
from hub.commands.output import show, with_hub
from hub.commands.people import Json as AsJson
from hub.commands.people import Purpose, Token, day_of_text
from hub.commands.rebuild_report import Json, differences, differences_in_words, told
from hub.composition import Core
from hub.retranslating import Retranslation, Wanted
from hub.runtime.comparison import Comparison


def retranslate(
    feed: Annotated[str, typer.Option(help="Whose messages are read again.")],
    profile: Annotated[str, typer.Option(help="By which profile: a shipped one, or the path of a TOML file.")],
    since: Annotated[str | None, typer.Option(help="First day of receipt (YYYY-MM-DD, Europe/London).")] = None,
    until: Annotated[str | None, typer.Option(help="Last day of receipt.")] = None,
    approved_by: ApprovedBy = None,
    *,
    preview: Annotated[bool, typer.Option("--preview", help="Say what would change, and change nothing.")] = False,
    purpose: Purpose = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Read the kept originals of a feed again, and correct what the new profile reads another way.

    The log is not edited: corrected events are appended, and what they replace counts no more. Asked again it appends
    nothing new. In live mode two people decide together, as for `hub forget`; a preview needs one.

    Example: `hub retranslate --feed hospital-desk --profile itk_2_4 --since 2026-11-01 --preview`.
    """
    second = second_token(approved_by)
    wanted = Wanted(feed, profile, day_of_text(since, "--since"), day_of_text(until, "--until"))
    asking = Asking("retranslate", None, purpose, token)

    async def task(core: Core) -> Json:
        run = Retranslation(core, wanted)
        if preview:
            await admitted(core, asking)
            found = await run.preview()
            shown = {"outcome": "preview", **run.report()}
            return shown | _people(found) | {"differences": differences(found), "told": told(found.told)}
        who = await admitted_by_two(core, asking, second)
        await run.correct()
        return {"outcome": "corrected" if run.changed else "nothing to correct", **run.report(), "decided_by": who}

    made = with_hub(task)
    if as_json:
        show(made, compact=True)
    else:
        sys.stdout.writelines(f"{line}\n" for line in _in_words(made))


def _people(found: Comparison) -> Json:
    """Give how many people's events change, and how many of them a reader would see to differ."""
    every = found.lanes.values()
    return {"people": sum(each.people for each in every), "differing": sum(each.differing for each in every)}


def _in_words(made: Json) -> Iterator[str]:
    yield (
        f"{made['messages']:,} messages of {made['feed']} read again by {made['profile']}: "
        f"{made['same']:,} say the same, {made['changed']:,} say something else"
    )
    yield from (f"  {one['messages']:,} {one['words']}: left as they were" for one in made["left"])
    yield from (
        f"  {one['why']}: {one['topic']}/{one['partition']} at position {one['position']}" for one in made["lost"]
    )
    if made["outcome"] == "preview":
        yield f"{made['people']:,} people's events would change: {made['differing'] or 'none'} of them differ"
        yield from differences_in_words(made, "would be told")
        yield "preview: nothing was changed; the same without --preview corrects it"
    else:
        yield f"{made['outcome']}: {made['added']:,} events were added and {made['replaced']:,} count no more"
