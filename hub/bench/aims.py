"""The figures that the engine is held to, each with the command that measures it: `hub bench aims`.

For a machine of two processors that carries broker and database too.  A figure is looked up in the JSON that the
command prints; those of one command are taken from one run.
"""

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple


class Aim(NamedTuple):
    """One figure: where it stands in the answer, and what it has to be at least or at most."""

    what: str
    where: str
    has_to_be: str
    bound: float

    def met(self, figure: float) -> bool:
        """Say whether a figure is what it has to be."""
        return _COMPARED[self.has_to_be](figure, self.bound)


class Run(NamedTuple):
    """One run: its name, the words behind `hub bench`, and its aims; `long` ones take over five minutes."""

    name: str
    words: str
    aims: Sequence[Aim]
    long: bool = False


AT_LEAST, AT_MOST = "at least", "at most"
_COMPARED: Final[Mapping[str, Callable[[float, float], bool]]] = {AT_LEAST: operator.ge, AT_MOST: operator.le}
_RATE: Final = "events_per_s"
_RATIO: Final = "ratio_to_limit"
_NOTHING_WRONG: Final = tuple(Aim(name, name, AT_MOST, 0) for name in ("lost", "doubled", "wrong"))
_COST: Final = "cost of an event against the first"

RUNS: Final = (
    Run("joint", "fold --store memory", (Aim("of the limit", _RATIO, AT_LEAST, 0.5),)),
    Run("care", "fold --fold care --store memory", (Aim("of the limit", _RATIO, AT_LEAST, 0.35),)),
    Run(
        "in order",
        "fold --fold care --workers 2 --events 200000",
        (Aim("events a second", _RATE, AT_LEAST, 20_000), Aim("of the limit", _RATIO, AT_LEAST, 0.5)),
    ),
    Run(
        "honest",
        "fold --fold care --workers 2 --events 200000 --honest",
        (Aim("events a second", _RATE, AT_LEAST, 15_800),),
    ),
    Run(
        "warm",
        "fold --fold care --workers 2 --events 200000 --warm",
        (Aim("events a second", _RATE, AT_LEAST, 10_000), Aim("share stored", "share_stored", AT_LEAST, 1)),
    ),
    Run(
        "peer, two workers",
        "fold --fold peer --workers 2 --events 300000 --people 20000",
        (Aim("events a second", _RATE, AT_LEAST, 40_000),),
    ),
    Run(
        "peer, one worker",
        "fold --fold peer --workers 1 --events 300000 --people 20000",
        (Aim("events a second", _RATE, AT_LEAST, 20_000),),
    ),
    Run(
        "rebuild",
        "rebuild --log kafka --workers 2 --honest",
        (Aim("events a second", _RATE, AT_LEAST, 15_800),),
    ),
    Run(
        "second worker",
        "scale --people 0 --lanes 8 --workers 1 --workers 2 --part 0.3 --events 150000",
        (Aim("events a second against one worker", "against_the_first.0.rate_ratio", AT_LEAST, 1.7),),
    ),
    Run("dashboards", "dashboards", (Aim("derived events a second", _RATE, AT_LEAST, 15_000),)),
    Run(
        "ingest",
        "ingest",
        (Aim("messages a second", _RATE, AT_LEAST, 250), Aim("p99 in ms", "p99_ms", AT_MOST, 250)),
    ),
    Run(
        "lengths",
        "lengths --length 10 --length 100 --length 1000",
        (
            Aim(_COST, "against_the_first.1.cost_ratio", AT_MOST, 1.2),
            Aim("a late event of 1,000, ms", "points.2.late_ms_p95", AT_MOST, 50),
        ),
    ),
    Run("recovery", "recovery", (Aim("served again, s", "served_again_s", AT_MOST, 10), *_NOTHING_WRONG), long=True),
    Run("burst", "live --rate 2700 --seconds 300", (Aim("p99 in ms", "p99_ms", AT_MOST, 1000),), long=True),
    Run(
        "steady",
        "live --rate 300 --seconds 1800",
        (Aim("p95 in ms", "p95_ms", AT_MOST, 250), Aim("wrong", "wrong", AT_MOST, 0)),
        long=True,
    ),
    Run(
        "people",
        "scale --people 10000 --people 1000000 --lanes 8 --workers 1 --events 200000",
        (Aim(_COST, "against_the_first.0.cost_ratio", AT_MOST, 1.2),),
        long=True,
    ),
    Run(
        "lanes",
        "scale --people 10000 --lanes 8 --lanes 1 --lanes 48 --workers 1 --events 1000000",
        (
            Aim(f"{_COST}, one lane", "against_the_first.0.cost_ratio", AT_MOST, 1.2),
            Aim(f"{_COST}, 48 lanes", "against_the_first.1.cost_ratio", AT_MOST, 1.2),
        ),
        long=True,
    ),
    Run(
        "workers",
        "scale --people 10000 --lanes 8 --workers 1 --workers 2 --events 300000",
        (Aim("events a second, two against one", "against_the_first.0.rate_ratio", AT_LEAST, 1.7),),
        long=True,
    ),
    Run("faults", "faults --faults 1000 --dashboards", _NOTHING_WRONG, long=True),
)


class Figure(NamedTuple):
    """An aim, what was measured, and whether it is met."""

    run: str
    aim: Aim
    figure: float | None
    """None where the benchmark gave no figures."""

    @property
    def met(self) -> bool:
        """Say whether the aim is met; what gave no figure meets none."""
        return self.figure is not None and self.aim.met(self.figure)

    def told(self) -> dict[str, Any]:
        """Give it as JSON."""
        aim = f"{self.aim.has_to_be} {self.aim.bound:g}"
        return {
            "run": self.run, "what": self.aim.what, "figure": self.figure, "aim": aim,
            "met": self.met,
        }  # fmt: skip


def figures(run: Run, answer: Mapping[str, Any] | None) -> Iterator[Figure]:
    """Look up the aims of a run in what its command printed; None where it printed nothing."""
    if answer is None:
        yield from (Figure(run.name, aim, None) for aim in run.aims)
        return
    for aim in run.aims:
        found: Any = answer
        for part in aim.where.split("."):
            found = found[int(part) if isinstance(found, list) else part]
        yield Figure(run.name, aim, float(found))
