"""Referrals, notices and appeals in the whole hub: read beside the joint state, listed, told through the outbox."""

import hashlib
import json
from datetime import date
from typing import Any

import msgspec
import pytest

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.codec.events import EventCodec
from hub.domain.former_councils import OwnTime
from hub.errors import NotFound
from hub.events.catalogue import BY_TYPE, PEOPLE_TOPICS
from hub.events.envelope import Event, Sealed
from hub.events.identity import PersonUpdated
from hub.events.portability import MoveNotified
from hub.ports.log import Draft
from hub.ports.reading import Ties
from hub.processors.appeals import AppealsProcessor
from hub.processors.referrals import ReferralsProcessor
from hub.runtime.apply import Group
from hub.runtime.driver import Driver
from hub.runtime.provenance import own_provenance
from tests.domain.stories import ms
from tests.processors.notices_told import COUNCIL, OTHER_COUNCIL, answered, issued, made, withdrawn
from tests.processors.people import AREAS
from tests.processors.test_appeals import decided, lodged
from tests.runtime.asked import Sent, adt

IN = adt("A01", "202611020915", spell="SP1")
CODEC = EventCodec()


def event(who: bytes, when: str, body: msgspec.Struct, received: str | None = None) -> Event:
    """One event about somebody, taken in when it happened or later."""
    at = ms(when)
    name = hashlib.sha256(f"{when}{body!r}".encode()).digest()[:16]
    told = own_provenance(name, "made"), Sealed(b"", b"", b"")
    return Event(name, who, type(body).__name__, at, at, ms(received or when), 4, 1, False, body, *told)


async def tell(sent: Sent, *events: Event) -> None:
    """Append events to the log, and fold them."""
    drafts = [Draft(BY_TYPE[each.type].topic, each.subject_ref, CODEC.encode(each)) for each in events]
    await sent.hub._lanes.log.append(drafts)
    await sent.hub.settle()


@pytest.fixture
async def sent() -> Sent:
    """A hub to whom a hospital sent an admission."""
    hub = Sent()
    await hub.take(IN)
    return hub


async def test_they_stand_beside_the_joint_state_and_outside_its_hash(sent: Sent) -> None:
    """The hash is that of the joint fold, which keeps appeals and no notices; the page has the same."""
    who = await sent.who()
    before = await sent.reader.joint_state(who, None, None)
    assert (before["referrals"], before["appeals"]) == ([], [])
    await tell(sent, event(who, "2026-11-03T10:00", made()), event(who, "2026-11-03T10:05", issued()))
    assert (await sent.reader.joint_state(who, None, None))["hash"] == before["hash"]
    await tell(sent, event(who, "2026-11-03T11:00", lodged()))
    after = await sent.reader.joint_state(who, None, None)
    assert after["hash"] != before["hash"]
    told = await sent.reader.joint_state(who, date(2026, 11, 3), None)
    assert [step["what"] for step in told["notice_steps"]] == ["answer_notice"]
    assert after["referrals"][0]["notices"][0]["state"] == "ISSUED"
    assert after["appeals"][0]["state"] == "LODGED"
    page = await sent.reader.page(who, None, None)
    assert (page.joint["referrals"], page.joint["appeals"]) == (after["referrals"], after["appeals"])


async def test_both_times_are_answered(sent: Sent) -> None:
    """On an earlier day the notice waited; as known before the withdrawal came it waited as well."""
    who = await sent.who()
    await tell(
        sent,
        event(who, "2026-11-03T10:05", issued()),
        event(who, "2026-11-05T10:05", withdrawn(), received="2026-11-08T09:00"),
        event(who, "2026-11-09T10:00", lodged(on="2026-11-04")),
    )
    sent.hub.clock.set(ms("2026-11-10T09:00"))

    async def seen(on: date | None, known: int | None) -> tuple[str, int]:
        state = await sent.reader.joint_state(who, on, known)
        return state["referrals"][0]["notices"][0]["state"], len(state["appeals"])

    assert await seen(None, None) == ("WITHDRAWN", 1)
    assert await seen(date(2026, 11, 4), None) == ("ISSUED", 1)
    assert await seen(date(2026, 11, 3), None) == ("ISSUED", 0)
    assert await seen(None, ms("2026-11-07T09:00")) == ("ISSUED", 0)


async def test_each_value_can_say_why(sent: Sent) -> None:
    """Event, rule and what was there before, for notices and appeals as for anything else."""
    who = await sent.who()
    await tell(sent, event(who, "2026-11-03T10:05", issued()), event(who, "2026-11-04T10:05", answered()))
    await tell(sent, event(who, "2026-11-05T10:00", lodged()), event(who, "2026-11-21T10:00", decided("2026-11-20")))
    why = await sent.reader.why(who, "referrals.0.notices.0.state", None, None)
    assert (why["value"], why["replaced"], why["rule"], why["event"]["type"]) == (
        "ACCEPTED", "ISSUED", "notice_accepted", "NoticeAnswered",
    )  # fmt: skip
    why = await sent.reader.why(who, "appeals.0.outcome", None, None)
    assert (why["value"], why["event"]["type"]) == ("UPHELD", "AppealDecided")
    with pytest.raises(NotFound):
        await sent.reader.why(who, "referrals.0.notices.7.state", None, None)


async def test_a_notice_is_held_against_the_stay_that_is_known(sent: Sent) -> None:
    """A discharge that is proposed before the admission is told on the person's page, and says why."""
    who = await sent.who()
    body = issued(kind="DISCHARGE", proposed_discharge_on=date(2026, 11, 1))
    await tell(sent, event(who, "2026-11-03T10:05", body))
    state = await sent.reader.joint_state(who, None, None)
    (found,) = state["referrals"][0]["notices"][0]["findings"]
    assert found["rule"] == "leaves_before_admission"
    why = await sent.reader.why(who, "referrals.0.notices.0.findings.0", None, None)
    assert (why["rule"], why["event"]["type"]) == ("leaves_before_admission", "NoticeIssued")


async def test_a_council_has_something_to_finish_while_a_step_waits_for_it(sent: Sent) -> None:
    """Whoever answers for the person; of who is not known nobody has."""
    who = await sent.who()
    assert await sent.reader.finishing_ties(who) == await sent.reader.finishing_ties(b"n" * 16) == Ties()
    await tell(sent, event(who, "2026-11-05T10:00", lodged()))
    sent.hub.clock.set(ms("2026-11-06T09:00"))
    assert await sent.reader.finishing_ties(who) == Ties(holding=frozenset({COUNCIL}))
    await tell(sent, event(who, "2026-11-06T10:00", decided("2026-11-06")))
    assert await sent.reader.finishing_ties(who) == Ties()


async def test_a_council_that_was_left_has_the_days_on_which_the_person_was_its_own(sent: Sent) -> None:
    """From the day on which another one answers; of who is not known, or hides where they live, nobody has any."""
    who = await sent.who()
    assert await sent.reader.own_times(who) == await sent.reader.own_times(b"n" * 16) == []
    await sent.take(adt("A03", "202611131640", spell="SP1"))
    first = (await sent.reader.joint_state(who, None, None))["episodes"][0]["council"]
    assert await sent.reader.own_times(who) == []
    await tell(sent, event(who, "2026-11-05T10:00", MoveNotified("M1", date(2026, 11, 20), first, "E08000016")))
    sent.hub.clock.set(ms("2026-11-20T09:00"))
    assert await sent.reader.own_times(who) == [OwnTime(first, date.min, date(2026, 11, 19))]
    assert (await sent.reader.finishing_ties(who)).former == {first}
    await tell(sent, event(who, "2026-11-20T10:00", PersonUpdated(location_hidden=True)))
    assert await sent.reader.own_times(who) == []


async def test_open_notices_are_listed_by_council_and_due_day(sent: Sent) -> None:
    """With whom they are about; answered ones no longer; another council's not in this one's list."""
    who = await sent.who()
    await tell(
        sent,
        event(who, "2026-11-03T10:05", issued("N1")),
        event(who, "2026-11-02T10:05", issued("N2", "DISCHARGE", "R2", council=OTHER_COUNCIL)),
        event(who, "2026-11-02T10:06", issued("N3", "ADMISSION")),
    )
    sent.hub.clock.set(ms("2026-11-04T09:00"))
    every = (await sent.reader.notices(None, None, 50)).notices
    assert [(each["notice_id"], each["answer_due"]) for each in every] == [("N2", "2026-11-03"), ("N1", "2026-11-04")]
    assert every[0]["card"]["name"]["family"] == "ASHWORTH"
    own = await sent.reader.notices(COUNCIL, None, 1)
    assert ([each["notice_id"] for each in own.notices], own.next is not None) == (["N1"], True)
    assert (await sent.reader.notices(COUNCIL, own.next, 1)).notices == []
    assert (await sent.reader.choices(date(2026, 11, 4), "referrals"))["provider"] == [COUNCIL, OTHER_COUNCIL]
    await tell(sent, event(who, "2026-11-04T10:05", answered()))
    assert [each["notice_id"] for each in (await sent.reader.notices(None, None, 50)).notices] == ["N2"]
    assert (await sent.reader.notices(COUNCIL, None, 50)).notices == []


async def test_a_notice_ties_the_council_that_may_answer_it(sent: Sent) -> None:
    """While it waits; of somebody about whom no hospital gave notice nobody is tied."""
    who = await sent.who()
    assert await sent.reader.notice_ties(b"n" * 16) == Ties()
    assert await sent.reader.notice_ties(who) == Ties()
    await tell(sent, event(who, "2026-11-03T10:05", issued("N1", council=OTHER_COUNCIL)))
    assert await sent.reader.notice_ties(who) == Ties(noticed=frozenset({OTHER_COUNCIL}))
    await tell(sent, event(who, "2026-11-03T11:05", answered(council=COUNCIL)))
    assert await sent.reader.notice_ties(who) == Ties()


async def test_hidden_whereabouts_hide_the_council(sent: Sent) -> None:
    """Neither state, nor list, nor the answer of an earlier day names it."""
    who = await sent.who()
    await tell(sent, event(who, "2026-11-03T10:05", made()), event(who, "2026-11-03T10:06", issued()))
    assert COUNCIL in repr((await sent.reader.joint_state(who, None, None))["referrals"])
    await sent.take(adt("A08", "202611041000", hiding="1", spell="SP1"))
    for on in (None, date(2026, 11, 3)):
        assert COUNCIL not in repr((await sent.reader.joint_state(who, on, None))["referrals"])
    assert (await sent.reader.notices(COUNCIL, None, 50)).notices == []
    assert [each["council"] for each in (await sent.reader.notices(None, None, 50)).notices] == [None]


def test_alerts_go_through_the_outbox_once_each_way() -> None:
    """As days pass: told on the day after the due one, taken back with the answer, and never again."""
    who, clock = b"p" * 16, ManualClock(ms("2026-11-06T09:00"))
    group = Group("care", (ReferralsProcessor(AREAS), AppealsProcessor(AREAS)), PEOPLE_TOPICS)
    with Driver(MemoryLog(clock, Placement(lanes=2)), MemoryStore(2), clock, CODEC, group) as driver:
        driver.send([event(who, "2026-11-06T10:00", issued()), event(who, "2026-11-05T10:00", lodged())])
        driver.settle()
        for day in (6, 7, 9, 10, 11, 12):
            driver.advance(date(2026, 11, day))
        driver.send([event(who, "2026-11-12T10:00", answered()), event(who, "2026-11-12T10:01", decided("2026-11-12"))])
        driver.settle()
        driver.advance(date(2026, 12, 20))
        bodies: list[Any] = [each.body for each in driver.derived()]
    told = [(body.kind, body.state, json.loads(body.body).get("since")) for body in bodies]
    assert [each for each in told if each[0] in {"NoticeUnanswered", "AppealOverdue"}] == [
        ("NoticeUnanswered", "NEW", "2026-11-10"),
        ("AppealOverdue", "NEW", "2026-11-11"),
        ("NoticeUnanswered", "WITHDRAWN", None),
        ("AppealOverdue", "WITHDRAWN", None),
    ]
