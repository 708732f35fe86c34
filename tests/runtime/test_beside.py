"""Moves stand beside the joint state, and every value of them says why."""

from datetime import date

import msgspec
import pytest

from hub.codec.events import EventCodec
from hub.errors import NotFound
from hub.events import portability as p
from hub.events.catalogue import BY_TYPE
from hub.ports.log import Draft
from hub.runtime.beside import BESIDE, beside
from hub.runtime.provenance import own_provenance
from tests.domain.stories import Story
from tests.processors.moving import HERE, THERE
from tests.runtime.asked import Sent, adt, at
from tests.runtime.test_reasons import check_every_value

CODEC = EventCodec()
IN = adt("A01", "202611020915")
OUT = adt("A03", "202611131640", place="W7^BAY1^12^RZZ01")


async def moving(sent: Sent) -> bytes:
    """Somebody who left hospital on 13 November and is to move on 1 December."""
    await sent.take(IN, OUT)
    who = await sent.who()
    story = Story()
    story.tell("2026-11-16T09:00", p.MoveNotified("M1", date(2026, 12, 1), HERE, THERE))
    sent.hub.clock.set(at("202611160900"))
    drafts = []
    for event in story.events:
        whole = msgspec.structs.replace(
            event,
            subject_ref=who,
            received_at=at("202611160900"),
            provenance=own_provenance(event.event_id, "council-desk"),
        )
        drafts.append(Draft(BY_TYPE[event.type].topic, who, CODEC.encode(whole)))
    await sent.hub._lanes.log.append(drafts)
    await sent.hub.settle()
    return who


async def test_moves_stand_beside_the_joint_state_which_says_who_answers() -> None:
    """The answer has the key; the page too; the council that has the duty answers, and the hash is another."""
    sent = Sent()
    await sent.take(IN, OUT)
    before = await sent.reader.joint_state(await sent.who(), date(2026, 12, 1), None)
    assert before["moves"] == []
    who = await moving(sent)
    state = await sent.reader.joint_state(who, date(2026, 12, 1), None)
    (one,) = state["moves"]
    assert (one["state"], one["gap_days"]) == ("INTERIM_DUTY_FROM_MOVE_DAY", 0)
    assert (before["episodes"][0]["council"], state["episodes"][0]["council"]) == ("E10999001", THERE)
    assert state["hash"] != before["hash"]
    assert (await sent.reader.page(who, date(2026, 12, 1), None)).joint["moves"] == [one]


@pytest.mark.slow
async def test_every_value_of_a_move_says_why() -> None:
    """Which event, by which rule; a place that no move has is not found."""
    sent = Sent()
    who = await moving(sent)
    chain = await sent.reader.why(who, "moves.0.state", date(2026, 12, 1), None)
    assert (chain["rule"], chain["event"]["type"]) == ("interim_duty", "MoveNotified")
    assert chain["source"].startswith("Care Act 2014 sections 37 and 38")
    await check_every_value(sent.hub, who, date(2026, 12, 1))
    with pytest.raises(NotFound):
        await sent.reader.why(who, "moves.1.state", date(2026, 12, 1), None)


async def test_a_group_without_the_processor_shows_no_such_key() -> None:
    """A group that folds the joint state alone answers as it always did."""
    sent = Sent()
    who = await moving(sent)
    story = await sent.reader.story(who, None, None)
    for name in set(BESIDE.values()):
        del story.person.states[name]
    assert beside(sent.reader.processor_for, story) == {}
