"""What councils do in an early-help case, what people say about it, and that a lawful basis comes first."""

from datetime import date
from typing import Any

import pytest

from hub.events import early_help as e
from hub.events import identity as i
from hub.events import referral as r
from hub.processors.early_help import EarlyHelpProcessor
from tests.domain.sayings import dead, lives
from tests.domain.stories import Story
from tests.processors.helped import COUNCIL, agreed, contact, offered, referred
from tests.processors.people import AREAS, fold

HELP = EarlyHelpProcessor(AREAS)
ON = date(2026, 11, 30)


def case_of(story: Story, on: date = ON, help_: EarlyHelpProcessor = HELP) -> dict[str, Any]:
    """Return the last case as shown."""
    return dict(help_.view(fold(story, help_), on)["cases"][-1])


def why(story: Story, path: str, on: date = ON) -> tuple[int, str]:
    """Return the ordinal and rule behind a path."""
    return HELP.reasons(fold(story, HELP), on)[path]


def told(story: Story, *bodies: Any, start: int = 3) -> dict[str, Any]:
    """Tell one body a day from a day of November on, and return the case."""
    for day, body in enumerate(bodies, start):
        story.tell(f"2026-11-{day:02d}T10:00", body)
    return case_of(story)


def begun(basis: str = "CONSENT", **more: Any) -> Story:
    """Return a story that begins with a referral on 2 November."""
    story = Story()
    referred(story, "2026-11-02T09:15", basis=basis, **more)
    return story


def test_a_case_goes_its_whole_way_and_keeps_every_step_with_day_and_who() -> None:
    """Offered, tried, reached, looked at, informed, sent on to assessment: each with its day and its council."""
    case = told(
        begun(), offered(), contact(made=False), contact(), e.EarlyHelpScreened("R1", COUNCIL),
        e.InformationGiven("R1", COUNCIL), e.SentToAssessment("R1", COUNCIL, "A1"),
    )  # fmt: skip
    assert (case["state"], case["status"], case["assessment_id"], case["findings"]) == ("REFERRED", "ended", "A1", [])
    assert [(step["what"], step["on"], step["who"]) for step in case["steps"]] == [
        ("RECEIVED", "2026-11-02", "DWP"),
        ("OFFERED", "2026-11-03", COUNCIL),
        ("CONTACT_TRIED", "2026-11-04", COUNCIL),
        ("CONTACT_MADE", "2026-11-05", COUNCIL),
        ("SCREENED", "2026-11-06", COUNCIL),
        ("INFORMATION_GIVEN", "2026-11-07", COUNCIL),
        ("REFERRED", "2026-11-08", COUNCIL),
    ]
    assert (case["received_on"], case["first_contact_on"], case["screened_on"]) == (
        "2026-11-02", "2026-11-05", "2026-11-06",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "within_14", "within_28"), [(16, True, True), (17, False, True), (30, False, True), (None, False, False)]
)
def test_first_contact_is_looked_for_within_14_and_28_days(
    day: int | None, *, within_14: bool, within_28: bool
) -> None:
    """Day 14 and day 28 after receiving still count; who was never reached was not reached in time."""
    story = begun()
    if day is not None:
        story.tell(f"2026-11-{day}T10:00", contact())
    case = case_of(story, date(2026, 12, 1))
    assert (case["contacted_within_14_days"], case["contacted_within_28_days"]) == (within_14, within_28)


def test_while_there_is_time_nothing_is_said_of_being_in_time() -> None:
    """On day 14 nobody is late yet."""
    story = begun()
    assert case_of(story, date(2026, 11, 16))["contacted_within_14_days"] is None
    assert case_of(story, date(2026, 11, 17))["contacted_within_14_days"] is False
    assert case_of(story, date(2026, 11, 30))["contacted_within_28_days"] is None


@pytest.mark.parametrize("basis", ["", "NCS_STATUTORY_DUTY", "UK_GDPR_6_1_E"])
def test_without_a_lawful_basis_nobody_is_offered_anything(basis: str) -> None:
    """Held at RECEIVED, on no council's list; an offer all the same is a finding and moves nothing."""
    story = begun(basis)
    row = HELP.listing(fold(story, HELP), ON)
    assert row is not None
    assert row.council is None
    assert HELP.facts(fold(story, HELP), ON) == frozenset()
    case = told(story, offered(), contact())
    assert (case["state"], case["held"], case["council"]) == ("RECEIVED", True, None)
    assert case["findings"] == ["step_without_basis", "step_without_basis"]
    assert case["steps"] == []
    assert case["first_contact_on"] is None
    assert why(story, "cases.0.state") == (0, "basis_missing")


def test_consent_that_comes_later_opens_a_case_that_was_held() -> None:
    """The person agrees: the case goes to its council on that day."""
    case = told(begun(""), agreed(), offered())
    assert (case["state"], case["held"], case["council"], case["findings"]) == ("OFFERED", False, COUNCIL, [])


def test_consent_that_was_given_before_the_referral_counts_for_it() -> None:
    """A consent that names no referral is about every one."""
    story = Story()
    story.tell("2026-11-01T09:00", agreed(None))
    referred(story, "2026-11-02T09:15", basis="")
    assert case_of(story)["state"] == "ROUTED"


def test_consent_ends_by_its_day_though_nobody_says_anything() -> None:
    """Until and on its last day the case goes on; from the next day it is held, and the hub looks again then."""
    story = begun("")
    told(story, agreed(until=date(2026, 11, 20)), offered())
    assert case_of(story, date(2026, 11, 20))["state"] == "OFFERED"
    held = case_of(story, date(2026, 11, 21))
    assert (held["state"], held["council"]) == ("RECEIVED", None)
    assert why(story, "cases.0.state", date(2026, 11, 21)) == (1, "consent_ended")
    state = fold(story, HELP)
    assert HELP.wakes_on(state, date(2026, 11, 20)) == date(2026, 11, 21)
    assert HELP.wakes_on(state, date(2026, 11, 21)) is None
    assert told(story, contact(), start=22)["findings"] == ["step_without_basis"]
    assert told(story, agreed(), contact(), start=23)["state"] == "CONTACT_MADE"


@pytest.mark.parametrize(
    "word",
    [
        e.ConsentWithdrawn("C9", "EARLY_HELP", "R1"),
        e.ConsentWithdrawn("C9", "EARLY_HELP"),
        e.ConsentWithdrawn("C9"),
        agreed(given=False),
    ],
)
def test_consent_that_is_taken_back_holds_the_case_at_once(word: Any) -> None:
    """Named, general, without saying of what, or as a plain no: from then on nobody is offered anything."""
    story = begun()
    case = told(story, offered(), word, contact())
    assert (case["state"], case["held"], case["findings"]) == ("RECEIVED", True, ["step_without_basis"])
    assert why(story, "cases.0.state") == (2, "consent_ended")


def test_a_word_about_something_else_changes_nothing() -> None:
    """Consent to sharing, to another referral or to a link is not consent to early help, nor its end."""
    story = begun()
    case = told(
        story, e.ConsentWithdrawn("C1", "SHARING"), e.ConsentWithdrawn("C2", "EARLY_HELP", "R9"),
        e.ConsentRecorded("C3", "CARER_LINK", given=False), e.ConsentWithdrawn("C3"),
    )  # fmt: skip
    assert (case["state"], len(case["steps"])) == ("ROUTED", 1)
    assert told(begun(""), e.ConsentRecorded("C3", "SHARING", given=True))["state"] == "RECEIVED"


def test_who_was_sent_on_to_assessment_is_owed_it_whatever_became_of_consent() -> None:
    """The duty to assess rests on the appearance of need (Care Act 2014 section 9), not on consent to an offer."""
    story = begun()
    case = told(story, contact(), e.SentToAssessment("R1", COUNCIL), e.ConsentWithdrawn("C9"))
    assert (case["state"], case["held"]) == ("REFERRED", False)


def test_declining_costs_nothing() -> None:
    """A new notice is a new case with a new offer, and the person's wish opens the old one again."""
    story = begun()
    assert told(story, offered(), e.EarlyHelpDeclined("R1", COUNCIL))["state"] == "DECLINED"
    referred(story, "2026-11-10T09:00", "R2")
    assert [case["state"] for case in HELP.view(fold(story, HELP), ON)["cases"]] == ["DECLINED", "ROUTED"]
    story.tell("2026-11-11T09:00", agreed())
    first = HELP.view(fold(story, HELP), ON)["cases"][0]
    assert (first["state"], first["status"], first["findings"]) == ("ROUTED", "open", [])
    assert why(story, "cases.0.state") == (4, "opened_by_wish")
    story.tell("2026-11-12T09:00", offered())
    assert HELP.view(fold(story, HELP), ON)["cases"][0]["state"] == "OFFERED"


def test_who_declined_is_left_in_peace() -> None:
    """A correction by the sender opens nothing; an offer without a new wish is a finding."""
    story = begun()
    told(story, e.EarlyHelpDeclined("R1", COUNCIL))
    case = told(
        story, r.DwpReferralAmended("R2", "R1", "SUPPORT_NEED", COUNCIL, "postcode", "CONSENT"), offered("R2"),
        agreed(until=date(2026, 11, 1)), start=5,
    )  # fmt: skip
    assert (case["state"], case["findings"]) == ("DECLINED", ["step_against_wish"])


def test_nobody_needs_a_basis_in_order_to_decline() -> None:
    """Saying no to what was never offered is no finding."""
    case = told(begun(""), e.EarlyHelpDeclined("R1"))
    assert (case["state"], case["findings"]) == ("DECLINED", [])


def test_nobody_reached_closes_the_case_and_reaching_them_later_opens_it() -> None:
    """NO_CONTACT is not the end: a contact that is made after all counts."""
    story = begun()
    case = told(story, offered(), contact(made=False), e.NoContactMade("R1", COUNCIL))
    assert (case["state"], case["status"]) == ("NO_CONTACT", "ended")
    assert told(story, contact(), start=6)["state"] == "CONTACT_MADE"


def test_what_does_not_follow_is_kept_and_found() -> None:
    """Screened before anybody was reached, by another council, of a referral that nobody knows."""
    story = begun()
    case = told(story, e.EarlyHelpScreened("R1", "E08000016"), contact())
    assert (case["state"], case["screened_on"]) == ("CONTACT_MADE", None)
    assert case["findings"] == ["step_out_of_turn", "step_of_another_council"]
    unknown = told(story, contact("R7"), start=6)
    assert (unknown["referral_id"], unknown["state"]) == ("R7", "RECEIVED")
    assert unknown["findings"] == ["unknown_referral", "step_without_basis"]


def test_a_case_without_a_council_is_that_of_the_council_that_offers() -> None:
    """No council was found at the edge: who offers answers for it."""
    case = told(begun(council=None), offered())
    assert (case["state"], case["council"]) == ("OFFERED", COUNCIL)


def test_nobody_is_contacted_about_somebody_who_died() -> None:
    """Death stands above every state; what a council does after it is a finding, unless the death is taken back."""
    story = begun()
    told(story, offered())
    dead(story, "2026-11-05T09:00")
    story.tell("2026-11-06T09:00", contact())
    case = case_of(story)
    assert (case["state"], case["status"], case["findings"]) == ("DECEASED", "died", ["contact_after_death"])
    lives(story, "2026-11-07T09:00")
    assert (case_of(story)["state"], case_of(story)["findings"]) == ("CONTACT_MADE", [])


def test_of_somebody_who_is_forgotten_nothing_is_shown_and_the_count_stays() -> None:
    """ERASED: no case, no list, no further step; what was counted is still counted."""
    story = begun()
    told(story, contact())
    before = HELP.facts(fold(story, HELP), ON)
    story.tell("2026-11-05T09:00", i.SubjectKeyDestroyed("retention"))
    forgotten = fold(story, HELP)
    story.tell("2026-11-06T09:00", offered())
    state = fold(story, HELP)
    assert state == forgotten
    assert HELP.view(state, ON) == {"cases": [], "consents": []}
    assert HELP.reasons(state, ON) == {}
    assert HELP.listing(state, ON) is None
    assert HELP.facts(state, ON) == before
    assert [case.state.value for case in state.cases] == ["ERASED"]


def test_a_step_dated_before_its_notice_is_found_as_that_alone() -> None:
    """Nobody went against the law where a day was mistyped: once the notice is there, the finding says which it was."""
    story = Story()
    case = told(story, contact(), start=1)
    assert case["findings"] == ["unknown_referral", "step_without_basis"]
    referred(story, "2026-11-02T09:15")
    case = told(story, e.EarlyHelpScreened("R1", COUNCIL), start=3)
    assert (case["state"], case["findings"]) == ("ROUTED", ["step_before_notice", "step_out_of_turn"])


def test_what_somebody_agreed_to_is_shown_with_how_long_it_holds() -> None:
    """Every word in its order, whether or not there is a case; one about a case that a reader may not see is not."""
    story = Story()
    story.tell("2026-11-01T10:00", e.ConsentRecorded("K1", "EARLY_HELP", given=True, until=date(2026, 11, 20)))
    story.tell("2026-11-02T10:00", e.ConsentRecorded("K2", "CARER_LINK", given=False))
    story.tell("2026-11-03T10:00", e.ConsentRecorded("K3", "EARLY_HELP", given=True, referral_id="R9"))
    seen = HELP.view(fold(story, HELP), ON)["consents"]
    assert [(one["scope"], one["given"], one["until"], one["in_force"]) for one in seen] == [
        ("EARLY_HELP", True, "2026-11-20", False),
        ("CARER_LINK", False, None, False),
        ("EARLY_HELP", True, "2027-11-03", True),
    ]
    assert [one["referral_id"] for one in seen] == [None, None, "R9"]
    assert why(story, "consents.1")[1] == "consent_ended"
    narrowed = HELP.narrowed(fold(story, HELP), ON, COUNCIL)
    assert [one["scope"] for one in narrowed.view(fold(story, HELP), ON)["consents"]] == ["EARLY_HELP", "CARER_LINK"]


def test_before_its_notice_comes_nobody_can_say_whether_a_contact_was_in_time() -> None:
    """The person agreed and was reached, and since when their council could have done so is not known."""
    case = told(Story(), agreed("R7"), offered("R7"), contact("R7"))
    assert (case["referral_id"], case["first_contact_on"]) == ("R7", "2026-11-05")
    assert (case["received_on"], case["contacted_within_14_days"], case["contacted_within_28_days"]) == (None,) * 3
