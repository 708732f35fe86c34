"""Notices that wait: who is alerted when, who is listed, what is counted, and of whom nothing is told."""

from datetime import date

import pytest

from hub.domain.notice_policy import NoticePolicy
from hub.events import discharge as d
from hub.events import identity as i
from hub.events.values import Stated
from hub.processors.referrals import ReferralsProcessor
from tests.domain.sayings import OTHER, dead, lives
from tests.domain.stories import PRACTICE, Story, moment, spell
from tests.processors.notices_told import (
    COUNCIL,
    ON,
    OTHER_COUNCIL,
    REFERRALS,
    answered,
    facts,
    issued,
    made,
    referred,
    shown,
    states,
    withdrawn,
)
from tests.processors.people import AREAS, fold


def test_an_unanswered_notice_opens_one_alert_and_closes_it() -> None:
    """A Friday's notice is due on Monday; from Tuesday on it is an alert, until it is answered, and then no more."""
    story = Story()
    story.tell("2026-11-06T10:00", issued())
    state = fold(story, REFERRALS)
    assert facts(story, "NoticeUnanswered", date(2026, 11, 9)) == []
    assert REFERRALS.wakes_on(state, date(2026, 11, 9)) == date(2026, 11, 10)
    assert facts(story, "NoticeUnanswered", date(2026, 11, 10)) == [
        {
            "council": COUNCIL, "due_on": "2026-11-09", "ics": "QHM", "issued_on": "2026-11-06", "kind": "ASSESSMENT",
            "since": "2026-11-10", "trust": "RZZ",
        }
    ]  # fmt: skip
    assert facts(story, "NoticeUnanswered", ON) == facts(story, "NoticeUnanswered", date(2026, 11, 10))
    assert REFERRALS.wakes_on(state, date(2026, 11, 10)) is None
    keys = {fact.key for fact in REFERRALS.facts(state, ON)}
    assert len(keys) == 1
    story.tell("2026-11-20T10:00", answered(accepted=False))
    story.tell("2026-11-21T10:00", answered("A2"))
    assert facts(story, "NoticeUnanswered", ON) == []


@pytest.mark.parametrize(
    ("given", "due"),
    [("2026-12-24T17:00", "2026-12-29"), ("2027-03-25T09:00", "2027-03-30"), ("2026-11-07T12:00", "2026-11-09")],
)
def test_bank_holidays_and_weekends_do_not_count(given: str, due: str) -> None:
    """Christmas on a Friday, Easter, and a Saturday."""
    story = Story()
    story.tell(given, issued())
    assert shown(story)[0]["notices"][0]["answer_due"] == due


def test_the_time_to_answer_is_policy_by_date() -> None:
    """Three working days for notices from December on; those before keep theirs."""
    policy = NoticePolicy(answer_within=((date.min, 1), (date(2026, 12, 1), 3)))
    story = Story()
    story.tell("2026-11-30T10:00", issued("N1"))
    story.tell("2026-12-01T10:00", issued("N2"))
    due = [notice["answer_due"] for notice in shown(story, ON, ReferralsProcessor(AREAS, policy))[0]["notices"]]
    assert due == ["2026-12-01", "2026-12-04"]
    late = NoticePolicy(answer_within=((date(2027, 1, 1), 3),))
    assert shown(story, ON, ReferralsProcessor(AREAS, late))[0]["notices"][0]["answer_due"] == "2026-12-01"


def test_an_admission_notice_waits_for_nothing() -> None:
    """No answer is due, so there is no alert and no row."""
    story = Story()
    story.tell("2026-11-05T10:05", issued(kind="ADMISSION"))
    outline = REFERRALS.outline(fold(story, REFERRALS), ON)
    assert shown(story)[0]["notices"][0]["answer_due"] is None
    assert (outline.wakes_on, outline.listing, len(outline.facts)) == (None, None, 1)


def test_a_row_lists_who_waits_by_the_first_answer_that_is_due() -> None:
    """One row for a person, every council in it that is waited for, none once all are answered."""
    story = referred()
    story.tell("2026-11-04T10:05", issued("N2", "DISCHARGE", "R2", council=OTHER_COUNCIL))
    row = REFERRALS.listing(fold(story, REFERRALS))
    assert row is not None
    assert (row.council, row.trust, row.last_covered_day) == (OTHER_COUNCIL, "RZZ", date(2026, 11, 5))
    assert row.providers == (COUNCIL, OTHER_COUNCIL)
    story.tell("2026-11-06T10:05", answered("A1", "DISCHARGE", "R2"))
    row = REFERRALS.listing(fold(story, REFERRALS))
    assert row is not None
    assert (row.council, row.last_covered_day) == (COUNCIL, date(2026, 11, 6))
    story.tell("2026-11-06T10:06", answered("A2"))
    assert REFERRALS.listing(fold(story, REFERRALS)) is None


def test_a_notice_takes_council_and_stay_from_its_referral() -> None:
    """What the notice leaves out the referral says."""
    story = Story()
    story.tell("2026-11-05T10:00", made())
    story.tell("2026-11-05T10:05", issued(council=None, spell=None))
    (notice,) = shown(story)[0]["notices"]
    assert (notice["council"], notice["spell"]) == (COUNCIL, {"trust": "RZZ", "spell_id": "SP1"})
    bare = Story()
    bare.tell("2026-11-05T10:05", issued(council=None, spell=None))
    assert (
        facts(bare, "NoticeUnanswered")[0] | {"trust": None, "council": None, "ics": None}
        == (facts(bare, "NoticeUnanswered")[0])
    )


def test_a_confirmed_death_asks_nobody_for_an_answer() -> None:
    """By a record, which may be taken back, or in hospital; the notice itself stays as it is."""
    story = referred()
    assert len(facts(story, "NoticeUnanswered")) == 1
    dead(story, "2026-11-08T09:00", OTHER)
    assert (facts(story, "NoticeUnanswered"), states(story)) == ([], {"N1": "ISSUED"})
    lives(story, "2026-11-09T09:00", OTHER)
    assert len(facts(story, "NoticeUnanswered")) == 1
    story.tell("2026-11-10T09:00", d.PatientDiedInHospital(spell(), moment("2026-11-10T09:00"), confirmed=False))
    assert len(facts(story, "NoticeUnanswered")) == 1
    story.tell("2026-11-10T10:00", d.PatientDiedInHospital(spell(), moment("2026-11-10T09:00")))
    outline = REFERRALS.outline(fold(story, REFERRALS), ON)
    assert [fact.kind for fact in outline.facts] == ["NoticeFigures"]
    assert outline.listing is None


def test_of_who_is_forgotten_nothing_is_shown() -> None:
    """No view, no alert, no row; what counts stays, and nothing more is taken in."""
    story = referred()
    story.tell("2026-11-20T09:00", i.SubjectKeyDestroyed("retention"))
    story.tell("2026-11-21T09:00", issued("N2"))
    state = fold(story, REFERRALS)
    outline = REFERRALS.outline(state, ON)
    assert REFERRALS.view(state, ON) == {"referrals": [], "notice_steps": []}
    assert ([fact.kind for fact in outline.facts], outline.listing, outline.wakes_on) == (["NoticeFigures"], None, None)


def test_while_the_whereabouts_are_hidden_no_council_is_named() -> None:
    """Neither in the view, nor in facts, nor in the row: the council of a notice is that of the home."""
    story = referred()
    state = fold(story, REFERRALS)
    assert COUNCIL not in str(REFERRALS.withholding().view(state, ON))
    assert COUNCIL in str(REFERRALS.view(state, ON))
    stated = Stated(OTHER, hidden=True)
    story.tell("2026-11-06T09:00", d.SpellTransferred(spell(), stated=stated))
    state = fold(story, REFERRALS)
    outline = REFERRALS.outline(state, ON)
    assert COUNCIL not in str(REFERRALS.view(state, ON)) + str(outline)
    assert "QHM" not in str(outline)
    assert outline.listing is not None


def test_a_simple_stay_leaves_nothing_behind() -> None:
    """Somebody whom no hospital referred has the first state, so that no row is kept."""
    story = Story()
    story.admit("2026-11-02T09:15", gp_practice=PRACTICE)
    story.discharge("2026-11-13T16:40")
    assert fold(story, REFERRALS) == REFERRALS.initial()
    assert REFERRALS.outline(REFERRALS.initial(), ON).facts == frozenset()


def test_figures_say_issue_answer_and_wait() -> None:
    """Codes and days alone; the referral's own day is on the notice that was answered first."""
    story = referred()
    story.tell("2026-11-06T10:05", issued("N2", "DISCHARGE"))
    story.tell("2026-11-09T09:00", answered(accepted=False))
    story.tell("2026-11-10T09:00", answered("A2", "DISCHARGE"))
    story.tell("2026-11-11T09:00", withdrawn(kind="DISCHARGE", reason="12"))
    bodies = sorted(facts(story, "NoticeFigures"), key=lambda body: str(body["issued_on"]))
    area = {"council": COUNCIL, "ics": "QHM"}
    assert bodies == [
        {
            "answered_on": "2026-11-09", "areas": [area | {"since": "2026-11-05"}], "issued_on": "2026-11-05",
            "kind": "ASSESSMENT", "referred_on": "2026-11-05", "rejected_on": "2026-11-09", "trust": "RZZ",
            "waited": 4, "withdrawn_because": None, "withdrawn_on": None,
        },
        {
            "answered_on": "2026-11-10", "areas": [area | {"since": "2026-11-06"}], "issued_on": "2026-11-06",
            "kind": "DISCHARGE", "referred_on": None, "rejected_on": None, "trust": "RZZ", "waited": 4,
            "withdrawn_because": "12", "withdrawn_on": "2026-11-11",
        },
    ]  # fmt: skip
    told = REFERRALS.facts(fold(story, REFERRALS), ON)
    assert not [fact for fact in told if any(name in fact.key + fact.body for name in ("R1", "N1", "N2", "SP1"))]
