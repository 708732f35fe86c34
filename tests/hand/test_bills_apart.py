"""A bill number that two councils use: who takes one of the bills back says whose it is by choosing it."""

from datetime import date
from typing import Any

import msgspec
import pytest

from connectors.hand_record.known import FEED, known_of
from connectors.hand_record.profile import named
from connectors.hand_record.translate import translate
from hub.api.entry_choices import about_own, choices_json
from hub.events.charges import ChargeRecorded, ChargeReversed
from hub.events.envelope import Event, Provenance
from hub.ports.connector import Translation
from hub.ports.recording import Entry, Known, Reason, Recorder
from hub.web.recording_view import options
from tests.domain.stories import Story
from tests.hand.entries import KEY, WHO
from tests.hand.test_translation import SAID, faults

TABLE = named("entries")
REVERSED = TABLE.by_what["charge_reversed"]
ONE, OTHER = "E08000025", "E08000029"
NAMES: dict[str, Any] = {"council": {ONE: "Birmingham", OTHER: "Solihull"}}
DAYS = date(2026, 11, 14), date(2026, 11, 20)
BY_HAND = Provenance(ONE, "HAND", FEED, "m", "entries@3", WHO.role, None, "u", 1, bytes(16), None, "x", "y", False)


def billed(*councils: str | None, back: ChargeReversed | None = None) -> list[Event]:
    """Give the events of a bill F1 of each of these councils, and of one that was taken back by hand."""
    story = Story("bills")
    for council in councils:
        story.tell("2026-11-21T09:00", ChargeRecorded("F1", *DAYS, 1_250, council))
    if back is not None:
        event = story.tell("2026-11-22", back)
        story.events[-1] = msgspec.structs.replace(event, provenance=BY_HAND)
    return story.events


def known(*councils: str | None, back: ChargeReversed | None = None) -> Known:
    """Give what is known after them."""
    return known_of(billed(*councils, back=back), TABLE)


def taking_back(ref: str, about: Known, who: Recorder = WHO) -> Translation:
    """Take a bill back by hand."""
    fields = {"charge": ref, "reversed_on": "2026-11-22"}
    return translate(Entry("charge_reversed", fields, KEY), TABLE, SAID._replace(known=about, who=who))


def by_council(about: Known) -> dict[str | None, str]:
    """Give the references of the bills by who charged."""
    return {thing.values["charged_by"]: thing.ref for thing in about.things["charge"]}


@pytest.mark.parametrize("council", [ONE, OTHER])
def test_of_two_bills_of_one_number_the_chosen_council_s_is_taken_back(council: str) -> None:
    """Before, both were one choice, and the reversal named nobody: it held for the bill that was told last."""
    refs = by_council(known(ONE, OTHER))
    assert set(refs) == {ONE, OTHER}
    (event,) = taking_back(refs[council], known(ONE, OTHER)).events
    assert event.body == ChargeReversed("F1", date(2026, 11, 22), council)


def test_the_number_alone_does_not_say_which_of_two_it_is() -> None:
    """It is refused beside the field; with one bill it is what is sent, as before, and nothing more is asked."""
    assert faults(taking_back("F1", known(ONE, OTHER))) == {("fields.charge", "not_known_here")}
    (event,) = taking_back("F1", known(ONE)).events
    assert event.body == ChargeReversed("F1", date(2026, 11, 22), ONE)
    (event,) = taking_back("F1", known(None)).events
    assert event.body == ChargeReversed("F1", date(2026, 11, 22))


def test_the_form_and_its_data_say_who_charged() -> None:
    """Two bills of one number, amount and days are told apart by the council in words, and by its code as data."""
    field = REVERSED.fields[0]
    said = [words for _, words in options(field, known(ONE, OTHER), NAMES)]
    assert [words for words in said if "charged by Birmingham" in words]
    assert [words for words in said if "charged by Solihull" in words]
    offered = choices_json(REVERSED, known(ONE, OTHER))["charge"]
    assert {one["named"]["charged_by"]: one["value"] for one in offered} == by_council(known(ONE, OTHER))


def test_while_whereabouts_are_hidden_no_council_that_charged_is_told() -> None:
    """Neither in words, nor as data, nor by the reference that is sent; which bill it is can be chosen all the same."""
    hidden = known(ONE, OTHER)._replace(hidden=True)
    shown = str([options(REVERSED.fields[0], hidden, NAMES), choices_json(REVERSED, hidden)])
    assert not [name for name in (ONE, OTHER, "Birmingham", "Solihull") if name in shown]
    assert len({ref for ref, _ in options(REVERSED.fields[0], hidden, NAMES)}) == len((ONE, OTHER))


def test_a_council_that_finishes_its_own_takes_no_bill_of_the_other_back() -> None:
    """It is offered its own bill of that number alone, and refused the other's."""
    left = Recorder(OTHER, "social_worker", "NEEDS_ASSESSMENT", "own_step")
    about = known(ONE, OTHER)
    (mine,) = about_own(about, left).things["charge"]
    assert mine.ref == by_council(about)[OTHER]
    assert faults(taking_back(by_council(about)[ONE], about, left)) == {("fields.charge", "not_your_charge")}
    assert taking_back(mine.ref, about, left).outcome == "accepted"


def test_a_reversal_that_named_nobody_still_says_which_bill_it_took_back() -> None:
    """One that was recorded before is corrected with its bill filled in; of two bills it is asked anew."""
    earlier = ChargeReversed("F1", date(2026, 11, 22))
    assert known(ONE, back=earlier).entries[0].answers["charge"] == "F1"
    assert "charge" not in known(ONE, OTHER, back=earlier).entries[0].answers
    whose = ChargeReversed("F1", date(2026, 11, 22), OTHER)
    two = known(ONE, OTHER, back=whose)
    assert two.entries[0].answers["charge"] == by_council(two)[OTHER]


def test_a_bill_that_is_taken_back_is_not_made_another_council_s() -> None:
    """Its reversal would be about a bill that nobody sent: it is taken back first."""
    story = Story("made by hand")
    story.tell("2026-11-21T09:00", ChargeRecorded("F1", *DAYS, 1_250, ONE))
    story.tell("2026-11-22", ChargeReversed("F1", date(2026, 11, 22), ONE))
    told = [msgspec.structs.replace(event, provenance=BY_HAND) for event in story.events]
    about = known_of(told, TABLE)
    fields = {"from_on": "2026-11-14", "to_on": "2026-11-20", "amount": "12.50", "council": OTHER}
    wrong = Entry("charge_recorded", fields, KEY, told[0].event_id.hex(), Reason("WRONG_VALUE"))
    assert faults(translate(wrong, TABLE, SAID._replace(known=about))) == {("fields.council", "others_rest_on_it")}
