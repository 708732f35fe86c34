"""While any source hides where a person lives, nothing that says it is viewed, listed or told (ITK ZU8-4)."""

import json
from datetime import date
from typing import Any

import pytest

from hub.events import care_record as c
from hub.events import carers as n
from hub.events import early_help as e
from hub.events import identity as i
from hub.events.catalogue import BY_TYPE
from hub.events.charges import ChargeRecorded
from hub.events.coordination import CoordinatorNamed
from hub.events.values import ERASED, HomeArea, Stated
from hub.ports.processor import Processor
from hub.processors.carers import CarersProcessor
from hub.processors.early_help import EarlyHelpProcessor
from hub.processors.joint import JointProcessor
from hub.processors.record import RecordProcessor
from tests.domain.sayings import EMERGENCY, OTHER, PAS, died_in_hospital, says
from tests.domain.stories import HOME, OTHER_TRUST, PRACTICE, Story, moment, ms, spell
from tests.processors.people import AREAS, fold, see, standing_kinds, why

JOINT = JointProcessor(AREAS)
ON = date(2026, 12, 1)
PLACES = ("E06000001", "QF7", "E08000016", "QWO", PRACTICE)
"""Council and system of both homes, and the practice."""


def home() -> Story:
    """Admitted on 2 November with home and practice, home on the 13th."""
    story = Story("home")
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40", home=HOME, gp_practice=PRACTICE)
    return story


def everything(story: Story) -> str:
    """Return all that is viewed, listed and told of a person on 1 December, and the names of the reasons."""
    state = fold(story)
    outline, view = JOINT.outline(state, ON), JOINT.view(state, ON)
    facts = [fact.body for fact in outline.facts]
    return json.dumps([view, facts, str(outline.listing), JOINT.reasons(state, ON)])


def shown(story: Story) -> list[str]:
    """Return the codes of places that anything shows."""
    text = everything(story)
    return [code for code in PLACES if code in text]


def test_nothing_that_says_where_she_lives_is_shown_while_it_is_hidden() -> None:
    """Council and system go from the page, the row and what others are told; the trust where she was stays."""
    story = home()
    assert shown(story) == ["E06000001", "QF7"]
    hidden = says(story, "2026-11-20T09:00", hidden=True)
    assert shown(story) == []
    (episode,) = see(story)["episodes"]
    assert (episode["whereabouts_hidden"], episode["council"], episode["ics"]) == (True, None, None)
    for name in ("whereabouts_hidden", "council", "ics"):
        assert why(story, f"episodes.0.{name}") == (story.events.index(hidden), "whereabouts_hidden")
    row = JOINT.listing(fold(story))
    assert row is not None
    assert (row.status, row.ics, row.council, row.trust) == ("open", None, None, "RZZ")
    told = [json.loads(fact.body) for fact in JOINT.facts(fold(story), ON)]
    said = [area for body in told for area in body.get("areas", [body])]
    assert {(area["council"], area["ics"]) for area in said} == {(None, None)}


def test_nobody_reads_which_council_charges_her() -> None:
    """A bill inside the six weeks is to be paid back, and neither page nor fact says by whom."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    charged = ChargeRecorded("F1", date(2026, 11, 16), date(2026, 11, 18), 5_000, "E06000001")
    story.tell("2026-11-19T10:00", charged)
    assert shown(story) == ["E06000001", "QF7"]
    says(story, "2026-11-20T09:00", hidden=True)
    assert "RefundDue" in {fact.kind for fact in JOINT.outline(fold(story), ON).facts}
    assert shown(story) == []


def test_nobody_is_sent_to_look_for_her_council() -> None:
    """The alert says that she is hidden and not that her council is unknown; the hospital arranges what she needs."""
    story = home()
    hidden = says(story, "2026-11-20T09:00", hidden=True)
    view = see(story)
    assert standing_kinds(view["episodes"][0]) == ["whereabouts_hidden"]
    assert why(story, "episodes.0.alerts.0") == (story.events.index(hidden), "whereabouts_hidden")
    step = view["next_step"]
    assert (step["what"], step["holder"], step["organisation"]) == ("arrange_with_person", "hospital", "RZZ")


def test_support_that_runs_is_still_looked_after() -> None:
    """A missed visit, a review and running support have their holders; of the council nobody is named."""
    story = home()
    says(story, "2026-11-13T17:00", hidden=True)
    story.line("2026-11-14", "L1", 700)
    step = see(story, "2026-11-20")["next_step"]
    assert (step["what"], step["holder"], step["organisation"]) == ("name_coordinator", "hospital", "RZZ")
    story.tell("2026-11-20T09:00", CoordinatorNamed("post-1", "RZZ"))
    assert see(story, "2026-11-20")["next_step"]["what"] == "support"
    review = see(story, "2026-12-12")["next_step"]
    assert (review["what"], review["holder"], review["organisation"]) == ("review", "council", None)
    story.tell("2026-11-21T09:00", c.VisitMissed("L1", "1-100", ms("2026-11-21T09:00")))
    assert see(story, "2026-11-22")["next_step"]["what"] == "visit"


def test_what_others_say_of_her_home_stays_hidden_too() -> None:
    """The practice and another home in another hospital's messages place her nowhere; neither does its own 0."""
    story = home()
    says(story, "2026-11-10T09:00", hidden=True)
    moved = HomeArea("E08000016", "QWO", 1.0, "directory")
    story.tell("2026-11-12T09:00", i.PersonUpdated(gp_practice=PRACTICE, home=moved))
    story.admit("2026-11-20T09:00", "SP2", OTHER_TRUST, home=moved)
    says(story, "2026-11-21T09:00", OTHER, hidden=False)
    says(story, "2026-11-21T09:00", EMERGENCY, hidden=False)
    assert shown(story) == []


def test_the_source_that_hid_her_shows_her_again() -> None:
    """ZU8-4 = 0 of the same system: everything is as it would have been, the home of the day of discharge included."""
    story, never = home(), home()
    says(story, "2026-11-10T09:00", hidden=True)
    says(story, "2026-11-11T09:00", hidden=True)
    says(story, "2026-11-20T09:00", alive=True)
    assert shown(story) == []
    says(story, "2026-11-21T09:00", hidden=False)
    assert see(story) == see(never)
    assert JOINT.listing(fold(story)) == JOINT.listing(fold(never))
    says(story, "2026-11-22T09:00", hidden=True)
    assert shown(story) == []


def test_everybody_who_hid_her_has_to_show_her() -> None:
    """Two hospitals hide her; the first to lift it lifts only its own."""
    story = home()
    says(story, "2026-11-20T09:00", hidden=True)
    says(story, "2026-11-20T10:00", OTHER, hidden=True)
    says(story, "2026-11-21T09:00", hidden=False)
    assert shown(story) == []
    says(story, "2026-11-22T09:00", OTHER, hidden=False)
    assert shown(story) == ["E06000001", "QF7"]


def test_what_was_written_before_the_hiding_lifts_nothing() -> None:
    """Entered late for an earlier day: updates of between said 0 because they did not know yet."""
    story = home()
    says(story, "2026-11-18T09:00", recorded="2026-11-20T09:00", hidden=True)
    says(story, "2026-11-19T09:00", hidden=False)
    assert shown(story) == []
    says(story, "2026-11-18T10:00", recorded="2026-11-20T09:01", hidden=False)
    assert shown(story) == ["E06000001", "QF7"]


STATING = [name for name, entry in BY_TYPE.items() if "stated" in entry.body.__struct_fields__]


def stating(name: str, stated: Stated) -> Any:
    """Return a body of a type that states something of the person."""
    fields: dict[str, Any] = {"spell": spell(), "stated": stated}
    times = {"admitted_at": "2026-11-02T09:15", "discharged_at": "2026-11-13T16:40", "died_at": "2026-11-13T16:40"}
    body = BY_TYPE[name].body
    known = fields | {field: moment(when) for field, when in times.items()}
    return body(**{field: known[field] for field in body.__struct_fields__ if field in known})


@pytest.mark.parametrize("name", STATING)
def test_any_message_hides_her(name: str) -> None:
    """Stays, plans, leaves, cancels and records: whichever message carries ZU8-4 counts."""
    story = home()
    story.tell("2026-11-13T16:40", stating(name, Stated(PAS, hidden=True)))
    assert shown(story) == []


def test_every_event_of_a_stay_or_a_record_can_state_it() -> None:
    """No trigger of a hospital is left out: all events of stays that a message begins with, and both records."""
    assert len(STATING) == 20
    assert {"SpellAdmitted", "DischargeCancelled", "LeaveStarted", "PersonRecorded", "AdmissionPlanned"} <= set(STATING)


def test_a_cancelled_message_hides_her_all_the_same() -> None:
    """The discharge did not happen; that she must not be found was said."""
    story = Story()
    story.admit("2026-11-02T09:15")
    died_in_hospital(story, "2026-11-13T16:40", stated=Stated(PAS, hidden=True))
    story.cancel_discharge("2026-11-13T16:40")
    row = JOINT.listing(fold(story))
    assert row is not None
    assert (row.status, row.ics, row.council, row.trust) == ("in_hospital", None, None, "RZZ")


@pytest.mark.parametrize("body", [i.PersonRecorded, i.PersonUpdated])
def test_what_version_1_hid_stays_hidden(body: Any) -> None:
    """Those events name no source, so nobody is known who may lift it."""
    story = home()
    story.tell("2026-11-20T09:00", body(gp_practice=ERASED, home=ERASED, location_hidden=True))
    says(story, "2026-11-21T09:00", hidden=False)
    assert shown(story) == []


def test_a_view_of_an_earlier_day_may_withhold_what_is_hidden_now() -> None:
    """She was not hidden on that day and is today: the view of that day says no more of her home than today's."""
    story = home()
    state, withholding = fold(story), JOINT.withholding()
    view, reasons = withholding.view(state, ON), withholding.reasons(state, ON)
    assert not [code for code in PLACES if code in json.dumps([view, reasons])]
    assert view["episodes"][0]["whereabouts_hidden"] is True
    assert reasons["episodes.0.alerts.0"] == (1, "whereabouts_hidden")
    assert withholding.encode(state) == JOINT.encode(state)
    says(story, "2026-11-20T09:00", hidden=True)
    assert withholding.view(fold(story), ON) == JOINT.view(fold(story), ON)


def test_the_record_says_nothing_of_her_home_to_begin_with() -> None:
    """The record's clear values hold neither council nor system."""
    record = RecordProcessor()
    assert record.withholding() is record


@pytest.mark.parametrize(
    "processor", [EarlyHelpProcessor(AREAS), CarersProcessor(AREAS)], ids=lambda processor: str(processor.name)
)
def test_cases_and_carers_are_viewed_and_told_without_her_home(processor: Processor[Any]) -> None:
    """The council that was given a case, and that acts in it, says where she lives: a page that withholds has none."""
    story = Story("carer")
    body = n.CarerNoticeReceived("N1", "GP", "E06000001", "postcode", "CONSENT", home=HOME)
    story.tell("2026-11-02T09:15", body)
    story.tell("2026-11-03T09:15", e.ContactAttempted("N1", made=True, council="E06000001", how="PHONE"))
    state = fold(story, processor)
    assert "E06000001" in json.dumps(processor.view(state, ON))
    assert "E06000001" in json.dumps([fact.body for fact in processor.facts(state, ON)])
    withholding = processor.withholding()
    assert not [code for code in PLACES if code in json.dumps([withholding.view(state, ON)])]
    assert withholding.encode(state) == processor.encode(state)
    says(story, "2026-11-04T09:00", hidden=True)
    hidden = fold(story, processor)
    assert not [code for code in PLACES if code in json.dumps([fact.body for fact in processor.facts(hidden, ON)])]
    assert processor.facts(hidden, ON)
