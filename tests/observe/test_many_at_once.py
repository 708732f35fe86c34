"""A batch is counted at once, and what Prometheus reads is as if each event had been counted by itself."""

import random

import pytest

from hub.observe.counting import Counting
from hub.observe.metrics import Metrics

ON_BOUNDS = [0.0, 0.05, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0]
BEYOND = [-3.0, 300.001, 1e7]


def _shown(metrics: Metrics) -> dict[str, float]:
    """Give the histogram's lines, but for the moment at which it was made."""
    lines = metrics.render().decode().splitlines()
    mine = [line.rsplit(" ", 1) for line in lines if line.startswith("hub_receipt_to_readable_seconds")]
    return {name: float(value) for name, value in mine if "_created" not in name}


@pytest.mark.parametrize(
    "waited",
    [
        [],
        ON_BOUNDS,
        BEYOND,
        random.Random(3).choices([*ON_BOUNDS, *BEYOND, 0.051, 7.3], k=500),
    ],
    ids=["none", "on bounds", "beyond them", "many"],
)
def test_many_events_at_once_are_counted_as_one_by_one(waited: list[float]) -> None:
    """The library's own `observe`, called for each event, and the batch's count give the same buckets and sum."""
    now = 2_000_000_000_000
    singly, at_once = Metrics(lambda: now), Metrics(lambda: now)
    child = singly.readable_seconds.labels("care")
    received_at = [now - round(seconds * 1000) for seconds in waited]
    for at in received_at:
        child.observe((now - at) / 1000)
    Counting(at_once, "care").readable(received_at, now)
    assert _shown(at_once) == pytest.approx(_shown(singly))
    assert _shown(at_once)['hub_receipt_to_readable_seconds_count{group="care"}'] == len(waited)
