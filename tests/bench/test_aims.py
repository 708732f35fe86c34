"""`hub bench aims`: figures are looked up, held against their bounds, and called met or missed."""

import json

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

from hub.bench.aims import AT_LEAST, AT_MOST, RUNS, Aim, Run, figures
from hub.commands import bench, bench_aims

APP = typer.Typer()
APP.command()(bench_aims.aims)
SHORT = "fold --store memory --events 2000 --people 50"


def test_a_figure_is_found_in_the_answer_and_compared() -> None:
    """At the bound it is met, beyond it missed; names and numbers of places are both understood."""
    answer = {"p95_ms": 250.0, "against_the_first": [{"cost_ratio": 1.0}, {"cost_ratio": 1.3}], "events_per_s": 9}
    aims = (
        Aim("soon", "p95_ms", AT_MOST, 250),
        Aim("flat", "against_the_first.1.cost_ratio", AT_MOST, 1.2),
        Aim("fast", "events_per_s", AT_LEAST, 10),
        Aim("fast enough", "events_per_s", AT_LEAST, 9),
    )
    told = [figure.told() for figure in figures(Run("some", "live", aims), answer)]
    assert [(each["figure"], each["met"]) for each in told] == [(250.0, True), (1.3, False), (9.0, False), (9.0, True)]
    assert told[1]["aim"] == "at most 1.2"


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.name)
def test_every_run_is_a_command_with_options_that_it_has(run: Run) -> None:
    """A command line that nobody could type would be found after hours."""
    name, *words = run.words.split()
    command = get_command(bench.app).commands[name]  # type: ignore[attr-defined]
    command.make_context(name, list(words))


@pytest.mark.parametrize(("bound", "code", "word"), [(1, 0, "met"), (10**9, 1, "missed")])
def test_it_runs_what_is_asked_for_and_says_what_is_missed(
    monkeypatch: pytest.MonkeyPatch, bound: float, code: int, word: str
) -> None:
    """The benchmark runs in a process of its own; one missed aim makes the answer no."""
    runs = (Run("joint", SHORT, (Aim("events a second", "events_per_s", AT_LEAST, bound),)), RUNS[-1])
    monkeypatch.setattr(bench_aims, "RUNS", runs)
    done = CliRunner().invoke(APP, ["--only", "joint"])
    assert (done.exit_code, word in done.stdout.split()) == (code, True), done.output
    done = CliRunner().invoke(APP, ["--json"])
    (figure,) = json.loads(done.stdout.splitlines()[-1])["figures"]
    assert (figure["run"], figure["met"]) == ("joint", code == 0)


def test_a_benchmark_that_gives_no_figures_misses_its_aims_and_the_next_one_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was measured before and after is told: nobody waits three hours for a list that one failure takes away."""
    some = (Aim("events a second", "events_per_s", AT_LEAST, 1),)
    runs = (Run("burst", "live --rate 0", some), Run("joint", SHORT, some))
    monkeypatch.setattr(bench_aims, "RUNS", runs)
    done = CliRunner().invoke(APP, ["--only", "burst", "--only", "joint", "--json"])
    assert done.exit_code == 1, done.output
    first, second = json.loads(done.stdout.splitlines()[-1])["figures"]
    assert (first["run"], first["figure"], first["met"]) == ("burst", None, False)
    assert (second["run"], second["met"]) == ("joint", True)
