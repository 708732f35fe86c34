"""`hub bench faults` and `hub bench recovery`: plugs pulled under load, and the verdict."""

from enum import StrEnum
from typing import Annotated

import typer

from hub.bench.faults.choice import KINDS
from hub.bench.faults.run import Plan, bench_faults
from hub.bench.recovery import Course, bench_recovery
from hub.commands.bench_bars import with_bars
from hub.commands.output import ANSWER_IS_NO, guarded, show

FaultKind = StrEnum("FaultKind", {name.upper(): name for name in KINDS})  # type: ignore[misc]


def faults(
    faults: Annotated[int, typer.Option(min=1, max=10_000, help="How many plugs are pulled.")] = 20,
    rate: Annotated[int, typer.Option(min=1, help="Events a second meanwhile.")] = 200,
    people: Annotated[int, typer.Option(min=1, help="People whose lives overlap.")] = 300,
    workers: Annotated[int, typer.Option(min=2, max=64, help="Processes that fold.")] = 2,
    seed: Annotated[int, typer.Option(help="The same seed pulls the same plugs.")] = 1,
    kind: Annotated[list[FaultKind] | None, typer.Option(help="Only this kind; several times.")] = None,
    *,
    dashboards: Annotated[
        bool, typer.Option("--dashboards", help="Run and kill that role too, and check its figures.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Kill, freeze and cut parts at random under load, then prove that nothing is lost, doubled or wrong.

    Workers, their supervisor, the broker and the database are killed and frozen, the line to the database is cut and
    stalled, its disk is full, a worker's clock is stepped, one more worker folds what others own, records are delivered
    again. About five seconds a fault. `left_out` names the kinds that cannot come here: a disk that is filled needs
    root. Exit code 1 when anything is lost, doubled or wrong.

    Example: `hub bench faults --faults 1000 --seed 7 --dashboards`, or `hub bench faults --kind fill_disk`.
    """
    plan = Plan(faults, rate, people, workers, seed, tuple(each.value for each in kind or ()), dashboards)
    found = guarded(lambda: with_bars(faults, lambda moved: bench_faults(plan, moved)))
    show(found, compact=as_json)
    if found["lost"] or found["doubled"] or found["wrong"]:
        raise typer.Exit(ANSWER_IS_NO)


def recovery(
    rate: Annotated[int, typer.Option(min=1, help="Events a second.")] = 300,
    outage: Annotated[int, typer.Option(min=1, help="Seconds of traffic that wait for the broker.")] = 3600,
    people: Annotated[int, typer.Option(min=1, help="People whose lives overlap.")] = 2_000,
    workers: Annotated[int, typer.Option(min=2, max=64, help="Processes that fold; one of them is killed.")] = 2,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Kill a worker that nobody starts again, then the broker for an hour of traffic, and prove what came of it.

    Exit code 1 when the killed worker's lanes are not served by others within ten seconds, or when anything is lost,
    doubled, wrong or out of order.

    Example: `hub bench recovery --rate 300 --outage 3600`.
    """
    course = Course(rate, outage, people, workers)
    found = guarded(lambda: with_bars(rate * outage, lambda moved: bench_recovery(course, moved)))
    show(found, compact=as_json)
    if not found["in_time"] or any(found[name] for name in ("lost", "doubled", "wrong", "out_of_order")):
        raise typer.Exit(ANSWER_IS_NO)
