"""Somebody who was forgotten is on no list, has no next step, and no answer gives an id; days and codes still count."""

import itertools
import json
from datetime import date
from typing import Any

import pytest

from hub.api.purposes import Purpose
from hub.codec.events import EventCodec
from hub.errors import NotFound
from hub.events.care_record import SupportLineStarted
from hub.events.catalogue import PEOPLE_TOPICS
from hub.events.identity import PersonUpdated, SubjectKeyDestroyed
from hub.events.referral import DwpReferralReceived
from hub.events.values import HomeArea
from hub.people.named_in import known_of
from hub.ports.board_filter import BoardFilter
from hub.ports.reading import Ties
from hub.processors.early_help import EarlyHelpProcessor
from hub.processors.joint import JointProcessor
from hub.processors.record import RecordProcessor
from hub.runtime.apply import Group
from hub.runtime.driver import Driver
from hub.runtime.forgetting import Forgetting
from hub.runtime.parked_about import parked_about
from tests.runtime.asked import Sent, adt, at
from tests.runtime.conftest import new_driver
from tests.runtime.made import happened, merged, person, stay, unmerged

IN, OUT = adt("A01", "202611020915"), adt("A03", "202611131640")
NAMING = ("SP7700123", "T1000451", "9990000018", "ASHWORTH", "Ashworth", "QX1", "E10999001")
WHO, OTHER = person("somebody who is forgotten"), person("the same person's other record")
FORGET = SubjectKeyDestroyed("retention ended")


@pytest.fixture
def sent() -> Sent:
    """An empty hub."""
    return Sent()


def forgetting(sent: Sent) -> Forgetting:
    """Give what forgets in the hub that messages are sent to."""
    parts, hub = sent.reader.parts, sent.hub
    return Forgetting(hub._lanes.log, parts.codec, parts.people, parts.vault, parts.store, parts.clock, hub.quarantine)


async def forget(sent: Sent, who: bytes, when: str = "202611200900") -> dict[str, Any]:
    """Forget somebody at a time and fold that."""
    sent.hub.clock.set(at(when))
    evidence = await forgetting(sent).forget(who, "retention ended")
    await sent.hub.settle()
    return evidence


async def test_a_forgotten_person_is_on_no_board_and_nothing_waits(sent: Sent) -> None:
    """The board has no row and no count, on the day and on any other, also where that status is asked for."""
    await sent.take(IN, OUT)
    who = await sent.who()
    await forget(sent, who)
    for status in (None, "open", "ended", "in_hospital", "died"):
        board = await sent.reader.board(BoardFilter(date(2026, 11, 20), status=status))
        assert (board.rows, board.counts) == ([], {})
        for on in (date(2026, 11, 5), date(2026, 11, 14), date(2026, 11, 21)):
            assert (await sent.reader.board(BoardFilter(on, status=status))).rows == []
    state = await sent.reader.joint_state(who, None, None)
    assert (state["spells"], state["episodes"], state["next_step"], state["findings"]) == ([], [], None, [])
    assert state["forgotten_at"][:10] == "2026-11-20"
    assert await sent.reader.ties(who) == Ties()


@pytest.mark.parametrize("known_at", [None, "202611140000"])
@pytest.mark.parametrize("on", [None, date(2026, 11, 14), date(2026, 11, 2)])
async def test_no_answer_gives_an_id_on_any_day(sent: Sent, on: date | None, known_at: str | None) -> None:
    """State, page, record, timeline and reasons say that the person is forgotten, whatever day and time are asked."""
    await sent.take(IN, OUT)
    who = await sent.who()
    await forget(sent, who)
    known = at(known_at) if known_at else None
    page = await sent.reader.page(who, on, known)
    said: list[Any] = [page, await sent.reader.record(who, on, known), await sent.reader.card(who)]
    said.append(await sent.reader.timeline(who, on, known))
    chain = await sent.reader.why(who, "forgotten_at", on, known)
    assert not [word for word in NAMING if word in repr([*said, chain])]
    assert (page.card, [line["type"] for line in page.timeline]) == (None, ["SubjectKeyDestroyed"])
    assert (chain["rule"], chain["event"]["type"]) == ("forgotten", "SubjectKeyDestroyed")
    for path in ("spells", "next_step", "status", "headings.0.items", "headings.4.heading"):
        chain = await sent.reader.why(who, path, on, known)
        assert (path, chain["rule"], chain["event"]["type"]) == (path, "forgotten", "SubjectKeyDestroyed")
    state, record = await sent.reader.joint_state(who, on, known), await sent.reader.record(who, on, known)
    assert record["forgotten_at"] == state["forgotten_at"]
    assert record["forgotten_at"][:10] == "2026-11-20"
    with pytest.raises(NotFound):
        await sent.reader.why(who, "spells.0.spell_id", on, known)


async def test_what_is_parked_about_the_person_goes_and_nothing_else(sent: Sent) -> None:
    """A message that could not be taken is sealed under the hub's key: it is removed, another person's stays."""
    await sent.take(IN)
    who = await sent.who()
    hospital = sent.hub._hospitals["rzz"]
    others = adt("A01", "202611031000", pid3="9990000026^^^NHS^NH", spell="SP2", name="OTHER^Somebody")
    both = adt("A01", "202611031100", pid3="9990000018^^^NHS^NH~9990000026^^^NHS^NH").replace(b"PV1|", b"XXX|")
    for raw in (OUT.replace(b"PV1|", b"XXX|"), others.replace(b"PV1|", b"XXX|"), both):
        await sent.hub._reception.message(raw, hospital)
    assert len(await sent.hub.quarantine.parked()) == 3
    evidence = await forget(sent, who)
    left = await sent.hub.quarantine.parked()
    texts = [sent.reader.parts.vault.open_quarantine(row.sealed, row.id) for row in left]
    assert evidence["parked_removed"] == 1
    assert [b"OTHER^Somebody" in text for text in texts].count(True) == 1
    assert evidence["parked_with_others"] == [
        row.id for row, text in zip(left, texts, strict=True) if b"9990000018" in text
    ]
    again = await forget(sent, who, "202611210900")
    assert (again["parked_removed"], again["parked_with_others"]) == (0, [])


async def test_more_is_parked_than_is_asked_for_at_once(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page of what is parked is looked at, also where many rows came in one moment."""
    monkeypatch.setattr("hub.runtime.parked_about._AT_ONCE", 2)
    await sent.take(IN)
    hospital = sent.hub._hospitals["rzz"]
    for minute in range(5):
        sent.hub.clock.set(at("202611031000") + minute // 2)
        await sent.hub._reception.message(adt("A03", f"2026110310{minute:02}").replace(b"PV1|", b"XXX|"), hospital)
    card = {"nhs_number": {"value": "9990000018"}}
    found = await parked_about(sent.hub.quarantine, sent.reader.parts.vault, known_of([card]))
    assert len(found.own) == 5


@pytest.fixture
def group() -> Group:
    """Give all processors of people."""
    return Group("care", (JointProcessor(), RecordProcessor(), EarlyHelpProcessor()), PEOPLE_TOPICS)


def test_every_order_forgets_alike_and_what_was_counted_stays(codec: EventCodec, group: Group) -> None:
    """The forgetting may be folded before what it forgets: one state; milestones stay told, the alert closes."""
    home = happened(WHO, PersonUpdated(home=HomeArea(None, None, 0.0, "sector")), -10)
    line = happened(WHO, SupportLineStarted("L1", "1-100", "HOME_SUPPORT", date(2026, 11, 13)), 260)
    forgets = [happened(WHO, FORGET, 300), happened(WHO, FORGET, 310)]
    told = [[home], stay(WHO, "SP1", 0), [line], forgets, stay(WHO, "SP2", 320)]
    hashes = set()
    for order in itertools.permutations(told):
        with new_driver(codec, group) as driver:
            driver.advance(date(2026, 11, 14))
            for events in order:
                driver.send(events)
                driver.settle()
            hashes.add(tuple(driver.hash(WHO, name) for name in ("joint", "record", "early_help")))
            row = driver._runner.run(driver.store.state("joint", WHO))
            assert row is not None
            assert (row.listing, row.due_on) == (None, None)
            state = driver.state(WHO, "joint")
            assert ([spell.number for spell in state.spells], state.forgotten.value.at) == (
                ["SP1"],
                forgets[0].occurred_at,
            )
            facts = {f"{e.body.kind} {e.body.key.partition(':')[2]}": e.body.state for e in driver.derived()}  # type: ignore[attr-defined]
            assert facts["WindowMilestone 1"] == "NEW"
            assert facts.get("Alert council_unknown:", "WITHDRAWN") == "WITHDRAWN"
    assert len(hashes) == 1


def test_nothing_is_reached_after_the_day_of_being_forgotten(driver: Driver) -> None:
    """Day 14 comes after the forgetting: nobody hears of it, also where it is folded only then."""
    driver.advance(date(2026, 12, 20))
    driver.send([*stay(WHO, "SP1", 0), happened(WHO, FORGET, 300)])
    driver.settle()
    driver.advance(date(2026, 12, 21))
    told = [json.loads(event.body.body) for event in driver.derived() if event.body.kind == "WindowMilestone"]  # type: ignore[attr-defined]
    assert [one["day"] for one in told] == [1]


def test_a_case_of_somebody_forgotten_is_on_no_list(driver: Driver) -> None:
    """The council is told to offer nothing, and the case stays in the state for the count."""
    body = DwpReferralReceived("R1", "SUPPORT_NEED", "E06000001", "postcode", Purpose.EARLY_HELP_OFFER.value)
    driver.send([happened(WHO, body, 0), happened(WHO, FORGET, 10)])
    driver.settle()
    row = driver._runner.run(driver.store.state("early_help", WHO))
    assert row is not None
    assert row.listing is None
    assert driver.view(WHO, "early_help", date(2026, 11, 20)) == {"cases": [], "consents": []}
    assert len(driver.state(WHO, "early_help").cases) == 1


def test_another_record_that_was_forgotten_forgets_nobody_else(driver: Driver) -> None:
    """A record whose keys were destroyed is merged into somebody who is cared for: that person stays on the board."""
    driver.send([*stay(OTHER, "OLD", -500), happened(OTHER, FORGET, -100), *stay(WHO, "SP1", 0)])
    driver.settle()
    driver.send([merged(OTHER, WHO, 250)], OTHER)
    driver.send([merged(OTHER, WHO, 250)], WHO)
    driver.settle()
    view = driver.view(WHO, "joint", date(2026, 11, 14))
    assert ([row["spell_id"] for row in view["spells"]], view["forgotten_at"]) == (["OLD", "SP1"], None)
    driver.send([unmerged(OTHER, WHO, 260)], OTHER)
    driver.send([unmerged(OTHER, WHO, 260)], WHO)
    driver.settle()
    assert driver.view(OTHER, "joint", date(2026, 11, 14))["spells"] == []
    assert driver.view(WHO, "joint", date(2026, 11, 14))["forgotten_at"] is None


async def test_nobody_else_is_said_to_be_forgotten(sent: Sent) -> None:
    """The record of somebody whose keys are held says so in the same field."""
    await sent.take(IN)
    record = await sent.reader.record(await sent.who(), None, None)
    assert record["forgotten_at"] is None
    assert record["headings"][0]["items"]
