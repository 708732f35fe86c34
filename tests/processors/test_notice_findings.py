"""What contradicts what in referrals and notices, and what the council is shown because of it."""

import pytest

from hub.domain.notice_codes import REASONS
from tests.domain.stories import Story
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
    rules,
    shown,
    states,
    withdrawn,
)
from tests.processors.people import fold


def test_consent_and_safeguarding_are_shown_to_the_council() -> None:
    """A notice without consent, its own or that of its referral; safeguarding on the referral."""
    story = Story()
    story.tell("2026-11-05T10:00", made(consent="N", safeguarding=True))
    story.tell("2026-11-05T10:05", issued("N1"))
    story.tell("2026-11-05T10:06", issued("N2", consent="Y"))
    story.tell("2026-11-05T10:07", issued("N3", consent="N"))
    (referral,) = shown(story)
    assert rules(referral["findings"]) == ["safeguarding_said"]
    found = [rules(notice["findings"]) for notice in referral["notices"]]
    assert found == [["consent_not_given"], [], ["consent_not_given"]]
    assert REFERRALS.reasons(fold(story, REFERRALS), ON)["referrals.0.notices.0.findings.0"] == (
        1,
        "consent_not_given",
    )


def test_unknown_codes_are_kept_and_told() -> None:
    """Shown as they came, with a finding each; nothing of them goes into a fact."""
    story = Story()
    story.tell("2026-11-05T10:00", made(consent="MAYBE"))
    story.tell("2026-11-05T10:05", issued(kind="Ashworth", carer_consulted="X"))
    story.tell("2026-11-05T10:06", withdrawn(kind="Ashworth", reason="14"))
    story.tell("2026-11-05T10:07", answered(kind="Ashworth"))
    (referral,) = shown(story)
    places = [referral, referral["notices"][0], referral["withdrawals"][0], referral["answers"][0]]
    assert all("notice_code_unknown" in rules(place["findings"]) for place in places)
    assert referral["notices"][0]["withdrawn_because"] == {"code": "14", "words": None, "effect": None}
    (body,) = facts(story, "NoticeFigures")
    assert (body["kind"], body["withdrawn_because"], body["withdrawn_on"]) == ("", None, "2026-11-05")


def test_an_id_with_another_content_is_told_and_the_first_stands() -> None:
    """Of referral, notice, withdrawal and answer; the same content again is nothing new."""
    story = referred()
    story.tell("2026-11-06T12:00", withdrawn())
    story.tell("2026-11-06T12:01", answered())
    for body in (made(), issued(), withdrawn(), answered()):
        story.tell("2026-11-07T12:00", body)
    assert rules(shown(story)[0]["findings"]) == []
    for body in (
        made(council=OTHER_COUNCIL), issued(kind="DISCHARGE"), withdrawn(reason="12"), answered(accepted=False)
    ):  # fmt: skip
        story.tell("2026-11-08T12:00", body)
    (referral,) = shown(story)
    assert rules(referral["findings"]) == ["notice_id_used_again"] * 4
    assert (referral["council"], referral["notices"][0]["kind"]) == (COUNCIL, "ASSESSMENT")


def test_a_withdrawal_or_an_answer_of_another_kind_is_told() -> None:
    """The id decides, and the contradiction is shown."""
    story = referred()
    story.tell("2026-11-06T09:00", answered(kind="DISCHARGE", notice_id="N1"))
    story.tell("2026-11-06T12:00", withdrawn(kind="DISCHARGE", notice_id="N1"))
    (referral,) = shown(story)
    assert states(story) == {"N1": "WITHDRAWN"}
    assert rules(referral["answers"][0]["findings"]) == ["notice_of_another_kind"]
    assert rules(referral["withdrawals"][0]["findings"]) == ["notice_of_another_kind"]


@pytest.mark.parametrize("code", sorted(REASONS))
def test_a_reason_withdraws_and_does_nothing_else(code: str) -> None:
    """All 13: the same facts and the same listing, whatever the reason says of the person."""
    story, other = referred(), referred()
    story.tell("2026-11-06T12:00", withdrawn(reason=code))
    other.tell("2026-11-06T12:00", withdrawn(reason="13"))
    said, reference = (REFERRALS.outline(fold(each, REFERRALS), ON) for each in (story, other))
    assert [f.body.replace(f'"{code}"', '"13"') for f in said.facts] == [f.body for f in reference.facts]
    assert (said.wakes_on, said.listing) == (None, None)
    assert shown(story)[0]["notices"][0]["withdrawn_because"]["effect"].endswith(".")


@pytest.mark.parametrize(("code", "rule"), [("08", "withdrawn_for_death"), ("06", "withdrawn_for_another_council")])
def test_death_and_another_council_are_shown(code: str, rule: str) -> None:
    """The council sees them beside the withdrawal."""
    story = referred()
    story.tell("2026-11-06T12:00", withdrawn(reason=code))
    assert rules(shown(story)[0]["withdrawals"][0]["findings"]) == [rule]


def test_there_are_13_reasons() -> None:
    """01 to 13, each in words."""
    assert list(REASONS) == [f"{number:02}" for number in range(1, 14)]
