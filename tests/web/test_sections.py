"""What a person's page says of charges, continuing healthcare, assessments and moves: in words, and with why."""

from datetime import date
from typing import Any

import httpx
import pytest

from hub.api.purposes import Role
from hub.api.refs import ref_of
from hub.events.assessment import AssessmentCompleted, AssessmentRequested
from hub.events.charges import ChargeRecorded, ChargeReversed, EquipmentProvided
from hub.events.continuing_healthcare import ChcDecided, ChcDisputed
from hub.events.determination import AssessmentProgressed
from hub.processors.joint import JointProcessor
from hub.processors.portability import PortabilityProcessor
from hub.runtime.values import MISSING, at_path
from hub.web.notices_view import Shown
from hub.web.sections import Section, sections_of
from hub.web.why_view import why_of
from tests.api.desk import NAMES, Desk
from tests.api.invented import PEOPLE
from tests.docs.one_life import one_life
from tests.domain.stories import Story
from tests.processors.moving import notified
from tests.processors.people import AREAS, fold
from tests.processors.standing import home
from tests.web.test_pages import signed_in

ADA = f"/people/{ref_of(PEOPLE[0].subject)}"
OTHER = f"/people/{ref_of(PEOPLE[1].subject)}"
HEADINGS = (
    "Charges to the person",
    "NHS Continuing Healthcare",
    "Assessments and decisions",
    "Moving to another council",
)


def seen(story: Story, on: str) -> dict[str, Any]:
    """Return the joint state of a story on a day, its moves included."""
    moves, day = PortabilityProcessor(), date.fromisoformat(on)
    joint = dict(JointProcessor(AREAS).view(fold(story), day))
    return joint | dict(moves.view(fold(story, moves), day)) | {"on": on}


def sections(state: dict[str, Any]) -> dict[str, Section]:
    """Return the sections by their id; everything in them has a place that can be asked why."""
    found = {section.id: section for section in sections_of(state, NAMES)}
    for section in found.values():
        for block in section.shown:
            for path in (block.why, *(value.why for value in block.values)):
                assert at_path(state, path) is not MISSING, path
    return found


def rows(block: Shown) -> list[tuple[str, str]]:
    """Return what a block says, label by label."""
    return [(value.label, value.text) for value in block.values]


def test_a_charge_says_for_what_and_what_is_to_be_paid_back() -> None:
    """The line by service and provider and not by its id; the amount that fell on free days, never the whole."""
    (charge,) = sections(seen(one_life(), "2026-12-01"))["charges"].shown
    assert charge.title == "£280.00 for 13-Nov-2026 to 19-Nov-2026"
    assert (charge.status.text, charge.status.colour) == ("To be paid back", "red")
    assert rows(charge) == [
        ("Charged for", "Home support, 1-100"),
        ("Charged by", "Testborough"),
        ("To be paid back", "£80.00"),
    ]


def test_a_charge_that_was_taken_back_owes_nothing_more() -> None:
    """The day on which it was taken back, and no amount; a charge for equipment names the equipment."""
    story = home()
    story.tell("2026-11-20T09:00", EquipmentProvided("EQ1", "GRAB_RAIL", date(2026, 11, 20), 4000))
    story.tell("2026-11-20T10:00", ChargeRecorded("F1", date(2026, 11, 20), date(2026, 11, 20), 4000, line_id="EQ1"))
    story.tell("2026-11-21T10:00", ChargeRecorded("F2", date(2026, 11, 20), date(2026, 11, 20), 500))
    story.tell("2026-11-22T10:00", ChargeReversed("F1", date(2026, 11, 22)))
    other, back = sections(seen(story, "2026-12-01"))["charges"].shown
    assert (back.title, back.status.text) == ("£40.00 for 20-Nov-2026", "Taken back")
    assert rows(back) == [
        ("Charged for", "Grab rail"),
        ("Charged by", "Not recorded"),
        ("Taken back on", "22-Nov-2026"),
    ]
    assert (other.status.text, other.values[0].text) == ("To be looked at", "All support")
    assert rows(other)[2] == ("To be paid back", "Cannot be worked out from what is known: see the alert")


def test_equipment_says_what_it_cost_and_whether_it_may_be_charged() -> None:
    """An aid never is, an adaptation above 1,000 pounds may be (SI 2014/2672 regulation 3); the newest comes first."""
    story = home()
    assert "equipment" not in sections(seen(story, "2026-12-01"))
    story.tell("2026-11-20T09:00", EquipmentProvided("EQ1", "EQUIPMENT", date(2026, 11, 20), 120_000))
    story.tell("2026-11-21T09:00", EquipmentProvided("EQ2", "ADAPTATION", date(2026, 11, 21), 100_001, "1-101"))
    dear, free = sections(seen(story, "2026-12-01"))["equipment"].shown
    assert (free.title, free.status.text, rows(free)) == (
        "Equipment, 20-Nov-2026", "Never charged", [("Cost", "£1,200.00")],
    )  # fmt: skip
    assert (dear.title, dear.status.text) == ("Adaptation of the home, 21-Nov-2026", "May be charged")
    assert rows(dear) == [("Cost", "£1,000.01"), ("Provided by", "Sunrise Home Support")]


def test_a_move_says_which_council_has_the_duty_on_which_day() -> None:
    """Before the day of the move the first council has it now; from that day on the second one."""
    (before,) = sections(seen(one_life(), "2026-12-01"))["moves"].shown
    assert (before.title, before.status.text) == ("Move on Sun 20-Dec-2026", "Confirmed by the new council")
    first, second = rows(before)[2:4]
    assert first == (
        "Has the duty now",
        "Testborough, to 19-Dec-2026. Until the day of the move the first council meets the needs.",
    )
    assert second[0] == "Has the duty"
    assert second[1].startswith("Northvale, from 20-Dec-2026. ")
    (after,) = sections(seen(one_life(), "2026-12-20"))["moves"].shown
    assert [label for label, _ in rows(after)[2:4]] == ["Has the duty", "Has the duty now"]
    assert after.status.text == "New council has the duty for now"


def test_a_move_out_of_england_names_the_country_and_no_rules_between_councils() -> None:
    """No interim words and no Care Act policy; of a council without a name here the country stands."""
    story = one_life()
    notified(story, "2026-11-26T09:00", "2026-12-20", to_council="W06000015", from_council=None)
    (move,) = sections(seen(story, "2026-12-20"))["moves"].shown
    told = rows(move)
    assert (told[1], move.status.text) == (("To", "A council in Wales (W06000015)"), "Confirmed by the new council")
    assert told[3][1].startswith("A council in Wales (W06000015), from 20-Dec-2026. The person moves out of England")
    assert "Rules of the move" not in dict(told)


def test_continuing_healthcare_says_by_when_it_is_decided_and_that_a_dispute_stops_no_funding() -> None:
    """Waiting, late, eligible and disputed."""
    (waits,) = sections(seen(one_life(), "2026-12-01"))["chc"].shown
    assert waits.status.text == "Waits for a decision"
    assert rows(waits) == [("Checklist", "24-Nov-2026"), ("Decision due by", "Tue 22-Dec-2026")]
    assert sections(seen(one_life(), "2026-12-23"))["chc"].shown[0].status.text == "Decision overdue"
    story = one_life()
    story.tell("2026-11-28T10:00", ChcDecided("K1", "ELIGIBLE", date(2026, 11, 28)))
    story.tell("2026-11-29T10:00", ChcDisputed("K1"))
    (case,) = sections(seen(story, "2026-12-01"))["chc"].shown
    assert case.status.text == "Eligible: the NHS pays all"
    assert ("The NHS pays all from", "28-Nov-2026") in rows(case)
    assert ("Dispute", "Who is responsible is disputed: nobody's funding stops meanwhile") in rows(case)


def test_an_assessment_says_what_was_decided_and_by_which_steps() -> None:
    """The words of the outcomes and not their codes."""
    shown = sections(seen(one_life(), "2026-12-01"))["assessments"].shown
    one = next(block for block in shown if block.title == "Needs assessment")
    assert one.status.text == "Eligible"
    assert ("Decision", "Eligible, 24-Nov-2026") in rows(one)
    assert ("Because of a condition", "Yes") in rows(one)
    assert ("Cannot achieve", "managing and keeping up nutrition; keeping up personal hygiene") in rows(one)


def test_what_is_finished_does_not_go_on() -> None:
    """A review has no decision and is finished; a needs assessment waits for one, and says so until it is made."""
    shown = {}

    def state_of(story: Story) -> str:
        return sections(seen(story, "2026-12-01"))["assessments"].shown[-1].status.text

    for kind in ("REVIEW", "NEEDS"):
        story = home()
        story.tell("2026-11-16T09:00", AssessmentRequested("A1", kind))
        story.tell("2026-11-17T09:00", AssessmentProgressed("A1", "IN_PROGRESS"))
        going = state_of(story)
        story.tell("2026-11-21T09:00", AssessmentCompleted("A1", kind))
        shown[kind] = going, state_of(story)
    assert shown == {"REVIEW": ("Goes on", "Finished"), "NEEDS": ("Goes on", "Finished, not decided yet")}


def test_no_council_is_named_of_somebody_whose_whereabouts_are_hidden() -> None:
    """Neither who charged nor who assessed nor where they go: each could tell where the person lives."""
    state = seen(one_life(), "2026-12-01")
    state["episodes"][0]["whereabouts_hidden"] = True
    found = sections(state)
    texts = [value.text for section in found.values() for block in section.shown for value in block.values]
    assert "Kept hidden" in texts
    assert not [text for text in texts if "Testborough" in text or "Northvale" in text]


def test_who_has_none_of_it_sees_no_heading() -> None:
    """A page is not filled with headings over nothing."""
    assert sections_of({}, NAMES) == []
    assert sections(seen(home(), "2026-12-01")) == {}


async def test_the_page_has_a_section_each_and_says_why(client: httpx.AsyncClient) -> None:
    """Under headings that a nurse understands; who has none of it has no heading."""
    text, other = (await client.get(ADA)).text, (await client.get(OTHER)).text
    for heading in HEADINGS:
        assert f">{heading}</h2>" in text
        assert f">{heading}</h2>" not in other
    assert "path=charges.0.refund_due" in text
    assert (await client.get(f"{ADA}/why?path=charges.0.refund_due")).status_code == 200


async def test_who_may_not_see_the_person_sees_none_of_it(client: httpx.AsyncClient, desk: Desk) -> None:
    """An analyst is refused the page; with the access log away nothing is shown."""
    refused = await client.get(ADA, headers=signed_in(desk, Role.ANALYST))
    assert (refused.status_code, "to be paid back" in refused.text.lower()) == (403, False)
    desk.access.away = True
    assert "to be paid back" not in (await client.get(ADA)).text.lower()


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [("charges.0.refund_due", "1080.00", "£1,080.00"), ("moves.0.to_council", "E08000029", "Northvale")],
)
def test_why_writes_money_and_councils_as_the_page_does(path: str, value: str, text: str) -> None:
    """Not "80 00" for 80 pounds, and a council by its name."""
    assert why_of({"path": path, "value": value, "rule": "charge_stated"}, NAMES).value == text
