"""A carer's own record: notices, own consent, own assessments, short breaks, and links that both sides agreed to."""

import json
from datetime import date
from typing import Any

from hub.domain.carer_record import CarerRules
from hub.domain.lawful_bases import StatutoryDuty
from hub.events import assessment as a
from hub.events import care_record as c
from hub.events import carers as n
from hub.events import determination as d
from hub.events import early_help as e
from hub.events import identity as i
from hub.events import referral as r
from hub.events.values import Code
from hub.processors.carers import CarersProcessor
from tests.domain.sayings import dead
from tests.domain.stories import Story
from tests.processors.helped import CARED_FOR, COUNCIL, contact, linked, notice, referred
from tests.processors.people import AREAS, fold

CARERS = CarersProcessor(AREAS)
ON = date(2026, 11, 30)


def told(*bodies: Any, start: int = 2) -> Story:
    """Tell one body a day from a day of November on."""
    story = Story()
    for day, body in enumerate(bodies, start):
        story.tell(f"2026-11-{day:02d}T10:00", body)
    return story


def carer(story: Story, on: date = ON) -> dict[str, Any]:
    """Return the carer's record as shown."""
    return dict(CARERS.view(fold(story, CARERS), on)["carer"])


def figures(story: Story) -> dict[str, Any]:
    """Return what is told for the count."""
    (fact,) = CARERS.facts(fold(story, CARERS), ON)
    return dict(json.loads(fact.body))


def why(story: Story, path: str) -> tuple[int, str]:
    """Return the ordinal and rule behind a path."""
    return CARERS.reasons(fold(story, CARERS), ON)[path]


def test_a_notice_is_the_carers_own() -> None:
    """All that it says of the carer, and of a child no more than an age band and how far a plan has come."""
    status = Code("http://snomed.info/sct", "224484003", "Patient themselves providing care")
    body = notice(
        "CHILDRENS_SERVICES", relationship="MOTHER", lives_with=True, child_age_band="16-17", transition_due=True,
        ehc_stage="PLAN_ISSUED", stage_on=date(2026, 10, 1), other_dependants="2+", carer_status=status,
    )  # fmt: skip
    shown = carer(told(body))
    assert shown["notices"] == [
        {
            "notice_id": "N1", "source": "CHILDRENS_SERVICES", "received_on": "2026-11-02", "withdrawn_on": None,
            "held": False, "council": COUNCIL, "relationship": "MOTHER", "lives_with": True, "child_age_band": "16-17",
            "transition_due": True, "ehc_stage": "PLAN_ISSUED", "stage_on": "2026-10-01", "other_dependants": "2+",
            "carer_status": {
                "system": "http://snomed.info/sct", "code": "224484003", "display": "Patient themselves providing care",
            },
        }
    ]  # fmt: skip
    assert (shown["died"], shown["findings"]) == (False, [])
    assert why(told(body), "carer.notices.0") == (0, "carer_stated")


def test_what_is_no_code_of_the_list_is_not_kept() -> None:
    """A sender who writes a child's name into a code field tells nobody of it: a finding names the rule alone."""
    body = notice("CHILDRENS_SERVICES", relationship="mother of Ellie Sample", child_age_band="Ellie, 9")
    story = told(body)
    shown = carer(story)
    assert (shown["notices"][0]["relationship"], shown["notices"][0]["child_age_band"]) == (None, None)
    assert shown["findings"] == ["carer_code_unknown"]
    assert b"Ellie" not in CARERS.encode(fold(story, CARERS))


def test_age_and_transition_that_contradict_each_other_are_found() -> None:
    """Both are kept as they were said."""
    shown = carer(told(notice("CHILDRENS_SERVICES", child_age_band="5-10", transition_due=True)))
    assert (shown["notices"][0]["transition_due"], shown["findings"]) == (True, ["transition_contradicted"])


def test_a_notice_without_the_carers_agreement_is_held() -> None:
    """No more is shown than that it came; the carer's own consent opens it, and taking it back closes it."""
    story = told(notice(basis=""))
    (shown,) = carer(story)["notices"]
    assert shown == {
        "notice_id": "N1", "source": "GP", "received_on": "2026-11-02", "withdrawn_on": None, "held": True,
    }  # fmt: skip
    assert why(story, "carer.notices.0.held") == (0, "basis_missing")
    assert CARERS.facts(fold(story, CARERS), ON) == frozenset()
    story.tell("2026-11-03T10:00", e.ConsentRecorded("C1", "EARLY_HELP", given=True, until=date(2026, 12, 31)))
    assert carer(story)["notices"][0]["council"] == COUNCIL
    assert carer(story)["consents"] == [{"scope": "EARLY_HELP", "given": True, "until": "2026-12-31", "in_force": True}]
    assert figures(story)["notices"] == [{"received_on": "2026-11-02", "source": "GP"}]
    story.tell("2026-11-04T10:00", e.ConsentWithdrawn("C1"))
    assert carer(story)["notices"][0]["held"] is True
    assert why(story, "carer.notices.0.held") == (2, "consent_ended")


def test_a_duty_that_is_switched_on_holds_nothing_back() -> None:
    """The same switch as for early help, as data with a date."""
    under = CarersProcessor(AREAS, CarerRules(StatutoryDuty(((date(2026, 11, 1), True),))))
    state = fold(told(notice(basis="NCS_STATUTORY_DUTY")), under)
    assert under.view(state, ON)["carer"]["notices"][0]["held"] is False
    assert under.withholding().view(state, ON)["carer"]["notices"][0]["council"] is None


def test_the_duty_counts_a_notice_from_its_day_though_nobody_says_anything() -> None:
    """Held and uncounted before, told from the day on and still when the carer is forgotten; never one taken back."""
    under = CarersProcessor(AREAS, CarerRules(StatutoryDuty(((date(2026, 11, 10), True),))))
    story, before, day = told(notice(basis="NCS_STATUTORY_DUTY")), date(2026, 11, 9), date(2026, 11, 10)
    state = fold(story, under)
    assert (under.facts(state, before), under.wakes_on(state, before)) == (frozenset(), day)
    assert [under.view(state, on)["carer"]["notices"][0]["held"] for on in (before, day)] == [True, False]
    facts = under.facts(state, day)
    assert (len(facts), under.wakes_on(state, day)) == (1, None)
    story.tell("2026-11-12T10:00", i.SubjectKeyDestroyed("retention"))
    assert under.facts(fold(story, under), ON) == facts
    for taken, count in ((5, 0), (11, 1)):
        back = told(notice(basis="NCS_STATUTORY_DUTY"))
        back.tell(f"2026-11-{taken:02d}T10:00", n.CarerNoticeWithdrawn("N2", "N1", deceased=False))
        assert len(under.facts(fold(back, under), ON)) == count


def test_a_consent_that_came_with_a_notice_ends_by_its_day() -> None:
    """Shown on its last day, held from the next, and twelve months after a notice that says no day."""
    story = told(notice(consent_until=date(2026, 11, 20)))
    assert [carer(story, date(2026, 11, day))["notices"][0]["held"] for day in (20, 21)] == [False, True]
    held = CARERS.reasons(fold(story, CARERS), date(2026, 11, 21))["carer.notices.0.held"]
    assert held == (0, "consent_ended")
    usual = told(notice())
    assert [carer(usual, date(2027, 11, day))["notices"][0]["held"] for day in (2, 3)] == [False, True]


def test_corrections_and_withdrawals_keep_one_notice() -> None:
    """Under its first id, with its newest content; a withdrawal keeps its first day; one of nothing is noted."""
    story = told(
        notice(), n.CarerNoticeAmended("N2", "N1", "GP", COUNCIL, "postcode", "CONSENT", relationship="PARTNER"),
        notice(relationship="FRIEND"), n.CarerNoticeWithdrawn("N3", "N2", deceased=False),
        n.CarerNoticeWithdrawn("N3", "N2", deceased=False), n.CarerNoticeWithdrawn("N8", "N8", deceased=False),
        n.CarerNoticeAmended("N7", "N6", "GP", COUNCIL, "postcode", "CONSENT"),
    )  # fmt: skip
    first, second, third = carer(story)["notices"]
    assert (first["notice_id"], first["relationship"], first["withdrawn_on"]) == ("N1", "PARTNER", "2026-11-05")
    assert (second["notice_id"], second["withdrawn_on"], second["received_on"]) == ("N8", "2026-11-07", None)
    assert (third["notice_id"], third["received_on"]) == ("N6", None)
    assert carer(story)["findings"] == ["unknown_referral", "unknown_referral"]


def test_a_senders_word_that_the_carer_died_is_a_finding() -> None:
    """The notice ends; that they died is said by records alone."""
    shown = carer(told(notice(), n.CarerNoticeWithdrawn("N2", "N1", deceased=True)))
    assert (shown["died"], shown["findings"]) == (False, ["referred_person_died"])
    assert shown["notices"][0]["withdrawn_on"] is not None


def test_a_referral_of_dwp_is_a_carers_only_when_it_is_about_a_carer() -> None:
    """Carer's Allowance makes a notice, Attendance Allowance none; a correction to the other kind ends it."""
    story = Story()
    referred(story, "2026-11-02T09:00", "R1", kind="CARER")
    referred(story, "2026-11-02T10:00", "R2")
    story.tell("2026-11-02T11:00", r.DwpReferralAmended("R4", "R2", "SUPPORT_NEED", COUNCIL, "postcode", "CONSENT"))
    story.tell("2026-11-02T12:00", r.DwpReferralWithdrawn("R2", "R2", deceased=False))
    assert [(one["notice_id"], one["source"]) for one in carer(story)["notices"]] == [("R1", "DWP")]
    story.tell("2026-11-03T09:00", r.DwpReferralAmended("R3", "R1", "SUPPORT_NEED", COUNCIL, "postcode", "CONSENT"))
    assert carer(story)["notices"][0]["withdrawn_on"] == "2026-11-03"


def test_the_carers_own_assessment_is_kept_and_no_other() -> None:
    """Asked for, completed, decided about; the assessment of the person cared for is none of this record's."""
    story = told(
        a.AssessmentRequested("A1", "CARER", COUNCIL), a.AssessmentRequested("A1", "CARER"),
        a.AssessmentCompleted("A1", "CARER", "SUPPORT_PLANNED", COUNCIL),
        a.AssessmentCompleted("A1", "CARER", "INFORMATION_GIVEN"),
        d.EligibilityDetermined("D1", "CARER", "NOT_ELIGIBLE", date(2026, 11, 6), COUNCIL, "A1"),
        d.EligibilityDetermined("D1", "CARER", "ELIGIBLE", date(2026, 11, 7), COUNCIL, "A1"),
        a.AssessmentRequested("A2", "NEEDS"), a.AssessmentCompleted("A2", "NEEDS"),
        d.EligibilityDetermined("D2", "NEEDS", "ELIGIBLE", date(2026, 11, 9)),
    )  # fmt: skip
    shown = carer(story)
    assert shown["assessments"] == [
        {
            "assessment_id": "A1", "requested_on": "2026-11-02", "completed_on": "2026-11-04",
            "outcome": "INFORMATION_GIVEN", "council": COUNCIL,
        }
    ]  # fmt: skip
    assert shown["determinations"] == [
        {
            "determination_id": "D1", "outcome": "ELIGIBLE", "determined_on": "2026-11-07", "assessment_id": "A1",
            "council": COUNCIL,
        }
    ]  # fmt: skip
    assert shown["assessed_on"] == "2026-11-04"
    assert CARERS.facts(fold(story, CARERS), ON) == frozenset()


def test_a_short_break_is_a_clock_and_a_count() -> None:
    """Days run from asking to deciding; asked again the first day counts; the newest decision counts."""
    story = told(
        n.ShortBreakRequested("B1", "OVERNIGHT", date(2026, 11, 2), COUNCIL),
        n.ShortBreakRequested("B1", "DAY", date(2026, 11, 3)),
        n.ShortBreakDecided("B1", granted=False, decided_on=date(2026, 11, 12)),
        n.ShortBreakDecided("B1", granted=True, decided_on=date(2026, 11, 16), council=COUNCIL),
        n.ShortBreakRequested("B2", "HOLIDAY", date(2026, 11, 20)),
    )  # fmt: skip
    first, second = carer(story)["short_breaks"]
    assert first == {
        "request_id": "B1", "kind": "OVERNIGHT", "state": "DECIDED", "requested_on": "2026-11-02",
        "decided_on": "2026-11-16", "granted": True, "waiting_days": 14, "decide_by": "2027-01-07", "overdue": False,
        "council": COUNCIL,
    }  # fmt: skip
    assert (second["state"], second["waiting_days"], second["granted"]) == ("REQUESTED", 10, None)
    assert carer(story)["short_break_counts"] == {
        "requested": 2, "waiting": 1, "decided": 1, "granted": 1, "overdue": 0,
    }  # fmt: skip
    assert carer(story, date(2026, 11, 12))["short_breaks"][0]["waiting_days"] == 10
    assert carer(story, date(2026, 11, 19))["short_breaks"][1]["waiting_days"] is None
    assert why(story, "carer.short_breaks.0.decided_on") == (3, "break_decided")


def test_a_break_that_nobody_asked_for_or_that_was_decided_early_is_found() -> None:
    """Both are kept as they were said."""
    story = told(
        n.ShortBreakDecided("B1", granted=False, decided_on=date(2026, 11, 12)),
        n.ShortBreakRequested("B1", "DAY", date(2026, 11, 14)),
    )  # fmt: skip
    shown = carer(story)
    assert shown["findings"] == ["break_not_asked", "break_decided_early"]
    assert (shown["short_breaks"][0]["state"], shown["short_breaks"][0]["waiting_days"]) == ("DECIDED", 0)


def test_support_of_the_carers_own_counts_and_that_of_others_does_not() -> None:
    """A granted break or a line of a carers' service, whichever came first; home care is for the other person."""
    day = date(2026, 11, 20)
    story = told(
        c.SupportLineStarted("L1", "1-100", "HOME_SUPPORT", date(2026, 11, 1)),
        c.SupportLineStarted("L2", "1-100", "CARER_RESPITE", day),
        n.ShortBreakDecided("B1", granted=True, decided_on=date(2026, 11, 25)),
    )  # fmt: skip
    assert carer(story)["supported_on"] == "2026-11-20"


def test_carers_are_counted_once_under_each_source_with_what_they_got() -> None:
    """Codes and days alone: two notices of one source are one, contact is the first that was made."""
    story = told(
        notice(), notice(ref="N2"), notice("CHILDRENS_SERVICES", ref="N3"), notice("Sample School", ref="N4"),
        contact("N9"), contact("N2", made=False), contact("N3"), contact("N3"),
        a.AssessmentCompleted("A1", "CARER"),
    )  # fmt: skip
    assert figures(story) == {
        "assessed_on": "2026-11-10", "contacted_on": "2026-11-08", "council": COUNCIL, "ics": "QF7",
        "notices": [
            {"received_on": "2026-11-04", "source": "CHILDRENS_SERVICES"},
            {"received_on": "2026-11-02", "source": "GP"},
            {"received_on": "2026-11-05", "source": "OTHER"},
        ],
        "supported_on": None,
    }  # fmt: skip
    hidden = told(notice(contact_caution=("SENSITIVE_ADDRESS",)))
    assert (figures(hidden)["council"], figures(hidden)["ics"]) == (None, None)


def test_a_carer_who_died_or_is_forgotten() -> None:
    """A death is said; of somebody whose keys were destroyed nothing is shown, and nothing more is kept."""
    story = told(notice(), linked())
    dead(story, "2026-11-10T09:00")
    assert carer(story)["died"] is True
    before = CARERS.facts(fold(story, CARERS), ON)
    story.tell("2026-11-11T09:00", i.SubjectKeyDestroyed("retention"))
    forgotten = fold(story, CARERS)
    story.tell("2026-11-12T09:00", notice(ref="N2"))
    state = fold(story, CARERS)
    assert state == forgotten
    assert CARERS.view(state, ON) == {"carer": None}
    assert CARERS.facts(state, ON) == before
    assert CARED_FOR not in CARERS.encode(state)


def test_somebody_who_is_no_carer_has_no_record_as_one() -> None:
    """A stay, support and a referral for one's own needs leave the record as it is."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.line("2026-11-03", "L1", 700)
    referred(story, "2026-11-04T09:00")
    story.tell("2026-11-05T09:00", contact())
    assert fold(story, CARERS) == CARERS.initial()
    assert CARERS.view(CARERS.initial(), ON) == {"carer": None}
    assert CARERS.listing(CARERS.initial()) is None
