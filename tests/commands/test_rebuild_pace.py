"""What a fold that runs says of how long it will still take."""

import pytest

from hub.commands.rebuild_progress import Standing, pace


@pytest.mark.parametrize(
    ("done", "left"),
    [(0, "waiting"), (100, "time left not known yet"), (1_099, "time left not known yet"), (10_000, "90 s left")],
)
def test_the_time_left_is_said_once_there_is_something_to_measure_by(done: int, left: str) -> None:
    """The first records come while workers still start: what they would foretell is many times too long."""
    begun = Standing(50_000, 150_000, 0) if done != 1_099 else Standing(50_000, 160_000, 0)
    assert pace(begun, Standing(begun.done + done, begun.total, 20), 10).endswith(f"2 people/s, {left}")
