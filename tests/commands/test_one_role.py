"""Whether a role that runs alone is ready: its parts answer, and who folds has lanes to fold."""

from types import SimpleNamespace
from typing import cast

import pytest

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.commands.one_role import ready_here
from hub.composition import Core
from hub.observe.counting import Counting
from hub.observe.metrics import Metrics


@pytest.mark.parametrize(("held", "state"), [(None, "no lanes yet"), (0, "ok"), (3, "ok")])
async def test_a_worker_is_ready_once_it_has_heard_its_share(held: int | None, state: str) -> None:
    """Before that nobody knows; a share of none is a worker to spare, which must not hold an upgrade up.

    A role that folds nothing needs no lanes.
    """
    metrics = Metrics(lambda: 0)
    counting, figures = Counting(metrics, "care"), Counting(metrics, "dashboards")
    core = SimpleNamespace(
        store=MemoryStore(2), log=MemoryLog(ManualClock(0), Placement(lanes=2)), group=SimpleNamespace(name="care"),
        counting=counting, figures_counting=figures,
    )  # fmt: skip
    if held is not None:
        counting.held(held)
    found = await ready_here(cast("Core", core), ["process"])
    assert found.keys() == {"store", "log", "lanes of process"}
    assert state in found["lanes of process"]
    assert await ready_here(cast("Core", core), ["web"]) == {"store": "ok", "log": "ok"}
    figures.held(2)
    assert (await ready_here(cast("Core", core), ["web", "dashboards"]))["lanes of dashboards"] == "ok"
