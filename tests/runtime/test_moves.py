"""A move between councils, from the message to the board, to who may look and who holds the next step."""

from datetime import date, timedelta

import pytest

from hub.api.access import AccessRequest, Answer, Caller, decide
from hub.api.policy import shipped_policy
from hub.api.purposes import Purpose, Role, View
from hub.domain.days import day_of
from hub.events.identity import PersonUpdated
from hub.events.values import HomeArea
from hub.ports.board_filter import BoardFilter
from hub.runtime.driver import Driver
from tests.processors.moving import THERE
from tests.runtime.asked import Sent, adt, at
from tests.runtime.made import happened, person, stay
from tests.runtime.test_beside import moving

OLD, NEW = "E10999001", "E10999002"
IN, OUT = adt("A01", "202611020915"), adt("A03", "202611131640")
MOVED = adt("A31", "202611200900", home="1 New Street^^X^^QX2 1AA^GBR^H")


@pytest.fixture
def sent() -> Sent:
    """An empty hub."""
    return Sent()


async def may_look(sent: Sent, who: bytes, council: str) -> bool:
    """Say whether a social worker of a council may see the joint state."""
    purposes = frozenset({Purpose.CARE_DELIVERY})
    caller = Caller("somebody", Role.SOCIAL_WORKER, council, purposes)
    ties = await sent.reader.ties(who)
    asked = AccessRequest(caller, View.JOINT_STATE, Purpose.CARE_DELIVERY, who, ties)
    return decide(asked, shipped_policy()).answer is Answer.PERMIT


async def listed(sent: Sent, council: str) -> int:
    """Count the people of a council's board of today."""
    today = day_of(sent.hub.clock.now())
    return len((await sent.reader.board(BoardFilter(today, council=council))).rows)


async def test_a_move_moves_the_board_the_step_and_who_may_look(sent: Sent) -> None:
    """Before the message of the 20th the old council holds her; after it the new one does, and she is on its list."""
    await sent.take(IN, OUT)
    await sent.hub.tick()
    who = await sent.who()
    assert (await listed(sent, OLD), await listed(sent, NEW)) == (1, 0)
    assert (await may_look(sent, who, OLD), await may_look(sent, who, NEW)) == (True, False)
    await sent.take(MOVED)
    await sent.hub.tick()
    assert (await listed(sent, OLD), await listed(sent, NEW)) == (0, 1)
    assert (await may_look(sent, who, OLD), await may_look(sent, who, NEW)) == (False, True)
    state = await sent.reader.joint_state(who, None, None)
    assert state["next_step"]["organisation"] == NEW
    assert [term["council"] for term in state["episodes"][0]["responsible"]] == [OLD, NEW]
    chain = await sent.reader.why(who, "episodes.0.council", None, None)
    assert (chain["value"], chain["replaced"], chain["rule"]) == (NEW, OLD, "home_of_the_day")


async def test_a_move_that_was_told_moves_the_board_and_who_may_look_on_its_day(sent: Sent) -> None:
    """No new address comes: a notice names 1 December, and on that day the second council may look, the first not."""
    who = await moving(sent)
    await sent.hub.tick()
    assert (await listed(sent, OLD), await listed(sent, THERE)) == (1, 0)
    assert (await may_look(sent, who, OLD), await may_look(sent, who, THERE)) == (True, False)
    sent.hub.clock.set(at("202612010900"))
    await sent.hub.tick()
    await sent.hub.settle()
    assert (await listed(sent, OLD), await listed(sent, THERE)) == (0, 1)
    assert (await may_look(sent, who, OLD), await may_look(sent, who, THERE)) == (False, True)
    assert (await sent.reader.joint_state(who, None, None))["next_step"]["organisation"] == THERE


async def test_any_order_of_the_messages_gives_the_same(sent: Sent) -> None:
    """The move is told before the discharge: the same state, byte for byte."""
    other = Sent()
    await sent.take(IN, OUT, MOVED)
    await other.take(MOVED, IN, OUT)
    states = [await one.reader.joint_state(await one.who(), date(2026, 11, 25), None) for one in (sent, other)]
    assert states[0]["hash"] == states[1]["hash"]
    assert states[0]["episodes"] == states[1]["episodes"]


def test_a_move_that_is_told_ahead_lists_anew_on_its_day(driver: Driver) -> None:
    """The record says on day 1 that she lives elsewhere from day 8 on: the tick of day 8 moves her row."""
    who, first = person("somebody who moves"), HomeArea("E06000001", "QF7", 1.0, "directory")
    home = happened(who, PersonUpdated(home=first), -10)
    ahead = happened(
        who, PersonUpdated(home=HomeArea("E08000016", "QWO", 1.0, "directory")), 240 + 7 * 24, recorded=240
    )
    driver.advance(date(2026, 11, 12))
    driver.send([home, *stay(who, "SP1", 0), ahead])
    driver.settle()
    left = date(2026, 11, 12)

    def council() -> str | None:
        row = driver._runner.run(driver.store.state("joint", who))
        return row.listing.council if row is not None and row.listing is not None else None

    driver.advance(left + timedelta(days=6))
    assert council() == "E06000001"
    driver.advance(left + timedelta(days=7))
    assert council() == "E08000016"


async def test_a_council_that_is_only_likely_opens_nothing(sent: Sent) -> None:
    """B45 9ZZ lies in Birmingham as likely as not: neither council may look, and no council's board lists her."""
    home = "1 Test Street^^X^^B45 9ZZ^GBR^H"
    await sent.take(adt("A01", "202611020915", home=home), adt("A03", "202611131640", home=home))
    await sent.hub.tick()
    who = await sent.who()
    assert [await may_look(sent, who, council) for council in ("E08000025", "E10000034")] == [False, False]
    board = await sent.reader.board(BoardFilter(date(2026, 11, 14)))
    episode = board.rows[0].joint["episodes"][0]
    assert (episode["council"], episode["council_share"], episode["council_to_be_confirmed"]) == (
        "E08000025",
        0.5,
        True,
    )
    assert await listed(sent, "E08000025") == 0
    chain = await sent.reader.why(who, "episodes.0.council", None, None)
    assert chain["rule"] == "council_unsure"
