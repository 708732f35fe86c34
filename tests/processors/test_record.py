"""The shared record under the PRSB headings."""

from datetime import date
from typing import Any

from hub.events import care_record as c
from hub.events import discharge as d
from hub.events import referral as r
from hub.events.notices import HospitalReferralMade
from hub.processors.record import RecordProcessor
from tests.domain.stories import Story, moment, ms, spell
from tests.processors.people import fold

RECORD = RecordProcessor()
ON = date(2026, 12, 1)


def told() -> Story:
    """A stay, a referral and a line of support."""
    story = Story("record")
    story.tell("2026-11-02T09:15", d.SpellAdmitted(spell(), moment("2026-11-02T09:15"), "I"), card=True)
    story.tell("2026-11-03T09:15", r.DwpReferralReceived("R1", "CARER", None, "postcode", "CONSENT"), card=True)
    story.tell("2026-11-13T16:40", d.SpellDischarged(spell(), moment("2026-11-13T16:40")), card=True)
    story.line("2026-11-14T09:00", "L1", 700)
    story.line("2026-11-14T09:01", "L2", None, ended_on=date(2026, 11, 20))
    story.tell("2026-11-15T08:00", c.VisitConfirmed("L1", "1-100", None, ms("2026-11-15T08:00")))
    return story


def items(story: Story) -> dict[str, list[Any]]:
    """Return the items by heading."""
    view = RECORD.view(fold(story, RECORD), ON)
    return {heading["heading"]: heading["items"] for heading in view["headings"]}


def test_the_headings_come_in_their_order() -> None:
    """About me first, as PRSB asks; then contacts, services, six weeks, timeline."""
    assert list(items(told())) == [
        "about_me",
        "contacts_and_carers",
        "current_services",
        "six_week_status",
        "timeline",
        "hospital_referrals",
    ]


def test_a_hospitals_referral_is_referred_to_never_held() -> None:
    """Each referral by its own event, the newest first; its words are a sealed part that a reader opens."""
    story = told()
    for day in ("2026-11-05", "2026-11-09"):
        story.tell(f"{day}T10:00", HospitalReferralMade(f"R{day}"))
    assert items(story)["hospital_referrals"] == [
        {"ordinal": ordinal, "kind": "referral", "values": {}, "sealed": ["referral"]} for ordinal in (3, 2)
    ]
    assert RECORD.reasons(fold(story, RECORD), ON)["headings.5.items.0"] == (3, "hospital_referred")


def test_personal_content_is_referred_to_never_held() -> None:
    """The newest card of each family: the event and the names of the sealed fields, no values."""
    found = items(told())
    assert [(item["ordinal"], item["values"]) for item in found["about_me"]] == [(2, {}), (1, {})]
    assert "name" in found["about_me"][0]["sealed"]
    assert [(item["ordinal"], item["sealed"]) for item in found["contacts_and_carers"]] == [
        (2, ["contacts"]),
        (1, ["contacts"]),
    ]


def test_current_services_are_those_that_run_on_the_day() -> None:
    """A line that ended is not current; each says its provider, hours and visits."""
    (item,) = items(told())["current_services"]
    assert item["ordinal"] == 3
    assert item["values"] == {
        "line_id": "L1",
        "provider": "1-100",
        "service": "HOME_SUPPORT",
        "started_on": "2026-11-14",
        "ended_on": None,
        "hours_per_week": 7.0,
        "visits_confirmed": 1,
        "visits_missed": 0,
    }


def test_a_service_without_hours_says_so() -> None:
    """Hours that were not sent are none, not nought."""
    story = Story()
    story.line("2026-11-14T09:00", "L1", None)
    assert items(story)["current_services"][0]["values"]["hours_per_week"] is None


def test_six_week_status_is_that_of_the_joint_state() -> None:
    """Day, status and last covered day; a void episode is not shown."""
    story = told()
    (item,) = items(story)["six_week_status"]
    assert (item["values"]["status"], item["values"]["day"]) == ("open", 19)
    assert (item["values"]["last_covered_day"], item["values"]["pathway"]) == ("2026-12-24", None)
    story.tell("2026-11-12T09:00", d.PathwayDecided(spell(), "P1"))
    assert items(story)["six_week_status"][0]["values"]["pathway"] == "P1"
    story.tell("2026-11-13T16:40", d.DischargeCancelled(spell()))
    assert items(story)["six_week_status"] == []


def test_the_timeline_is_everything_newest_first_with_what_was_taken_back() -> None:
    """Nothing is hidden: a cancelled discharge is in the timeline and marked."""
    story = told()
    story.tell("2026-11-13T16:40", d.DischargeCancelled(spell()))
    line = items(story)["timeline"]
    assert [item["ordinal"] for item in line] == [6, 5, 4, 3, 2, 1, 0]
    assert [item["ordinal"] for item in line if item["values"]["struck"]] == [2]
    assert [item["ordinal"] for item in items(story)["about_me"]] == [1, 0]


def test_every_item_says_who_said_it() -> None:
    """Each item leads to the event behind it."""
    state = fold(told(), RECORD)
    reasons = RECORD.reasons(state, ON)
    assert reasons["headings.0.items.0"] == (2, "stated_by_partner")
    assert reasons["headings.2.items.0"] == (3, "line_stated")
    assert reasons["headings.3.items.0"] == (2, "discharged")
    assert reasons["headings.3.items.0.values.day"] == (2, "day_one")
    assert len([path for path in reasons if ".values." not in path]) == 2 + 2 + 1 + 1 + 6


def test_the_record_tells_nothing_by_itself() -> None:
    """No facts, no wake-up, no board; and it survives storage."""
    state = fold(told(), RECORD)
    assert RECORD.facts(state, ON) == frozenset()
    assert RECORD.wakes_on(state, ON) is None
    assert RECORD.listing(state) is None
    assert RECORD.decode(RECORD.encode(state)) == state
