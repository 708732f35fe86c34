"""`hub bench aims`: every figure that the engine is held to, measured and called met or missed."""

import json
import subprocess
import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from hub.bench.aims import RUNS, Figure, Run, figures
from hub.commands.output import ANSWER_IS_NO, say, show, table

RunName = StrEnum("RunName", {run.name: run.name for run in RUNS})  # type: ignore[misc]


def aims(
    only: Annotated[list[RunName] | None, typer.Option(help="Only this one; several times.")] = None,
    *,
    long: Annotated[bool, typer.Option("--long", help="Also those of over five minutes, some three hours.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Run the benchmarks one after the other and hold each figure against its aim; needs Java and Maven.

    Exit code 1 when an aim is missed; a benchmark that gives no figures misses its aims, and the next one goes on.

    Example: `hub bench aims --only honest --only warm`.
    """
    wanted = [run for run in RUNS if run.name in only] if only else [run for run in RUNS if long or not run.long]
    told = [figure.told() for place, run in enumerate(wanted, 1) for figure in _measured(run, place)]
    if as_json:
        show({"figures": told}, compact=True)
    else:
        rows = [[*list(each.values())[:-1], "met" if each["met"] else "missed"] for each in told]
        table(("run", "what", "figure", "aim", ""), rows)
    if not all(each["met"] for each in told):
        raise typer.Exit(ANSWER_IS_NO)


def _measured(run: Run, place: int) -> list[Figure]:
    """Run a benchmark in a process of its own, as somebody would who types it."""
    say(f"{place}. hub bench {run.words}")
    line = [sys.executable, "-m", "hub", "bench", *run.words.split(), "--json"]
    done = subprocess.run(line, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 - our own words
    return list(figures(run, _answer(done.stdout)))


def _answer(printed: str) -> dict[str, Any] | None:
    """Read what a benchmark printed; one that ended without an answer has none, and the others go on."""
    try:
        answer: dict[str, Any] = json.loads(printed)
    except ValueError:
        say("no figures: what it said is above")
        return None
    return answer
