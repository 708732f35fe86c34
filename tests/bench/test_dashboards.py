"""The benchmark of the dashboards runs the hub's own role, and its figures are those of what was sent."""

import pytest

from hub.bench.dashboards import bench_dashboards
from tests.bench.printed import KEYS


@pytest.mark.broker
@pytest.mark.slow
@pytest.mark.usefixtures("kafka_bootstrap")  # without Java it is skipped by name
def test_it_counts_through_faust_and_compares() -> None:
    """Every derived event is counted once: the benchmark fails when the figures come out other than in one go."""
    shown = bench_dashboards(2_000)
    assert shown.keys() == KEYS | {"processor_us_per_event"}
    assert (shown["bench"], shown["settings"]["host"]) == ("dashboards", "faust")
    assert shown["events"] >= 2_000
    assert shown["events_per_s"] > 0
