"""Early-help cases from DWP referrals."""

import json
from datetime import date
from typing import Any

import pytest

from hub.events import discharge as d
from hub.events import identity as i
from hub.events import referral as r
from hub.events.values import Source, Stated
from hub.processors.early_help import EarlyHelpProcessor
from tests.domain.sayings import OTHER, dead, lives
from tests.domain.stories import Story, moment, spell
from tests.processors.helped import contact
from tests.processors.people import fold

HELP = EarlyHelpProcessor()
ON = date(2026, 12, 1)


def received(ref: str = "R1", council: str | None = "E06000001", basis: str = "CONSENT", **more: Any) -> Any:
    """Return a referral."""
    return r.DwpReferralReceived(ref, "SUPPORT_NEED", council, "postcode", basis, ("AA",), **more)


def amended(ref: str, supersedes: str, council: str | None = "E08000016") -> Any:
    """Return a correction."""
    return r.DwpReferralAmended(ref, supersedes, "CARER", council, "postcode", "CONSENT", ("CA",))


def cases(story: Story) -> list[dict[str, Any]]:
    """Return the cases as shown."""
    return list(HELP.view(fold(story, HELP), ON)["cases"])


def states(story: Story) -> list[tuple[str, str, str]]:
    """Return id, state and status of each case."""
    return [(case["referral_id"], case["state"], case["status"]) for case in cases(story)]


def test_a_referral_is_routed_to_its_council() -> None:
    """With a basis and a council the case is routed, and it says by what."""
    story = Story()
    story.tell("2026-11-02T09:15", received(contact_caution=("DO_NOT_PHONE",), accessible_format="BRAILLE"))
    (case,) = cases(story)
    assert case == {
        "referral_id": "R1",
        "state": "ROUTED",
        "status": "open",
        "kind": "SUPPORT_NEED",
        "source": "DWP",
        "received_at": "2026-11-02T09:15:00+00:00",
        "council": "E06000001",
        "routed_by": "postcode",
        "held": False,
        "lands": ["ADULT_EARLY_HELP"],
        "transition": False,
        "lawful_basis": "CONSENT",
        "benefits": ["AA"],
        "contact_caution": ["DO_NOT_PHONE"],
        "accessible_format": "BRAILLE",
        "received_on": "2026-11-02",
        "first_contact_on": None,
        "screened_on": None,
        "contacted_within_14_days": False,
        "contacted_within_28_days": False,
        "assessment_id": None,
        "steps": [{"what": "RECEIVED", "on": "2026-11-02", "who": "DWP", "how": None, "counted": True}],
        "findings": [],
    }
    assert HELP.reasons(fold(story, HELP), ON)["cases.0.state"] == (0, "routed_to_council")
    row = HELP.listing(fold(story, HELP), ON)
    assert row is not None
    assert (row.status, row.council) == ("open", "E06000001")


def test_a_case_waits_where_something_is_missing() -> None:
    """Without a basis it is only received; without a council it is not routed."""
    story = Story()
    story.tell("2026-11-02T09:15", received("R1", basis=""))
    story.tell("2026-11-02T09:16", received("R2", council=None))
    assert [state for _, state, _ in states(story)] == ["RECEIVED", "BASIS_CHECKED"]


def test_a_correction_replaces_the_content_and_keeps_the_case() -> None:
    """AMEND: one case under its first id, with the newest content; a repeat of the old one changes nothing."""
    story = Story()
    story.tell("2026-11-02T09:15", received())
    story.tell("2026-11-03T09:15", amended("R2", "R1"))
    story.tell("2026-11-04T09:15", amended("R3", "R2", "E06000002"))
    story.tell("2026-11-05T09:15", received())
    (case,) = cases(story)
    assert (case["referral_id"], case["kind"], case["council"]) == ("R1", "CARER", "E06000002")


def said_dead() -> Story:
    """Return a story of two cases, of which the sender of the second says that the person died."""
    story = Story()
    story.tell("2026-11-02T09:15", received("R1"))
    story.tell("2026-11-02T09:16", received("R2"))
    story.tell("2026-11-03T09:16", r.DwpReferralWithdrawn("R2", "R2", deceased=True))
    return story


def test_a_withdrawal_ends_the_case() -> None:
    """WITHDRAW is final, whatever correction comes after; another case of the person goes on."""
    story = Story()
    story.tell("2026-11-02T09:15", received("R1"))
    story.tell("2026-11-02T09:16", received("R2"))
    story.tell("2026-11-03T09:15", r.DwpReferralWithdrawn("R3", "R1", deceased=False))
    story.tell("2026-11-04T09:15", amended("R4", "R1"))
    assert states(story) == [("R1", "WITHDRAWN", "ended"), ("R2", "ROUTED", "open")]


def test_a_death_that_a_sender_tells_for_one_case_ends_every_case() -> None:
    """Who died is contacted about nothing: all cases that came before the word are off the council's list."""
    story = said_dead()
    assert states(story) == [("R1", "DECEASED", "died"), ("R2", "DECEASED", "died")]
    assert HELP.reasons(fold(story, HELP), ON)["cases.0.state"] == (2, "referred_person_died")
    assert [case["findings"] for case in cases(story)] == [[], []]
    story.tell("2026-11-05T09:16", r.DwpReferralWithdrawn("R9", "R8", deceased=False))
    assert [state for _, state, _ in states(story)] == ["DECEASED"] * 3


def test_a_death_told_of_a_case_that_never_came_ends_no_other() -> None:
    """A wrong id may be anybody's: help goes on."""
    story = Story()
    story.tell("2026-11-02T09:15", received("R1"))
    story.tell("2026-11-03T09:16", r.DwpReferralWithdrawn("R9", "R8", deceased=True))
    assert states(story) == [("R1", "ROUTED", "open"), ("R8", "DECEASED", "died")]


@pytest.mark.parametrize(
    "word",
    [
        received("R3"),
        amended("R3", "R1"),
        contact(),
        d.SpellAdmitted(spell(), moment("2026-11-04T09:15")),
        i.PersonUpdated(stated=Stated(Source("RZZ", "PAS"), alive=True)),
    ],
    ids=["passed on again", "corrected", "reached", "admitted", "said to live"],
)
def test_nothing_is_kept_from_somebody_who_lives_by_a_senders_word_that_they_died(word: Any) -> None:
    """Whatever later says that they live opens their cases and asks people to look, with a finding on each."""
    story = said_dead()
    story.tell("2026-11-04T09:15", word)
    shown = {case["referral_id"]: case for case in cases(story)}
    assert shown["R1"]["status"] == "open"
    assert (shown["R2"]["state"], shown["R2"]["status"]) == ("DECEASED", "died")
    assert {case["findings"][-1] for case in shown.values()} == {"dead_and_lives"}
    row = HELP.listing(fold(story, HELP), ON)
    assert row is not None
    assert row.status == "open"


def test_a_sender_takes_its_word_back_by_correcting_the_case() -> None:
    """The case is read anew, and nothing is left of the death."""
    story = said_dead()
    story.tell("2026-11-05T09:15", amended("R4", "R2"))
    assert states(story) == [("R1", "ROUTED", "open"), ("R2", "ROUTED", "open")]
    assert [case["findings"] for case in cases(story)] == [[], []]


def test_a_withdrawal_before_its_referral_waits_for_it() -> None:
    """A case that was taken back before it came is shown as withdrawn and flagged, and stays so."""
    story = Story()
    story.tell("2026-11-01T09:15", r.DwpReferralWithdrawn("R2", "R1", deceased=False))
    story.tell("2026-11-01T09:16", r.DwpReferralWithdrawn("R9", "R9", deceased=False))
    assert [case["findings"] for case in cases(story)] == [["unknown_referral"]] * 2
    assert cases(story)[0]["received_at"] is None
    story.tell("2026-11-02T09:15", received())
    story.tell("2026-11-02T09:15", received("R9"))
    assert states(story) == [("R1", "WITHDRAWN", "ended"), ("R9", "WITHDRAWN", "ended")]
    assert cases(story)[0]["received_at"] == "2026-11-02T09:15:00+00:00"


def test_a_confirmed_death_ends_open_cases() -> None:
    """Nobody is contacted about a person who died; a suspected death alone ends nothing."""
    story = Story()
    story.tell("2026-11-02T09:15", received())
    story.tell("2026-11-03T09:15", i.DeathRecorded(None, confirmed=False))
    assert states(story) == [("R1", "ROUTED", "open")]
    story.tell("2026-11-04T09:15", i.DeathRecorded(moment("2026-11-03"), confirmed=True))
    story.tell("2026-11-05T09:15", i.DeathRecorded(None, confirmed=True))
    assert states(story) == [("R1", "DECEASED", "died")]


def test_a_death_that_is_taken_back_opens_the_case_again() -> None:
    """The hospital that said so says that the person lives: early help goes on; another's word changes nothing."""
    story = Story()
    story.tell("2026-11-02T09:15", received())
    dead(story, "2026-11-04T09:15")
    lives(story, "2026-11-05T09:15", OTHER)
    assert states(story) == [("R1", "DECEASED", "died")]
    lives(story, "2026-11-06T09:15")
    assert states(story) == [("R1", "ROUTED", "open")]
    row = HELP.listing(fold(story, HELP))
    assert row is not None
    assert row.status == "open"


def test_counts_alone_are_told_and_nobody_else_is_listed() -> None:
    """DWP is a one-way valve: what is told are codes and days for the count; who was never referred is on no list."""
    story = Story()
    story.tell("2026-11-02T09:15", received())
    state = fold(story, HELP)
    (fact,) = HELP.facts(state, ON)
    assert fact.kind == "EarlyHelpFigures"
    assert json.loads(fact.body) == {
        "contacted_on": None, "council": "E06000001", "declined_on": None, "ics": None, "received_on": "2026-11-02",
        "referred_on": None, "screened_on": None, "source": "DWP", "withdrawn_on": None,
    }  # fmt: skip
    assert HELP.wakes_on(state, ON) == date(2027, 11, 3), "twelve months of consent are over"
    assert HELP.listing(HELP.initial()) is None
    assert HELP.decode(HELP.encode(state)) == state


def test_a_hospital_stay_is_none_of_its_business() -> None:
    """Care events leave cases as they are."""
    story = Story()
    story.admit("2026-11-02T09:15")
    assert fold(story, HELP) == HELP.initial()
