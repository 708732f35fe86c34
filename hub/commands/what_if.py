"""`hub what-if`: an area under another rule, and what would differ in people, days and pounds."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from hub.commands.access import Asking, admitted
from hub.commands.output import WRONG_USAGE, say, show, telling, with_hub
from hub.commands.people import Json, Purpose, Token, day_of_text
from hub.commands.what_if_report import in_words, report
from hub.composition import Core
from hub.domain.days import day_of
from hub.domain.what_if_rules import Change, changes_of
from hub.errors import Rejected
from hub.runtime.what_if import Answer, Asked, WhatIf

_TELL_EVERY = 20_000
Rule = Annotated[
    list[str],
    typer.Option(
        "--rule",
        help="What changes: window_days=28, split=60:40 (council:board, per cent), free_programme_days=28 or "
        "free_adaptation_pounds=500, with @YYYY-MM-DD from a day on.",
    ),
]


def what_if(
    ics: Annotated[str, typer.Option("--ics", help="ODS code of the integrated care board whose area it is.")],
    rule: Rule,
    on: Annotated[
        str | None, typer.Option("--on", help="Count up to this Europe/London day, YYYY-MM-DD; today when absent.")
    ] = None,
    *,
    people: Annotated[bool, typer.Option("--people", help="With --json: who is concerned, by reference.")] = False,
    purpose: Purpose = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Show what would differ in an area under another rule.  Nothing is written, and nobody is told.

    Counted is everybody for whose six weeks the system answers by today's rule; money is that of the days of the
    windows, by whoever pays. `--rule` may be given several times; with a day the window changes for discharges from
    that day on, the split for its days, the rest for programmes and adaptations from it on. In live mode it is one
    person's, and logged as any look.

    Example: `hub what-if --ics QZZ --rule window_days=28@2026-10-01 --rule split=60:40`.
    """
    changes, day = _changes(rule), day_of_text(on)
    if people and not as_json:
        say("--people needs --json")
        raise typer.Exit(WRONG_USAGE)
    code = ics.strip().upper()

    async def task(core: Core) -> tuple[Asked, Answer]:
        if core.areas.board(code) is None:
            say("--ics: no integrated care board of the reference data has this ODS code")
            raise typer.Exit(WRONG_USAGE)
        asked = Asked(code, changes, day or day_of(core.clock.now()), people)
        about = ", ".join([code, *map(str, changes), *(["with references"] if people else [])])
        await admitted(core, Asking("what_if", None, purpose, token, about))
        return asked, await WhatIf(core.shadows, core.group, telling(_TELL_EVERY, "people read")).ask(asked)

    made = report(*with_hub(task))
    if as_json:
        show(made, compact=True)
    else:
        sys.stdout.writelines(f"{line}\n" for line in in_words(made))


def _changes(texts: Sequence[str]) -> Sequence[Change]:
    try:
        return changes_of(texts)
    except Rejected as no:
        say(f"--rule: {no}")
        raise typer.Exit(WRONG_USAGE) from None
