"""How long a lawful basis of an early-help case lasts: a consent to its last day, a duty from its first."""

from datetime import date
from typing import Any

import pytest

from hub.domain.early_help_case import EarlyHelpRules
from hub.domain.lawful_bases import StatutoryDuty
from hub.events import early_help as e
from hub.events import identity as i
from hub.events import referral as r
from hub.processors.early_help import EarlyHelpProcessor
from tests.domain.stories import Story
from tests.processors.helped import COUNCIL, agreed, contact, offered, referred
from tests.processors.people import AREAS, fold
from tests.processors.test_early_help_steps import HELP, ON, begun, case_of, told, why

OTHER = "E08000016"


def test_a_consent_that_came_with_a_referral_ends_by_its_day() -> None:
    """Expiry on 1 December: routed on that day, held from the next, and the hub looks again then."""
    story = begun(consent_until=date(2026, 12, 1))
    last, next_ = date(2026, 12, 1), date(2026, 12, 2)
    assert (case_of(story, last)["state"], case_of(story, last)["held"]) == ("ROUTED", False)
    for day in (next_, date(2027, 6, 1)):
        held = case_of(story, day)
        assert (held["state"], held["held"], held["council"], held["status"]) == ("RECEIVED", True, None, "open")
        assert why(story, "cases.0.state", day) == (0, "consent_ended")
    state = fold(story, HELP)
    assert [row.council if row else row for row in (HELP.listing(state, last), HELP.listing(state, next_))] == [
        COUNCIL, None,
    ]  # fmt: skip
    assert (HELP.wakes_on(state, last), HELP.wakes_on(state, next_)) == (next_, None)
    assert told(story, offered(), start=3)["findings"] == []
    story.tell("2026-12-02T10:00", contact())
    assert case_of(story, next_)["findings"] == ["step_without_basis"]
    story.tell("2026-12-03T10:00", agreed())
    assert case_of(story, date(2026, 12, 3))["state"] == "OFFERED"


def test_a_correction_brings_the_last_day_of_its_own_consent() -> None:
    """What replaces a referral replaces how long its consent lasts."""
    story = begun(consent_until=date(2026, 11, 20))
    story.tell(
        "2026-11-03T10:00",
        r.DwpReferralAmended("R2", "R1", "SUPPORT_NEED", COUNCIL, "postcode", "CONSENT", consent_until=ON),
    )
    assert case_of(story, ON)["held"] is False
    assert case_of(story, date(2026, 12, 1))["held"] is True


def test_a_consent_of_which_nobody_said_how_long_lasts_twelve_months() -> None:
    """Of a referral, old or new, and of the person's own word: the day a year later is the last one."""
    spoken = begun("")
    told(spoken, agreed(), start=2)
    for story in (begun(), spoken):
        assert case_of(story, date(2027, 11, 2))["held"] is False
        assert case_of(story, date(2027, 11, 3))["held"] is True


def test_what_was_done_under_a_consent_stays_done_when_it_runs_out() -> None:
    """A case that is closed is not open again a year later: it is held, for nothing more may be done in it."""
    story = begun(consent_until=date(2026, 11, 20))
    told(story, contact(), e.InformationGiven("R1", COUNCIL))
    case = case_of(story)
    assert (case["state"], case["status"], case["held"], case["council"]) == ("INFORMATION_GIVEN", "ended", True, None)
    assert told(story, contact(), start=25)["findings"] == ["step_without_basis"]


def test_the_statutory_duty_counts_from_the_day_on_which_it_is_switched_on() -> None:
    """Off by default; as data with a date it opens what was held, and the person's word changes nothing of it."""
    duty = StatutoryDuty(((date(2026, 11, 10), True), (date(2026, 12, 1), False)))
    under = EarlyHelpProcessor(AREAS, EarlyHelpRules(duty))
    story = begun("NCS_STATUTORY_DUTY")
    assert case_of(story, date(2026, 11, 9), under)["state"] == "RECEIVED"
    assert case_of(story, date(2026, 11, 10), under)["state"] == "ROUTED"
    assert case_of(story, date(2026, 12, 1), under)["state"] == "RECEIVED"
    told(story, offered(), e.ConsentWithdrawn("C1"), start=11)
    case = case_of(story, date(2026, 11, 13), under)
    assert (case["state"], case["findings"]) == ("OFFERED", [])
    assert case_of(story)["findings"] == ["step_without_basis"]


def test_a_case_that_waits_for_the_duty_is_told_and_listed_from_its_day() -> None:
    """The day alone opens it: on the council's list and in the count, until its sender or the person's end."""
    under = EarlyHelpProcessor(AREAS, EarlyHelpRules(StatutoryDuty(((date(2026, 11, 10), True),))))
    story = begun("NCS_STATUTORY_DUTY")
    state, before, day = fold(story, under), date(2026, 11, 9), date(2026, 11, 10)
    assert (under.facts(state, before), under.wakes_on(state, before)) == (frozenset(), day)
    facts, row = under.facts(state, day), under.listing(state, day)
    assert (len(facts), row.council if row else None, under.wakes_on(state, day)) == (1, COUNCIL, None)
    story.tell("2026-11-12T10:00", i.SubjectKeyDestroyed("retention"))
    assert under.facts(fold(story, under), ON) == facts


def test_a_case_that_was_taken_back_before_the_duty_began_is_not_counted() -> None:
    """Taken back on 5 November: the duty of the 10th does not reach it; taken back later it was counted."""
    under = EarlyHelpProcessor(AREAS, EarlyHelpRules(StatutoryDuty(((date(2026, 11, 10), True),))))
    for day, count in ((5, 0), (11, 1)):
        story = begun("NCS_STATUTORY_DUTY")
        story.tell(f"2026-11-{day:02d}T10:00", r.DwpReferralWithdrawn("R2", "R1", deceased=False))
        assert len(under.facts(fold(story, under), ON)) == count


@pytest.mark.parametrize(
    "ends", [e.EarlyHelpDeclined("R1", COUNCIL), r.DwpReferralWithdrawn("R1", "R1", deceased=False)]
)
def test_what_ended_stays_so_and_shows_nothing_once_consent_is_withdrawn(ends: Any) -> None:
    """Declined or withdrawn counts as that; benefits and cautions are shown to nobody, and no council has it."""
    story = begun(contact_caution=("TERMINAL_ILLNESS_SPECIAL_RULES",))
    before = told(story, ends)
    assert (before["held"], before["benefits"]) == (False, ["AA"])
    case = told(story, e.ConsentWithdrawn("C1", "EARLY_HELP"), start=4)
    assert (case["state"], case["status"], case["held"]) == (before["state"], "ended", True)
    assert (case["benefits"], case["contact_caution"], case["council"], case["steps"]) == ([], [], None, [])
    listed = HELP.listing(fold(story, HELP), ON)
    assert (listed and listed.status, listed and listed.council) == ("ended", None)
    earlier = HELP.narrowed(fold(story, HELP), ON, COUNCIL)
    then = Story()
    then.events = story.events[:2]
    assert earlier.view(fold(then, HELP), date(2026, 11, 3))["cases"][0]["benefits"] == []


def test_a_death_that_a_sender_tells_opens_nothing_that_was_held() -> None:
    """Who took consent back is shown to nobody, dead or, where the sender was wrong, alive."""
    story = begun(contact_caution=("TERMINAL_ILLNESS_SPECIAL_RULES",))
    told(story, e.ConsentWithdrawn("C1", "EARLY_HELP"), start=4)
    story.tell("2026-11-10T10:00", r.DwpReferralWithdrawn("R1", "R1", deceased=True))
    for _ in range(2):
        case = HELP.view(fold(story, HELP), ON)["cases"][0]
        assert (case["state"], case["status"], case["held"]) == ("DECEASED", "died", True)
        assert (case["benefits"], case["contact_caution"], case["council"]) == ([], [], None)
        listed = HELP.listing(fold(story, HELP), ON)
        assert listed is not None
        assert listed.council is None
        story.admit("2026-11-12T09:15")


def test_a_case_that_is_held_hides_no_other_from_its_council() -> None:
    """The newer one is without a basis; the older one stays with the council that was given it."""
    story = begun()
    referred(story, "2026-11-03T09:15", "R2")
    told(story, e.ConsentWithdrawn("C2", "EARLY_HELP", "R2"), start=5)
    assert [case["held"] for case in HELP.view(fold(story, HELP), ON)["cases"]] == [False, True]
    listed = HELP.listing(fold(story, HELP), ON)
    assert (listed and listed.status, listed and listed.council) == ("open", COUNCIL)


def test_each_council_with_an_open_case_has_the_person_on_its_list() -> None:
    """Both, while both are open; the one whose case goes on once the other declined; the newest once both are over."""
    story, listed = begun(), list[tuple[str, tuple[str, ...]]]()
    referred(story, "2026-11-03T09:15", "R2", council=OTHER)
    for word in (None, e.EarlyHelpDeclined("R2", OTHER), e.EarlyHelpDeclined("R1", COUNCIL)):
        if word is not None:
            story.tell(f"2026-11-1{len(listed)}T10:00", word)
        row = HELP.listing(fold(story, HELP), date(2026, 11, 20))
        assert row is not None
        listed.append((row.status, row.providers))
    assert listed == [("open", (COUNCIL, OTHER)), ("open", (COUNCIL,)), ("ended", (OTHER,))]


def test_an_open_case_that_no_council_was_given_is_on_no_list_of_one() -> None:
    """Nobody is guessed: such a row is on the list of all alone."""
    story = Story()
    referred(story, "2026-11-02T09:15", council=None)
    row = HELP.listing(fold(story, HELP), ON)
    assert (row and row.status, row and row.council, row and row.providers) == ("open", None, ())


def test_who_was_sent_to_assessment_keeps_the_case_and_not_what_was_passed_on() -> None:
    """The council owes the assessment: where it stands stays, what rested on the consent is shown on no day."""
    story = begun(contact_caution=("TERMINAL_ILLNESS_SPECIAL_RULES",))
    told(story, contact(), e.SentToAssessment("R1", COUNCIL, "A1"))
    with_basis = fold(story, HELP)
    assert case_of(story)["benefits"] == ["AA"]
    case = told(story, e.ConsentWithdrawn("C1", "EARLY_HELP"), start=5)
    assert (case["state"], case["held"], case["council"], case["assessment_id"]) == ("REFERRED", False, COUNCIL, "A1")
    assert [case[name] for name in ("lawful_basis", "benefits", "contact_caution", "accessible_format")] == [
        None, [], [], None,
    ]  # fmt: skip
    assert why(story, "cases.0.lawful_basis") == (3, "consent_ended")
    narrowed = HELP.narrowed(fold(story, HELP), ON, COUNCIL)
    assert narrowed.view(with_basis, date(2026, 11, 4))["cases"][0]["contact_caution"] == []
