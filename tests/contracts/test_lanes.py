"""The contract over every book of stopped lanes."""

import pytest

from hub.adapters.memory_lanes import MemoryLanes
from hub.adapters.postgres_lanes import PostgresLanes
from hub.ports.lane_book import LaneBook, StoppedLane


@pytest.fixture(params=["memory", "postgres"])
def book(request: pytest.FixtureRequest) -> LaneBook:
    """Give each kind of book in turn."""
    if request.param == "memory":
        return MemoryLanes()
    return PostgresLanes(request.getfixturevalue("database"))


async def test_a_lane_is_noted_until_it_is_taken_up_again(book: LaneBook) -> None:
    """Each stopped lane once, by number, with the newest failure; a lane that runs again is not in the book."""
    third = StoppedLane("care", 3, 1_000, ("KeyError",), (("hub.discharge.v1", 41), ("hub.identity.v1", 7)))
    first = StoppedLane("care", 1, 2_000, ("Defect", "ValueError"))
    for lane in (third, first):
        await book.stop(lane)
    assert await book.stopped() == [first, third]
    again = StoppedLane("care", 3, 3_000, ("TypeError",), (("hub.discharge.v1", 41),))
    await book.stop(again)
    assert await book.stopped() == [first, again]
    await book.start("care", 3)
    await book.start("care", 5)
    await book.start("other", 1)
    assert await book.stopped() == [first]
