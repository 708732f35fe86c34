"""What nobody is told of is written down and not worked out again; what is due by a day is."""

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from hub.codec.events import EventCodec
from hub.domain.joint_state import JointState
from hub.domain.lanes import lane_of
from hub.domain.ordering import order_key
from hub.events.care_record import SupportLineStarted, VisitConfirmed
from hub.events.catalogue import PEOPLE_TOPICS
from hub.events.envelope import Event
from hub.events.identity import PersonUpdated
from hub.ports.processor import Outline
from hub.ports.store import StateRow
from hub.processors.joint import JointProcessor
from hub.processors.referrals import ReferralsProcessor
from hub.runtime.apply import Group
from hub.runtime.driver import Driver
from hub.runtime.unchanged import stands
from tests.processors.notices_told import made
from tests.runtime.conftest import new_driver
from tests.runtime.made import HOUR, MONDAY, happened, person, stay

ANNA = person("anna")


class Asked(JointProcessor):
    """Counts how often its outline is worked out."""

    times = 0

    def outline(self, state: JointState, today: date) -> Outline:
        """As the joint processor's."""
        self.times += 1
        return super().outline(state, today)


@pytest.fixture
def asked() -> Asked:
    """The processor that counts."""
    return Asked()


@pytest.fixture
def driver(codec: EventCodec, asked: Asked) -> Iterator[Driver]:
    """A hub in which Anna is at home, and was visited once."""
    with new_driver(codec, Group("care", (asked, ReferralsProcessor()), PEOPLE_TOPICS)) as made:
        made.advance(date(2026, 11, 13))
        line = SupportLineStarted("L1", "1-999", "homecare", date(2026, 11, 12), "NEW", None, 700, 2000)
        made.send([*stay(ANNA, "SP1", 0), happened(ANNA, line, 250), visit(264)])
        made.settle()
        yield made


def visit(hours: float) -> Event:
    """A visit of the line that took place at its time."""
    at = MONDAY + int(hours * HOUR)
    return happened(ANNA, VisitConfirmed("L1", "1-999", at, at), hours)


def test_a_visit_is_counted_and_the_rest_stays(driver: Driver, asked: Asked) -> None:
    """The row has the visit; what others know of her, the board's row and the day to look again are what they were."""
    (before,) = rows(driver)
    worked_out = asked.times
    driver.send([visit(266)])
    driver.settle()
    (after,) = rows(driver)
    assert asked.times == worked_out
    assert driver.state(ANNA, "joint").lines[0].done == 2
    assert (after.due_on, after.listing, after.card_key) == (before.due_on, before.listing, before.card_key)
    assert after.value != before.value


def test_it_goes_on_from_there(driver: Driver) -> None:
    """A visit that was not worked out is in order all the same: the next event is folded onto it, in place."""
    driver.send([visit(266)])
    driver.settle()
    driver.send([visit(268), *stay(ANNA, "SP2", 270)])
    driver.settle()
    shown = driver.view(ANNA, "joint", date(2026, 11, 30))
    assert (len(driver.history(ANNA)), [one["status"] for one in shown["episodes"]]) == (10, ["ended", "open"])


def test_on_the_day_that_something_is_due_it_is_worked_out(driver: Driver, asked: Asked) -> None:
    """A visit that comes with the day is no reason to leave out what the day brings."""
    (before,) = rows(driver)
    assert before.due_on is not None
    worked_out = asked.times
    driver.advance(before.due_on)
    driver.send([visit(266)])
    driver.settle()
    (after,) = rows(driver)
    assert asked.times > worked_out
    assert after.due_on is None or after.due_on > before.due_on


def test_a_newer_card_is_known_to_every_processor(driver: Driver) -> None:
    """A list finds the name by the row of its own processor: that row follows, though its state says the same."""
    driver.send([happened(ANNA, made("R1"), 265)])
    driver.settle()
    named = replace(happened(ANNA, PersonUpdated(), 270), carries_card=True)
    driver.send([named])
    driver.settle()
    assert {row.processor: row.card_key for row in rows(driver)} == dict.fromkeys(
        ("joint", "referrals"), order_key(named)
    )


def test_it_stands_until_the_day_on_which_it_wakes(driver: Driver, asked: Asked) -> None:
    """A fold that is behind sees a later day before the tick that wakes people: it works out what the day brings."""
    (row,), state = rows(driver), driver.state(ANNA, "joint")
    assert row.due_on is not None
    eve = row.due_on - timedelta(days=1)
    assert stands(asked, row, state, state, eve)
    assert not stands(asked, row, state, state, row.due_on)


def rows(driver: Driver) -> list[StateRow]:
    """Give her rows: the joint one alone, for nobody referred her."""
    names, lane = ["joint", "referrals"], lane_of(ANNA, driver.log.lanes)
    return list(asyncio.run(driver.store.load(lane, names, [ANNA])).values())
