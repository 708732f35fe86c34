"""`hub bench`: figures as JSON, each with its ratio to the limit of the same run."""

import asyncio
import signal
from enum import StrEnum
from typing import Annotated, Final

import typer

from hub.bench.dashboards import bench_dashboards
from hub.bench.figures import bench_figures
from hub.bench.fold_figures import Work, bench_fold, bench_limit
from hub.bench.ingest import bench_ingest
from hub.bench.kafka_fold import Through, bench_kafka_fold
from hub.bench.lengths import Lengths, bench_lengths
from hub.bench.live import Flow, bench_live
from hub.bench.lives import LIFE
from hub.bench.rebuild import Work as RebuildOf
from hub.bench.rebuild import bench_rebuild
from hub.bench.scale import Sizes, bench_scale
from hub.commands.bench_aims import aims
from hub.commands.bench_bars import with_bars
from hub.commands.bench_faults import faults, recovery
from hub.commands.bench_history import history
from hub.commands.output import guarded, say, show

app = typer.Typer(no_args_is_help=True)
SIZES: Final = Sizes()
LENGTHS: Final = Lengths()
_LENGTHS = list(LENGTHS.lengths)
_PEOPLE, _LANES, _WORKERS = list(SIZES.people), list(SIZES.lanes), list(SIZES.workers)


class FoldOf(StrEnum):
    """What is folded: the joint six-week state, the small fold that other engines are compared on, or the whole."""

    JOINT = "joint"
    PEER = "peer"
    CARE = "care"


class Stores(StrEnum):
    """Which stores a fold is measured over."""

    MEMORY = "memory"
    POSTGRES = "postgres"
    BOTH = "both"


class Logs(StrEnum):
    """Which log is measured."""

    POSTGRES = "postgres"
    KAFKA = "kafka"


Fold = Annotated[FoldOf, typer.Option("--fold", help="joint, peer, or care (everything the hub folds).")]
Events = Annotated[int, typer.Option(min=1, help="Events.")]
People = Annotated[int, typer.Option(min=1, help="People whose lives overlap; 20000 is the hard case.")]
Log = Annotated[Logs, typer.Option(help="postgres, or kafka: the local one, which needs Java and Maven.")]
Workers = Annotated[int, typer.Option(min=1, max=64, help="Processes that fold.")]
Honest = Annotated[bool, typer.Option("--honest", help="5 % late, 1 % delivered twice, 1 % cancelled, 0.2 % merges.")]
Part = Annotated[float, typer.Option(min=0.05, max=1, help="How much of a processor each worker may use.")]
AsJson = Annotated[bool, typer.Option("--json", help="One line of JSON.")]


@app.callback()
def stoppable() -> None:
    """Measure on this machine and print one JSON object."""
    # Asked to end, a benchmark stops the servers and roles that it started, as with Ctrl-C.  What answers Ctrl-C at
    # that moment answers: an exception raised anywhere is lost where it falls on what runs at a fork.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell leaves it to what a script runs behind it
        signal.signal(signal.SIGINT, signal.default_int_handler)


@app.command()
def limit(
    fold_of: Fold = FoldOf.JOINT, events: Events = 100_000, people: People = 2_000, *, as_json: AsJson = False
) -> None:
    """Decode and fold alone, in one process.  Example: `hub bench limit --fold peer`."""
    show(bench_limit(Work(fold_of.value, events, people)), compact=as_json)


@app.command()
def fold(
    fold_of: Fold = FoldOf.JOINT,
    events: Events = 100_000,
    people: People = 2_000,
    store: Annotated[Stores, typer.Option(help="memory, postgres or both.")] = Stores.BOTH,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Through a local Kafka into PostgreSQL, by so many processes.")
    ] = None,
    *,
    honest: Honest = False,
    warm: Annotated[bool, typer.Option("--warm", help="With --workers: everybody is half way.")] = False,
    part: Part = 1,
    as_json: AsJson = False,
) -> None:
    """Apply batches of 30,000 events, beside the limit.  Example: `hub bench fold --workers 2 --honest`."""
    people = max(1, events // LIFE) if warm else people
    work = Work(fold_of.value, events, people, arriving="honest" if honest else "in_order")
    stores = ("memory", "postgres") if store is Stores.BOTH else (store.value,)
    if workers is None:
        show(guarded(lambda: with_bars(events, lambda moved: bench_fold(work, stores, moved))), compact=as_json)
    else:
        through = Through(workers, warm, part=part)
        show(guarded(lambda: with_bars(events, lambda moved: bench_kafka_fold(work, through, moved))), compact=as_json)


@app.command()
def ingest(
    events: Annotated[int, typer.Option(min=100, max=20_000, help="Messages.")] = 20_000,
    connections: Annotated[int, typer.Option(min=1, help="MLLP connections.")] = 8,
    *,
    as_json: AsJson = False,
) -> None:
    """Send messages over MLLP until they are durable.  Example: `hub bench ingest --connections 8`."""
    show(guarded(lambda: asyncio.run(bench_ingest(events, connections))), compact=as_json)


@app.command()
def figures(
    events: Annotated[int, typer.Option(min=1, help="Derived events.")] = 100_000, *, as_json: AsJson = False
) -> None:
    """Count derived events of invented lives in all of England.  Example: `hub bench figures --events 100000`."""
    show(guarded(lambda: bench_figures(events)), compact=as_json)


@app.command()
def rebuild(
    events: Events = 100_000,
    people: People = 2_000,
    log: Log = Logs.POSTGRES,
    workers: Workers = 1,
    *,
    honest: Honest = False,
    as_json: AsJson = False,
) -> None:
    """Fold a whole log again and prove it, beside the limit.  Example: `hub bench rebuild --workers 2 --honest`."""
    work = RebuildOf(events, people, log.value, workers, honest)
    show(guarded(lambda: bench_rebuild(work, say)), compact=as_json)


@app.command()
def dashboards(
    events: Annotated[int, typer.Option(min=1, help="Derived events.")] = 100_000, *, as_json: AsJson = False
) -> None:
    """Count derived events through Faust and a local Kafka, beside the limit.  Example: `hub bench dashboards`."""
    show(guarded(lambda: bench_dashboards(events)), compact=as_json)


@app.command()
def live(
    rate: Annotated[int, typer.Option(min=1, help="Events a second.")] = 300,
    seconds: Annotated[int, typer.Option(min=1, help="How long events come.")] = 30,
    log: Log = Logs.KAFKA,
    workers: Workers = 1,
    people: People = 2_000,
    *,
    as_json: AsJson = False,
) -> None:
    """Append steadily, and time until the API shows it.  Example: `hub bench live --rate 2700 --seconds 60`."""
    flow = Flow(rate, seconds, log.value, workers, people)
    show(guarded(lambda: with_bars(rate * seconds, lambda moved: bench_live(flow, moved))), compact=as_json)


app.command()(aims)
app.command()(faults)
app.command()(recovery)


@app.command()
def scale(
    people: Annotated[list[int], typer.Option(min=0, help="People already stored; several times.")] = _PEOPLE,
    lanes: Annotated[list[int], typer.Option(min=1, help="Partitions of a topic; several times.")] = _LANES,
    workers: Annotated[list[int], typer.Option(min=1, help="Processes; several times.")] = _WORKERS,
    events: Annotated[int, typer.Option(min=1, help="Events folded at each point.")] = SIZES.events,
    rounds: Annotated[int, typer.Option(min=1, help="Each point's cheapest of so many.")] = SIZES.rounds,
    part: Part = SIZES.part,
    *,
    as_json: AsJson = False,
) -> None:
    """What an event costs as everything grows.  Example: `hub bench scale --people 10000 --people 1000000`."""
    sizes = Sizes(people, lanes, workers, events, rounds, part)
    show(guarded(lambda: with_bars(events, lambda moved: bench_scale(sizes, moved))), compact=as_json)


@app.command()
def lengths(
    lengths: Annotated[
        list[int], typer.Option("--length", min=10, help="Events of one life; several times.")
    ] = _LENGTHS,
    fold_of: Fold = FoldOf.CARE,
    events: Annotated[int, typer.Option(min=1, help="Events folded at each length.")] = LENGTHS.events,
    *,
    as_json: AsJson = False,
) -> None:
    """What long lives cost: in order, and a late event.  Example: `hub bench lengths --length 100 --length 1000`."""
    asked = Lengths(lengths, fold_of.value, events)
    show(guarded(lambda: with_bars(events, lambda moved: bench_lengths(asked, moved))), compact=as_json)


app.command()(history)
