"""How long the basis of a record lasts: the last day of a consent goes with it, a duty counts from its day."""

from datetime import date
from typing import Any

import pytest

from hub.domain.lawful_bases import ConsentPolicy, LawfulBases, StatutoryDuty
from hub.events.referral import DwpReferralReceived
from tests.partners.referrals import Desk, record
from tests.partners.test_dwp_records import parked_rules


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ({"consent_expires_at": "2026-12-01"}, date(2026, 12, 1)),
        ({"consent_expires_at": "2026-11-18"}, date(2026, 11, 18)),
        ({"consent_expires_at": "2026-12-01T09:00:00Z"}, date(2026, 12, 1)),
        ({"consent_expires_at": "2026-12-01T00:00:00Z"}, date(2026, 11, 30)),
        ({"consent_expires_at": "2027-06-30T23:30:00Z"}, date(2027, 7, 1)),
        ({"consent_given_at": "2025-11-18T15:00:00Z"}, date(2026, 11, 18)),
        ({}, date(2027, 11, 16)),
    ],
)
async def test_the_last_day_of_a_consent_goes_with_the_record(said: dict[str, Any], until: date) -> None:
    """A day is the last one; a time ends with its London day; without a word it is twelve months after consent."""
    desk = Desk()
    assert (await desk.records(record(**said)))["accepted"] == 1
    (event,) = desk.intake.events
    assert isinstance(event.body, DwpReferralReceived)
    assert event.body.consent_until == until


@pytest.mark.parametrize(("given", "until"), [("10", date(2027, 11, 10)), ("11", date(2027, 2, 11))])
async def test_how_long_a_consent_lasts_without_a_word_is_policy_by_its_day(given: str, until: date) -> None:
    """Three months for one given from 11 November on; one of the day before keeps its year."""
    lasting = ConsentPolicy(((date.min, 12), (date(2026, 11, 11), 3)))
    desk = Desk(bases=LawfulBases(consent=lasting))
    when = f"2026-11-{given}T15:00:00Z"
    receipt = await desk.records(record(consent_given_at=when))
    assert receipt["accepted"] == 1
    (event,) = desk.intake.events
    assert isinstance(event.body, DwpReferralReceived)
    assert event.body.consent_until == until


BY_DUTY: dict[str, Any] = {
    "lawful_basis": "NCS_STATUTORY_DUTY", "consent_reference": None, "consent_given_at": None, "consent_scope": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("profile", "since", "accepted"),
    [
        ("statutory_v1", date(2026, 11, 18), 1),
        ("statutory_v1", date(2026, 11, 19), 0),
        ("statutory_v1", None, 0),
        ("referral_v1", date(2026, 11, 18), 0),
    ],
)
async def test_the_statutory_duty_counts_for_a_feed_that_claims_it_and_from_its_day(
    profile: str, since: date | None, accepted: int
) -> None:
    """Received on 18 November: a profile alone opens nothing, nor does the day for a feed that claims no duty."""
    duty = StatutoryDuty(() if since is None else ((since, True),))
    desk = Desk(profile, LawfulBases(duty))
    receipt = await desk.records(record(**BY_DUTY))
    assert receipt["accepted"] == accepted
    assert [rule for _, rule in parked_rules(receipt)] == ["no_lawful_basis"] * (1 - accepted)
    for event in desk.intake.events:
        assert isinstance(event.body, DwpReferralReceived)
        assert (event.body.lawful_basis, event.body.consent_until) == ("NCS_STATUTORY_DUTY", None)
