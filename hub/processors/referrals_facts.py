"""What others are told of notices: that one is unanswered, and what counts in the figures; codes and days alone."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

import msgspec

from hub.domain.council_area import areas_of_council, system_of
from hub.domain.days import day_of
from hub.domain.figures_of_notices import NOTICE_FIGURES, NoticeFigures
from hub.domain.homes import AreaLookup
from hub.domain.ids import named
from hub.domain.notice_codes import KINDS, REASONS
from hub.domain.notice_courses import Course, courses
from hub.domain.notice_policy import NoticePolicy, answer_due, waits_since
from hub.domain.notices import ReferralsState, Told, council_of, spell_of
from hub.domain.steps import Fact

NOTICE_UNANSWERED: Final = "NoticeUnanswered"
_JSON: Final = msgspec.json.Encoder().encode
_NAMESPACE: Final = uuid.UUID("5f2a1c9e-3f4b-5a55-9c8b-0d6a8f7e21c4").bytes


class UnansweredBody(msgspec.Struct, frozen=True, gc=False):
    """The JSON of an alert; fields are in the order of their names, so that one content has one text."""

    council: str | None
    due_on: date
    ics: str | None
    issued_on: date
    kind: str
    since: date
    trust: str | None


class Given(NamedTuple):
    """One notice of a person: what became of it, to whom and by whom it was given, from which day it is overdue.

    `key` names it so that no id of a hospital is told.  `council` is none while the whereabouts are hidden, `late_from`
    is none where no answer is waited for.  `referred_on` is the day of the referral, on the one notice whose answer was
    the first under it.
    """

    course: Course
    key: str
    council: str | None
    trust: str | None
    due: date | None
    late_from: date | None
    referred_on: date | None


def given(state: ReferralsState, policy: NoticePolicy) -> Iterator[Given]:
    """Give every notice of a person."""
    for referral in state.referrals:
        met = courses(referral).notices
        first = _first_answered(met)
        for place, course in enumerate(met):
            spell = spell_of(referral, course.notice)
            yield Given(
                course,
                named(_NAMESPACE, f"{referral.referral_id}\0{course.notice.body.notice_id}"),
                None if state.hiding else council_of(referral, course.notice),
                spell.trust if spell else None,
                answer_due(course.notice, policy),
                waits_since(state, course, policy),
                _day(referral.made) if place == first else None,
            )


def _first_answered(met: Sequence[Course]) -> int | None:
    """Give the place of the notice whose answer was the first under its referral."""
    answered = [(course.first_answer.by, place) for place, course in enumerate(met) if course.first_answer is not None]
    return min(answered)[1] if answered else None


def unanswered_fact(notice: Given, areas: AreaLookup, today: date) -> Fact | None:
    """Return the alert of a notice that is overdue today: one for each notice, so that it opens and closes once."""
    due, late = notice.due, notice.late_from
    if due is None or late is None or late > today:
        return None
    told = notice.course.notice
    ics = system_of(areas, notice.council, late)
    body = UnansweredBody(notice.council, due, ics, day_of(told.at.at), told.body.kind, late, notice.trust)
    return Fact(NOTICE_UNANSWERED, notice.key, _JSON(body).decode())


def figures_fact(notice: Given, areas: AreaLookup) -> Fact:
    """Return what counts of a notice; nothing of it depends on the day on which it is told."""
    course = notice.course
    issued, answered = day_of(course.notice.at.at), _day(course.first_answer)
    rejected = course.answer if course.answer is not None and not course.answer.body.accepted else None
    reason = None if course.withdrawal is None else course.withdrawal.body.reason
    body = NoticeFigures(
        answered_on=answered,
        areas=areas_of_council(areas, notice.council, issued),
        issued_on=issued,
        kind=_known(course.notice.body.kind, KINDS) or "",
        referred_on=notice.referred_on,
        rejected_on=_day(rejected),
        trust=notice.trust or "",
        waited=None if answered is None else max(0, (answered - issued).days),
        withdrawn_because=_known(reason, REASONS),
        withdrawn_on=_day(course.withdrawal),
    )
    return Fact(NOTICE_FIGURES, notice.key, _JSON(body).decode())


def _day(told: Told[Any] | None) -> date | None:
    return None if told is None else day_of(told.at.at)


def _known(code: str | None, codes: Collection[str]) -> str | None:
    """Give a code that there is: what a sender wrote in its place is told to nobody."""
    return code if code in codes else None
