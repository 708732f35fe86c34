"""A hub over memory adapters: the real intake, apply and reader, with time moved by hand."""

from collections.abc import Iterator
from datetime import date

import pytest

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.codec.events import EventCodec
from hub.domain.days import start_of
from hub.events.catalogue import PEOPLE_TOPICS
from hub.processors.joint import JointProcessor
from hub.runtime.apply import Group
from hub.runtime.driver import Driver

LANES = 2


@pytest.fixture(scope="session")
def codec() -> EventCodec:
    """The codec over the released schemas."""
    return EventCodec()


@pytest.fixture
def group() -> Group:
    """The joint processor alone."""
    return Group("care", (JointProcessor(),), PEOPLE_TOPICS)


def new_driver(codec: EventCodec, group: Group) -> Driver:
    """Make a driver over empty memory adapters."""
    clock = ManualClock(start_of(date(2026, 11, 1)))
    return Driver(MemoryLog(clock, Placement(lanes=LANES)), MemoryStore(LANES), clock, codec, group)


@pytest.fixture
def driver(codec: EventCodec, group: Group) -> Iterator[Driver]:
    """A driver on 1 November 2026."""
    with new_driver(codec, group) as made:
        yield made
