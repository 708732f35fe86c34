"""How a council's offer of early help goes: to people whom DWP passed on, and to carers whom a GP passed on."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from connectors.simulator.acts import OFFER, Act, after, dated, id_of, told
from hub.domain.eligibility import CARER, ELIGIBLE

# Shares below are planning assumptions: nothing published gives them for this cohort.
_NOT_AT_ONCE: Final = 0.35
_ENDS: Final = {
    "information_given": 0.45,
    "sent_to_assessment": 0.25,
    "early_help_declined": 0.15,
    "no_contact_made": 0.1,
    "": 0.05,
}


def acts_of_offering(
    council: str, referral: str, came: date, rng: Random, *, carer: str | None = None
) -> Iterator[Act]:
    """Give the course of an offer from the day on which somebody was passed on; a carer's may lead to an assessment."""
    (end,) = rng.choices(tuple(_ENDS), tuple(_ENDS.values()))
    yield _step(told(after(came, 1, 14), council, "early_help_offered", referral=referral, how="LETTER"))
    tries = (False, True) if rng.random() < _NOT_AT_ONCE or end == "no_contact_made" else (True,)
    for turn, made in enumerate(tries):
        reached = "yes" if made and end != "no_contact_made" else "no"
        at = after(came, 2 + turn, 11)
        yield _step(told(at, council, "contact_attempted", turn, referral=referral, made=reached, how="PHONE"))
    if end in {"information_given", "sent_to_assessment"}:
        agreed = {"scope": "EARLY_HELP", "given": "yes", "referral": referral}
        yield _step(told(after(came, 4, 10), council, "consent_recorded", **agreed))
        yield _step(told(after(came, 5, 10), council, "early_help_screened", referral=referral))
    if end:
        yield _step(told(after(came, 5, 12), council, end, referral=referral))
    if end == "sent_to_assessment" and carer is not None:
        yield from _assessment(council, carer, came)


def _assessment(council: str, carer: str, came: date) -> Iterator[Act]:
    """Give a carer's assessment (Care Act 2014 section 10) some days after the GP's notice."""
    yield told(after(came, 6), council, "assessment_requested", kind=CARER, council=council)
    asked = id_of(carer, "assessment_requested", "assessment_id")
    at = after(came, 16)
    yield told(at, council, "assessment_completed", assessment=asked, kind=CARER)
    steps = {"from_condition": "yes", "outcomes": ["CA-COMMUNITY"], "wellbeing_impact": "yes", "reasons_given": "yes"}
    decided = {"outcome": ELIGIBLE, "determined_on": f"{at:%Y-%m-%d}", "assessment": asked}
    yield dated(at + timedelta(hours=1), council, "carer_eligibility_determined", **decided, **steps)


def _step(act: Act) -> Act:
    return act._replace(purpose=OFFER)
