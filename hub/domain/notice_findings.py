"""What contradicts what in a referral and its notices, and what the council is shown because of it: never refused."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from hub.domain import referral_content as content
from hub.domain.council_codes import is_council
from hub.domain.days import day_of
from hub.domain.notice_codes import (
    ANSWERED_KINDS,
    CARER,
    CONSENT,
    DIED,
    KINDS,
    OTHER_AUTHORITY,
    REASONS,
    THIRD_PARTY,
    WITHDRAWAL,
    WITHDRAWN_KINDS,
    YES_NO,
)
from hub.domain.notice_courses import Course, Courses
from hub.domain.notice_policy import NoticePolicy, Stay, Stays, came_too_early, leaves_before_admission
from hub.domain.notices import Referral, Told, first_said, spell_of
from hub.domain.rules import Rule
from hub.domain.steps import Step
from hub.events.discharge import AdmissionPlanned, Spell, SpellAdmitted
from hub.events.notices import HospitalReferralMade, NoticeAnswered, NoticeIssued, NoticeWithdrawn

Found = tuple[Rule, int]
"""A finding and the ordinal of the event that brought it in."""

_SHOWN: Mapping[str, Rule] = {DIED: Rule.WITHDRAWN_FOR_DEATH, OTHER_AUTHORITY: Rule.WITHDRAWN_FOR_ANOTHER_COUNCIL}


def _unknown(by: int, *pairs: tuple[str | None, Collection[str]]) -> Iterator[Found]:
    """One finding where any code is none of its list; a code that was not sent is no contradiction."""
    if any(code is not None and code not in codes for code, codes in pairs):
        yield Rule.NOTICE_CODE_UNKNOWN, by


def of_referral(referral: Referral, met: Courses) -> list[Found]:
    """Return the findings of a referral itself: unseen, unmet, contradicting, its codes, safeguarding and consent.

    Source: PRSB Hospital referral for assessment for community care and support v1.1 (consent, safeguarding).
    """
    found = [*referral.notes, *((Rule.NOTICE_NOT_SEEN, by) for by in met.unmet)]
    made = referral.made
    if made is None:
        return sorted([*found, (Rule.REFERRAL_NOT_SEEN, first_said(referral))], key=_place)
    body = made.body
    found += _unknown(
        made.by,
        (body.person_informed, YES_NO),
        (body.carer_informed, CARER),
        (body.consent, CONSENT),
        (body.third_party_consent, THIRD_PARTY),
        (body.continuing_healthcare, YES_NO),
        *_content_codes(body),
    )
    found += [(Rule.SAFEGUARDING_SAID, made.by)] if body.safeguarding else []
    return sorted(found, key=_place)


def _content_codes(body: HospitalReferralMade) -> Iterator[tuple[str | None, Collection[str]]]:
    """Give the codes of what a referral says, each with its list; a council's code has the form that they have."""
    yield from ((body.kind, content.KINDS), (body.method, content.METHODS), (body.allergies, content.ALLERGIES))
    yield body.level_of_care, content.LEVELS
    for codes, known in ((body.legal, content.LEGAL), (body.risks, content.RISKS), (body.actions, content.ACTIONS)):
        yield from ((code, known) for code in codes)
    if body.council is not None and not is_council(body.council):
        yield body.council, ()


def of_notice(referral: Referral, course: Course, policy: NoticePolicy, stays: Stays) -> list[Found]:
    """Return the findings of a notice: steps that did not fit, its codes, consent, and how it fits its stay."""
    notice, body = course.notice, course.notice.body
    found = list(course.notes)
    found += _unknown(
        notice.by,
        (body.kind, KINDS),
        (body.person_consulted, YES_NO),
        (body.carer_consulted, CARER),
        (body.consent, CONSENT),
        (body.third_party_consent, THIRD_PARTY),
    )
    consent, by = _consent(referral, notice)
    found += [(Rule.CONSENT_NOT_GIVEN, by)] if consent == "N" else []
    stay = stays.get(spell_of(referral, notice) or Spell("", ""), Stay())
    for rule, at in (
        (Rule.LEAVES_BEFORE_ADMISSION, leaves_before_admission(notice, stay)),
        (Rule.NOTICE_TOO_EARLY, came_too_early(notice, stay, policy)),
    ):
        found += [] if at is None else [(rule, at)]
    return sorted(found, key=_place)


def of_withdrawal(referral: Referral, told: Told[NoticeWithdrawn]) -> list[Found]:
    """Return the findings of a withdrawal: its codes, another kind than that of its notice, and what it tells.

    That the person died, or lives in another council, is shown to the council and changes nothing else by itself.
    """
    body = told.body
    found = list(_unknown(told.by, (body.kind, WITHDRAWN_KINDS), (body.reason, REASONS)))
    kinds = WITHDRAWN_KINDS.get(body.kind)
    found += _another_kind(referral, told.by, body.notice_id, kinds)
    found += [(_SHOWN[body.reason], told.by)] if body.reason in _SHOWN else []
    return sorted(found, key=_place)


def of_answer(referral: Referral, told: Told[NoticeAnswered]) -> list[Found]:
    """Return the findings of an answer: its codes, and another kind than that of its notice."""
    body = told.body
    found = list(_unknown(told.by, (body.kind, ANSWERED_KINDS)))
    kinds = frozenset({body.kind}) if body.kind != WITHDRAWAL else None
    return sorted([*found, *_another_kind(referral, told.by, body.notice_id, kinds)], key=_place)


def _another_kind(referral: Referral, by: int, notice_id: str | None, kinds: frozenset[str] | None) -> Iterator[Found]:
    named = next((each for each in referral.notices if each.body.notice_id == notice_id), None)
    if named is not None and kinds is not None and named.body.kind not in kinds:
        yield Rule.NOTICE_OF_ANOTHER_KIND, max(by, named.by)


def _consent(referral: Referral, notice: Told[NoticeIssued]) -> tuple[str | None, int]:
    """Give the consent that a notice was issued with: its own, else that of its referral."""
    if notice.body.consent is not None or referral.made is None:
        return notice.body.consent, notice.by
    return referral.made.body.consent, max(notice.by, referral.made.by)


def stays_in(steps: Iterable[Step]) -> dict[Spell, Stay]:
    """Return what a person's steps say of admissions, planned and made, by stay: the newest that was not taken back."""
    found: dict[Spell, Stay] = {}
    for step in steps:
        body = step.event.body
        if step.struck is not None or not isinstance(body, SpellAdmitted | AdmissionPlanned):
            continue
        spell = step.spell or body.spell
        known = found.get(spell, Stay())
        if isinstance(body, SpellAdmitted):
            found[spell] = known._replace(admitted=(day_of(body.admitted_at.at), step.ordinal))
        elif body.expected_at is not None:
            found[spell] = known._replace(expected=(day_of(body.expected_at.at), step.ordinal))
    return found


def _place(found: Found) -> tuple[int, int]:
    return found[1], int(found[0])
