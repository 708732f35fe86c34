"""`hub rebuild --processor dashboards`: fold the figures again from the derived topic, and compare."""

import sys
import time
from collections.abc import Iterator
from typing import Any

from hub.commands.output import telling
from hub.composition import Core
from hub.events.catalogue import FACT
from hub.ports.books import Wanted
from hub.runtime.figures import FiguresParts
from hub.runtime.figures_rebuild import FiguresProof, FiguresRebuild

_TELL_EVERY, _MOST = 100_000, 10_000


async def rebuild_figures(core: Core, *, verify: bool) -> dict[str, Any]:
    """Fold beside, compare, and put the new figures in the place of the old ones unless only asked to verify."""
    parts = FiguresParts(core.figures, core.codec, lambda *_: None, core.log.lanes)
    rebuild = FiguresRebuild(core.log, parts, core.settings.batch, telling(_TELL_EVERY, "records folded"))
    started = time.monotonic()
    proof = await rebuild.fold()
    seconds = time.monotonic() - started
    await (rebuild.discard() if verify else rebuild.replace())
    unparked = 0 if verify else await _unpark(core, proof)
    equal = not proof.differing
    return {
        "outcome": ("equal" if equal else "differs") if verify else "replaced",
        "equal": equal,
        "differing": proof.differing,
        "records": proof.records,
        "seconds": round(seconds, 3),
        "records_per_s": round(proof.records / seconds, 1) if seconds else 0.0,
        "cells": sum(cells for cells, _ in proof.again.measures.values()),
        "people": proof.again.people[0],
        "unparked": unparked,
    }


async def _unpark(core: Core, proof: FiguresProof) -> int:
    """Mark as dealt with what was parked of derived records and is counted now, each at its own place in the log."""
    rows = await core.quarantine.parked(Wanted("parked", "log", limit=_MOST, oldest_first=True))
    counted = [row.id for row in rows if row.topic == FACT and proof.counts(row)]
    for id_ in counted:
        await core.quarantine.mark(id_, "redriven")
    return len(counted)


def in_words(made: dict[str, Any]) -> Iterator[str]:
    """Say the object to a person."""
    yield (
        f"{made['cells']:,} numbers of {made['people']:,} people after {made['records']:,} records folded again in "
        f"{made['seconds']:,} s ({made['records_per_s']:,.0f} a second)"
    )
    if made["differing"]:
        yield f"  these differ from what is shown: {', '.join(made['differing'])}"
    if made["unparked"]:
        yield f"  {made['unparked']} records that were set aside are counted, and are dealt with in quarantine"
    yield {
        "equal": "equal: nothing differs and nothing was kept",
        "differs": "differs: `hub rebuild --processor dashboards` puts the new figures in the place of these",
        "replaced": "replaced: the dashboards show what was folded again",
    }[made["outcome"]]


def tell(made: dict[str, Any]) -> None:
    """Write it to standard output."""
    sys.stdout.writelines(f"{line}\n" for line in in_words(made))
