"""What is recorded by hand counts: through the whole hub, each kind that no other partner of this release sends."""

from datetime import date
from typing import Any

import msgspec
import pytest

from connectors.hand_record.known import _answers
from connectors.hand_record.profile import named
from connectors.hand_record.translate import Said, translate
from connectors.simulator.demonstration import demonstration, demonstration_lives
from hub.events.envelope import Event, Sealed
from hub.people.claims import Identifier
from hub.ports.recording import Entry, Known
from hub.runtime.provenance import own_provenance
from tests.api.invented import NOW as LATER
from tests.hand.entries import GOOD, KEY, KNOWN, SUBJECT, WHO
from tests.hand.person import Hand, after, went_home
from tests.simulator.whole_hub import WholeHub

TABLE = named("entries")
SAID = Said(SUBJECT, WHO, LATER, KNOWN, message_id="a-message")


@pytest.mark.parametrize("what", GOOD)
def test_what_is_read_back_says_the_same(what: str) -> None:
    """The form of a correction begins with what was recorded, whatever the kind: nothing of it is lost or moved.

    What is sealed stays sealed, and is written again.
    """
    kind = TABLE.by_what[what]
    (said,) = translate(Entry(what, GOOD[what][0], KEY), TABLE, SAID).events
    event = Event(
        bytes(16), SUBJECT, kind.event, said.occurred.at, LATER, LATER, said.occurred.precision, said.occurred.zone,
        False, said.body, own_provenance(bytes(16), "made"), Sealed(b"", b"", b""),
    )  # fmt: skip
    answers = _answers(event, kind, KNOWN.things)
    sealed = {field.name for field in kind.fields if field.type == "text"}
    assert set(GOOD[what][0]) - sealed <= set(answers)
    written = {name: text for name, text in GOOD[what][0].items() if name in sealed}
    (again,) = translate(Entry(what, answers | written, KEY), TABLE, SAID).events
    assert again.body == said.body


async def one(hand: Hand, thing: str) -> str:
    """Give the reference of the only thing of a kind that is known."""
    known: Known = await hand.desk.known(hand.subject)
    (found,) = known.things[thing]
    return found.ref


async def enter(hand: Hand, what: str, **fields: Any) -> None:
    """Record an entry under a key of its own."""
    await hand.record(Entry(what, fields, f"key-of-{what}"))


async def test_a_visit_closes_the_alert_of_the_first_one() -> None:
    """Support by hand from the 13th was never seen to begin; on the 14th somebody says that it was."""
    hand = await went_home()
    fields = {"provider": "1-101", "service": "HOME_SUPPORT", "started_on": "2026-11-13"}
    await enter(hand, "support_line_started", **fields)

    async def alert() -> Any:
        alerts = (await hand.state())["episodes"][0]["alerts"]
        return [each["closed_at"] is None for each in alerts if each["kind"] == "first_visit_due"]

    assert await alert() == [True]
    await enter(hand, "visit_confirmed", line=await one(hand, "line"), done_at="2026-11-13T18:05")
    assert await alert() == []


async def test_a_hospital_that_sends_no_ready_word_is_written_for() -> None:
    """Ready, no longer, and the criteria: each stands in the stay, with local labels, mapped or not."""
    hand = await after("a01_emergency_admission")
    spell = await one(hand, "spell")
    await enter(hand, "ready_to_leave", spell=spell, since="2026-11-13T09:00")
    await enter(hand, "delay_reason_recorded", spell=spell, reason_label="Awaiting the moon")
    (stay,) = (await hand.state())["spells"]
    (reason,) = stay["delay"]["reasons"]
    assert (reason["code"], reason["national_code"]) == ("Awaiting the moon", None)
    assert [each["voided_at"] for each in stay["delay"]["ready"]] == [None]
    await enter(hand, "delay_reason_ended", spell=spell, reason_label="Awaiting the moon")
    mapped = {"spell": spell, "reason_label": "awaiting  Patient transport services"}
    await hand.record(Entry("delay_reason_recorded", mapped, "another-label"))
    (stay,) = (await hand.state())["spells"]
    assert {each["national_code"] for each in stay["delay"]["reasons"]} == {None, "HOSP04"}
    await enter(hand, "not_ready_to_leave", spell=spell)
    await enter(hand, "criteria_to_reside", spell=spell, met="yes", criteria=["OXYGEN"])
    (stay,) = (await hand.state())["spells"]
    assert [each["set_at"] is None for each in stay["delay"]["ready"]] == [False, True]
    assert stay["criteria_to_reside"] == ["OXYGEN"]


async def test_an_appeal_about_continuing_healthcare_waits_for_the_board() -> None:
    """No council is asked for, because the board decided and hears it: its code is the board's, or nobody's."""
    hand = await went_home()
    await enter(hand, "appeal_lodged", about="CONTINUING_HEALTHCARE", lodged_on="2026-11-14")
    state = await hand.state()
    steps = [each for each in state["open_steps"] if each["what"].endswith("appeal")]
    assert {each["what"] for each in steps} == {"acknowledge_appeal", "decide_appeal"}
    assert {(each["holder"], each["organisation"]) for each in steps} == {("ics", state["episodes"][0]["ics"]["code"])}


async def test_equipment_of_less_than_a_thousand_pounds_is_paid_back_when_charged() -> None:
    """The charge names the piece that was provided, and an appeal names the charge."""
    hand = await went_home()
    await enter(hand, "equipment_provided", kind="ADAPTATION", provided_on="2026-11-14", cost="640.50")
    days = {"from_on": "2026-11-14", "to_on": "2026-11-14", "amount": "640.50", "organisation": "1-101"}
    await enter(hand, "charge_recorded", **days, equipment=await one(hand, "equipment"))
    state = await hand.state()
    assert [(each["amount"], each["refund_due"]) for each in state["charges"]] == [("640.50", "640.50")]
    (step,) = [each for each in state["open_steps"] if each["what"] == "pay_back"]
    assert (step["holder"], step["organisation"]) == ("provider", "1-101")
    charge = await one(hand, "contested")
    lodged = {"about": "CHARGE", "lodged_on": "2026-11-14", "council": "E08000025"}
    await enter(hand, "appeal_lodged", **lodged, about_id=charge)
    (appeal,) = (await hand.state())["appeals"]
    assert appeal["about_id"] == state["charges"][0]["charge_id"] == charge


async def test_a_carers_consent_and_short_breaks_stand_in_their_own_record() -> None:
    """Asked for and granted; what was agreed and taken back."""
    hand = await went_home()
    await enter(hand, "short_break_requested", kind="SITTING", requested_on="2026-11-12")
    request = await one(hand, "short_break")
    await enter(hand, "short_break_decided", request=request, granted="yes", decided_on="2026-11-14")
    await enter(hand, "consent_recorded", scope="CARER_LINK", given="yes")
    await enter(hand, "consent_withdrawn", scope="CARER_LINK")
    story = await hand.hub.reader.story(hand.subject, None, None)
    carer: Any = msgspec.to_builtins(hand.hub.reader.view("carers", story))["carer"]
    assert carer["short_break_counts"] == {"requested": 1, "waiting": 0, "decided": 1, "granted": 1, "overdue": 0}
    assert [(each["scope"], each["given"]) for each in carer["consents"]] == [
        ("CARER_LINK", True),
        ("CARER_LINK", False),
    ]


async def test_consent_taken_back_holds_a_case_and_given_again_opens_it() -> None:
    """Of the referral that is named; somebody of DWP was never in hospital.  While it is held it shows no steps."""
    hub, today = WholeHub(), date(2026, 11, 26)
    for file in demonstration(today):
        if file.feed == "dwp-desk":
            await hub.take(file)
    await hub.settle()
    who = next(life.person for life in demonstration_lives(today) if life.referral and not life.referral.withdrawn_at)
    subject = await hub.reader.find(Identifier("NINO", "NINO", who.nino))
    assert subject is not None
    hand = Hand(hub, subject)
    about = {"scope": "EARLY_HELP", "referral": await one(hand, "referral")}

    async def case() -> Any:
        (found,) = (await hub.reader.early_help_of(subject))["cases"]
        return found["state"], [step["what"] for step in found["steps"]]

    assert await case() == ("ROUTED", ["RECEIVED"])
    await enter(hand, "consent_withdrawn", **about)
    assert await case() == ("RECEIVED", [])
    hub.clock.set(hub.clock.now() + 60_000)
    await enter(hand, "consent_recorded", **about, given="yes")
    assert await case() == ("ROUTED", ["RECEIVED", "CONSENT_ENDED", "CONSENT_GIVEN"])
