"""`hub rebuild`: fold the log again beside the live state, prove that it is the same, switch, and go back."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import typer
import uvloop

from hub.commands.access import ApprovedBy, Asking, admitted, admitted_by_two, second_token
from hub.commands.output import ANSWER_IS_NO, WRONG_USAGE, guarded, say, settings, show
from hub.commands.people import Purpose, Token
from hub.commands.rebuild_figures import rebuild_figures, tell
from hub.commands.rebuild_report import LIVE_STOPPED, Json, in_words
from hub.commands.rebuild_work import Asked, fold_lanes, run
from hub.commands.stopping import until_asked_to_stop
from hub.composition import Core, opened
from hub.observe.logs import configure
from hub.runtime.figures import DASHBOARDS

_Admit = Callable[[Core], Coroutine[Any, Any, None]]
_INTERRUPTED = 130
_NOT_DONE = frozenset({"differs", "stopped", "not compared", LIVE_STOPPED})


def rebuild(
    processor: Annotated[str | None, typer.Option(help="Only this: a processor such as joint, or dashboards.")] = None,
    *,
    verify: Annotated[bool, typer.Option("--verify", help="Compare, and change nothing.")] = False,
    switch: Annotated[bool, typer.Option("--switch", help="Put the new fold in the live state's place.")] = False,
    back: Annotated[bool, typer.Option("--back", help="Go back to what was live before the switch.")] = False,
    discard: Annotated[bool, typer.Option("--discard", help="Remove the fold that is kept beside.")] = False,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that fold.")] = 1,
    people: Annotated[
        bool, typer.Option("--people", help="With --json: who differs, by reference; an access, and logged.")
    ] = False,
    approved_by: ApprovedBy = None,
    purpose: Purpose = None,
    token: Token = None,
    lanes: Annotated[str | None, typer.Option("--lanes", hidden=True)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Fold the log again beside the live state and compare.  Example: `hub rebuild --verify`.

    Without an option it takes the live state's place only when nothing differs.  Ctrl-C loses nothing: the same
    command goes on where it was.  In live mode `--verify` is one person's, and logged as any look; everything else
    two people decide together, as with `hub forget`.
    """
    ways = {"verify": verify, "switch": switch, "back": back, "discard": discard}
    if sum(ways.values()) > 1:
        say("give one of --verify, --switch, --back and --discard")
        raise typer.Exit(WRONG_USAGE)
    if people and not as_json:
        say("--people needs --json")
        raise typer.Exit(WRONG_USAGE)
    configure(sys.stderr)
    asking, second = Asking("rebuild", None, purpose, token), second_token(approved_by)

    async def admit(core: Core) -> None:
        await (admitted(core, asking) if verify else admitted_by_two(core, asking, second))

    if processor == DASHBOARDS:
        otherwise = switch or back or discard or people or workers > 1
        _figures(admit, verify=verify, otherwise=otherwise, as_json=as_json)
        return
    asked = Asked(next((way for way, given in ways.items() if given), ""), processor, workers, people)
    if lanes is not None:
        show(_run(lambda core: fold_lanes(core, asked, [int(lane) for lane in lanes.split(",")])), compact=True)
        return
    made = _run(lambda core: _asked(core, asked, admit))
    _tell(made, as_json=as_json)


def _figures(admit: _Admit, *, verify: bool, otherwise: bool, as_json: bool) -> None:
    """Fold the figures of the dashboards again: they are few enough to need no stopping and going on."""
    if otherwise:
        say("--processor dashboards takes --verify and --json alone")
        raise typer.Exit(WRONG_USAGE)

    async def task(core: Core) -> Json:
        await admit(core)
        return await rebuild_figures(core, verify=verify)

    made = _run(task)
    if as_json:
        show(made, compact=True)
    else:
        tell(made)
    if made["outcome"] == "differs":
        raise typer.Exit(ANSWER_IS_NO)


async def _asked(core: Core, asked: Asked, admit: _Admit) -> Json:
    if asked.processor is not None and asked.processor not in {each.name for each in core.group.processors}:
        say(f"--processor: one of {', '.join(each.name for each in core.group.processors)}, {DASHBOARDS}")
        raise typer.Exit(WRONG_USAGE)
    await admit(core)
    return await run(core, asked)


def _run(task: Callable[[Core], Coroutine[Any, Any, Any]]) -> Any:
    """Open the parts and do one thing, which Ctrl-C, a signal or the end of whoever asked for it breaks off."""
    answers: list[Any] = []

    async def answer(core: Core) -> None:
        answers.append(await task(core))

    async def whole() -> None:
        async with opened(settings()) as core:
            await until_asked_to_stop(answer(core))

    def work() -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(whole())

    guarded(work)
    if not answers:
        say("broken off: nothing is lost, and the same command goes on from here")
        raise typer.Exit(_INTERRUPTED)
    return answers[0]


def _tell(made: Json, *, as_json: bool) -> None:
    if as_json:
        show(made, compact=True)
    elif made["outcome"] == "discarded":
        sys.stdout.write(f"discarded: {made['rows']:,} rows of the fold beside were removed\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in in_words(made))
    if made["outcome"] in _NOT_DONE:
        raise typer.Exit(ANSWER_IS_NO)
