"""Hospital referrals and notices to councils, as they were told: kept whole, grouped by referral.

A notice may be told before its referral, a withdrawal before its notice, an answer before what it answers: each is kept
under the id of the referral, and what became of a notice follows from all of them (`hub.domain.notice_courses`).
Source: PRSB Hospital referral for assessment for community care and support v1.1; information standard SCCI2075.
"""

from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

import msgspec

from hub.domain.deaths import Deaths, deaths_after
from hub.domain.rules import Rule
from hub.domain.steps import Step, moment_of
from hub.domain.whereabouts import Hiding, hiding_after
from hub.events.discharge import PatientDiedInHospital, Spell
from hub.events.notices import HospitalReferralMade, NoticeAnswered, NoticeIssued, NoticeWithdrawn
from hub.events.values import Moment

replace = msgspec.structs.replace
B = TypeVar("B")


class Told(msgspec.Struct, Generic[B], frozen=True, array_like=True, gc=False):
    """What one event said, when it happened and at which ordinal."""

    body: B
    at: Moment
    by: int


class Referral(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One referral of a hospital, and everything that was said under its id, each in canonical order.

    `made` is none while only notices, withdrawals or answers are known.  `notes` are contradictions in what was told.
    """

    referral_id: str
    made: Told[HospitalReferralMade] | None = None
    notices: tuple[Told[NoticeIssued], ...] = ()
    withdrawals: tuple[Told[NoticeWithdrawn], ...] = ()
    answers: tuple[Told[NoticeAnswered], ...] = ()
    notes: tuple[tuple[Rule, int], ...] = ()


class ReferralsState(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Every referral of one person in the order in which they came to be known, deaths, and who hides where they live.

    Of somebody who is forgotten the referrals stay for the count.
    """

    referrals: tuple[Referral, ...] = ()
    deaths: Deaths = ()
    hiding: Hiding = ()
    forgotten: bool = False
    died_in_hospital: int | None = None
    """The ordinal of a confirmed death in hospital that came after a referral; none waits for an answer then."""


def fold(state: ReferralsState, step: Step) -> ReferralsState:
    """Return the state after one step, in canonical order; nothing more is kept of somebody who is forgotten."""
    if state.forgotten:
        return state
    put = _PARTS.get(step.event.type)
    if put is not None:
        return _kept(state, step, put)
    if step.event.type == "SubjectKeyDestroyed":
        return replace(state, forgotten=True)
    if state.referrals and isinstance(step.event.body, PatientDiedInHospital):
        died = step.struck is None and step.event.body.confirmed
        state = replace(state, died_in_hospital=step.ordinal) if died else state
    deaths, hiding = deaths_after(state.deaths, step), hiding_after(state.hiding, step.event, step.ordinal)
    if deaths is state.deaths and hiding is state.hiding:
        return state
    return replace(state, deaths=deaths, hiding=hiding)


def _kept(state: ReferralsState, step: Step, put: Callable[[Referral, Told[Any]], Referral]) -> ReferralsState:
    body: Any = step.event.body
    told = Told(body, moment_of(step), step.ordinal)
    found = next((at for at, known in enumerate(state.referrals) if known.referral_id == body.referral_id), None)
    if found is None:
        return replace(state, referrals=(*state.referrals, put(Referral(body.referral_id), told)))
    after = put(state.referrals[found], told)
    return replace(state, referrals=(*state.referrals[:found], after, *state.referrals[found + 1 :]))


def _made(referral: Referral, told: Told[HospitalReferralMade]) -> Referral:
    """The referral itself; of two with one id the first stands."""
    if referral.made is None:
        return replace(referral, made=told)
    return referral if referral.made.body == told.body else _noted(referral, told.by)


def _into(parts: str, name: str) -> Callable[[Referral, Told[Any]], Referral]:
    """Give what adds to one of the tuples of a referral; of two with one id the first stands."""

    def put(referral: Referral, told: Told[Any]) -> Referral:
        known: tuple[Told[Any], ...] = getattr(referral, parts)
        own = getattr(told.body, name)
        same = next((each for each in known if getattr(each.body, name) == own), None)
        if same is None:
            return replace(referral, **{parts: (*known, told)})
        return referral if same.body == told.body else _noted(referral, told.by)

    return put


def _noted(referral: Referral, by: int) -> Referral:
    return replace(referral, notes=(*referral.notes, (Rule.NOTICE_ID_USED_AGAIN, by)))


_PARTS: Final[dict[str, Callable[[Referral, Told[Any]], Referral]]] = {
    "HospitalReferralMade": _made,
    "NoticeIssued": _into("notices", "notice_id"),
    "NoticeWithdrawn": _into("withdrawals", "withdrawal_id"),
    "NoticeAnswered": _into("answers", "answer_id"),
}


def spell_of(referral: Referral, notice: Told[NoticeIssued]) -> Spell | None:
    """Return the stay that a notice is about: the one that it names, else that of its referral."""
    if notice.body.spell is not None or referral.made is None:
        return notice.body.spell
    return referral.made.body.spell


def council_of(referral: Referral, notice: Told[NoticeIssued]) -> str | None:
    """Return the council that a notice was given to: the one that it names, else that of its referral."""
    if notice.body.council is not None or referral.made is None:
        return notice.body.council
    return referral.made.body.council


def first_said(referral: Referral) -> int:
    """Return the ordinal of the first that was said under the id of a referral, but for the referral itself."""
    every: tuple[Told[Any], ...] = (*referral.notices, *referral.withdrawals, *referral.answers)
    return min(told.by for told in every)
