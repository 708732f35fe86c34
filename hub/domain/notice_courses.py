"""What became of each notice: issued, answered, withdrawn, whatever came first.

A withdrawal or an answer that names a notice is about that one.  One that names none is about notices of its kind under
its referral that were issued by then; where none was, about the first one issued later, because clocks differ.
Source: information standard SCCI2075 (workflow of assessment, discharge and withdrawal notices); the pairing where no
notice is named is a rule of this product.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from hub.domain.machine import BEGINNING, Machine, move
from hub.domain.notice_codes import WITHDRAWAL, WITHDRAWN_KINDS
from hub.domain.notices import Referral, Told
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.events.notices import NoticeAnswered, NoticeIssued, NoticeWithdrawn

ISSUED, ACCEPTED, REJECTED, WITHDRAWN = "ISSUED", "ACCEPTED", "REJECTED", "WITHDRAWN"

NOTICE: Final = Machine(
    "notice",
    (
        move("NoticeIssued", BEGINNING, ISSUED),
        move("NoticeAnswered", f"{ISSUED} {REJECTED}", ACCEPTED),
        move("NoticeAnswered", f"{ISSUED} {ACCEPTED}", REJECTED),
        move("NoticeWithdrawn", f"{ISSUED} {ACCEPTED} {REJECTED}", WITHDRAWN),
    ),
    frozenset({WITHDRAWN}),
)
_RULES: Final = {
    ISSUED: Rule.NOTICE_STANDS,
    ACCEPTED: Rule.NOTICE_ACCEPTED,
    REJECTED: Rule.NOTICE_REJECTED,
    WITHDRAWN: Rule.NOTICE_TAKEN_BACK,
}
_Answer = Told[NoticeAnswered]
_Withdrawal = Told[NoticeWithdrawn]


class Course(NamedTuple):
    """One notice with its state, the answer that holds, the first answer, the withdrawal, and what did not fit."""

    notice: Told[NoticeIssued]
    state: Said[str]
    answer: _Answer | None = None
    first_answer: _Answer | None = None
    withdrawal: _Withdrawal | None = None
    notes: tuple[tuple[Rule, int], ...] = ()


class Courses(NamedTuple):
    """Every notice of a referral, which notices each withdrawal and answer is about, and answers of withdrawals.

    `withdrawals` and `answers` give the places of notices, in the order of `Referral`.  `receipts` give the newest
    answer of each withdrawal, and `unmet` are the withdrawals and answers that have not met what they are about.
    """

    notices: tuple[Course, ...]
    withdrawals: tuple[tuple[int, ...], ...]
    answers: tuple[int | None, ...]
    receipts: tuple[_Answer | None, ...]
    unmet: tuple[int, ...]


def courses(referral: Referral) -> Courses:
    """Return what became of every notice of a referral."""
    withdrawn = _withdrawn(referral)
    answered = _answered(referral)
    receipts, lost = _receipts(referral, withdrawn)
    about: list[list[tuple[int, Told[Any]]]] = [[] for _ in referral.notices]
    for withdrawal, places in zip(referral.withdrawals, withdrawn, strict=True):
        for place in places:
            about[place].append((withdrawal.by, withdrawal))
    for answer, at in zip(referral.answers, answered, strict=True):
        if at is not None:
            about[at].append((answer.by, answer))
    unmet = [each.by for each, places in zip(referral.withdrawals, withdrawn, strict=True) if not places]
    unmet += [
        each.by
        for each, at in zip(referral.answers, answered, strict=True)
        if at is None and each.body.kind != WITHDRAWAL
    ]
    found = tuple(_course(notice, said) for notice, said in zip(referral.notices, about, strict=True))
    return Courses(found, withdrawn, answered, receipts, tuple(sorted([*unmet, *lost])))


def _course(notice: Told[NoticeIssued], about: Sequence[tuple[int, Told[Any]]]) -> Course:
    """Run the machine over what is about one notice, in canonical order."""
    course = Course(notice, Said(NOTICE.after(BEGINNING, "NoticeIssued") or ISSUED, notice.by, _RULES[ISSUED]))
    for by, told in sorted(about, key=lambda each: each[0]):
        event, target = _step(told)
        if not fits(course.state.value, event, target):
            course = course._replace(notes=(*course.notes, (_misfit(course.state.value, event), by)))
            continue
        course = course._replace(state=Said(target, by, _RULES[target]))
        if isinstance(told.body, NoticeWithdrawn):
            course = course._replace(withdrawal=told)
        else:
            course = course._replace(answer=told, first_answer=course.first_answer or told)
    return course


def _step(told: Told[Any]) -> tuple[str, str]:
    if isinstance(told.body, NoticeWithdrawn):
        return "NoticeWithdrawn", WITHDRAWN
    return "NoticeAnswered", ACCEPTED if told.body.accepted else REJECTED


def fits(state: str, event: str, target: str) -> bool:
    """Say whether an event may lead from one state of a notice to another."""
    return any(each.event == event and state in each.sources and each.target == target for each in NOTICE.moves)


def _misfit(state: str, event: str) -> Rule:
    if event == "NoticeWithdrawn":
        return Rule.NOTICE_WITHDRAWN_AGAIN
    return Rule.ANSWERED_AFTER_WITHDRAWAL if state == WITHDRAWN else Rule.NOTICE_ANSWERED_AGAIN


def _named(referral: Referral, notice_id: str) -> list[int]:
    return [at for at, notice in enumerate(referral.notices) if notice.body.notice_id == notice_id]


def _withdrawn(referral: Referral) -> tuple[tuple[int, ...], ...]:
    """Give the places of the notices that each withdrawal takes back.

    Without an id these are all of its kind that were issued by then and not withdrawn yet; when all were, the newest of
    them once more, which is noted.
    """
    gone: set[int] = set()
    found = []
    for told in referral.withdrawals:
        if told.body.notice_id is not None:
            places = _named(referral, told.body.notice_id)
        else:
            kinds = WITHDRAWN_KINDS.get(told.body.kind, frozenset({told.body.kind}))
            places = [at for kind in sorted(kinds) for at in _of_kind(referral, kind, told.by, gone)]
        gone.update(places)
        found.append(tuple(places))
    return tuple(found)


def _of_kind(referral: Referral, kind: str, by: int, gone: set[int]) -> list[int]:
    alike = [at for at, notice in enumerate(referral.notices) if notice.body.kind == kind]
    issued = [at for at in alike if referral.notices[at].by < by]
    return [at for at in issued if at not in gone] or issued[-1:] or alike[:1]


def _answered(referral: Referral) -> tuple[int | None, ...]:
    """Give the place of the notice that each answer is about: without an id the newest that had no answer yet.

    The answer of a withdrawal is about no notice.
    """
    had: set[int] = set()
    found: list[int | None] = []
    for told in referral.answers:
        place = None if told.body.kind == WITHDRAWAL else _answered_by(referral, told, had)
        found.append(place)
        had.update(() if place is None else (place,))
    return tuple(found)


def _answered_by(referral: Referral, told: _Answer, had: set[int]) -> int | None:
    if told.body.notice_id is not None:
        places = _named(referral, told.body.notice_id)
    else:
        places = _of_kind(referral, told.body.kind, told.by, had)
    return places[-1] if places else None


def _receipts(referral: Referral, withdrawn: Sequence[Sequence[int]]) -> tuple[tuple[_Answer | None, ...], list[int]]:
    """Give the newest answer of each withdrawal, and the ordinals of answers that have not met one."""
    receipts: list[_Answer | None] = [None] * len(referral.withdrawals)
    lost = []
    for told in referral.answers:
        if told.body.kind == WITHDRAWAL:
            place = _receipt_of(referral, told, withdrawn, receipts)
            if place is None:
                lost.append(told.by)
            else:
                receipts[place] = told
    return tuple(receipts), lost


def _receipt_of(
    referral: Referral, told: _Answer, withdrawn: Sequence[Sequence[int]], receipts: Sequence[_Answer | None]
) -> int | None:
    """Give the place of the withdrawal that an answer is about: the newest by then, one without an answer first."""
    about = list(range(len(withdrawn)))
    if told.body.notice_id is not None:
        named = set(_named(referral, told.body.notice_id))
        about = [at for at in about if named & set(withdrawn[at])]
    by_then = [at for at in about if referral.withdrawals[at].by < told.by]
    chosen = [at for at in by_then if receipts[at] is None][-1:] or by_then[-1:] or about[:1]
    return chosen[0] if chosen else None
