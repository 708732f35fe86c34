"""Who came while two folds were exchanged: people of the lane, and nobody whose record lies in it by mistake."""

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.domain.lanes import lane_of
from hub.events.catalogue import DAY, DISCHARGE
from hub.ports.log import BEGINNING, Draft, Partition
from hub.runtime.newcomers import touched
from tests.runtime.made import person

LANES = 2
PEOPLE = [person(f"newcomer {number}") for number in range(20)]


async def test_a_person_of_another_lane_is_not_exchanged_with_this_one() -> None:
    """The fold parks a record in the wrong partition; exchanging whoever it names would move another lane's states."""
    log = MemoryLog(ManualClock(0), Placement(lanes=LANES))
    await log.append([Draft(DISCHARGE, key, b"", number=0) for key in PEOPLE])
    await log.append([Draft(DAY, b"lane", b"", number=0)])
    ours = {key for key in PEOPLE if lane_of(key, LANES) == 0}
    assert 0 < len(ours) < len(PEOPLE)
    at = {Partition(topic, 0): BEGINNING for topic in (DISCHARGE, DAY)}
    upto = {Partition(DISCHARGE, 0): len(PEOPLE) - 1, Partition(DAY, 0): 0}
    assert await touched(log, at, upto, 7) == ours
