"""`hub rebuild --processor dashboards` over records that were set aside: counted at their place, and dealt with."""

from types import SimpleNamespace
from typing import cast

import pytest

from hub.adapters.memory_quarantine import MemoryQuarantine
from hub.commands.rebuild_figures import in_words, rebuild_figures
from hub.composition import Core
from hub.events.catalogue import DISCHARGE, FACT
from hub.ports.books import Wanted
from hub.ports.log import Draft
from hub.ports.store import Parked
from tests.runtime.figures_made import CODEC
from tests.runtime.test_figures import stay
from tests.runtime.test_figures_rebuild import House


@pytest.mark.parametrize("verify", [True, False])
async def test_what_is_counted_now_is_dealt_with(*, verify: bool) -> None:
    """A row of a derived record that can be read today goes, one that nobody can read and every other kind stay."""
    house, quarantine = House(), MemoryQuarantine()
    await house.log.append([Draft(FACT, b"x" * 16, b"no event", number=0)])
    await house.live(stay(1))
    places = [(FACT, 0), (FACT, 1), (DISCHARGE, 1)]
    await quarantine.park([
        Parked(f"{topic}-0-{n}", "log", 0, "schema", "unknown_schema", "unknown", b"", topic, 0, n)
        for topic, n in places
    ])  # fmt: skip
    core = SimpleNamespace(
        log=house.log, figures=house.figures, codec=CODEC, quarantine=quarantine, settings=SimpleNamespace(batch=10)
    )
    made = await rebuild_figures(cast("Core", core), verify=verify)
    told = [row.id for row in await quarantine.parked(Wanted("redriven"))]
    assert (made["unparked"], told) == ((0, []) if verify else (1, [f"{FACT}-0-1"]))
    assert any("dealt with" in line for line in in_words(made)) is not verify
