"""The times that rules set, as data by date: what an operator may set otherwise from a day on, under plain names.

Source: the joint six weeks of the National Care Service proposal (6.5) for the window, its 7.4 for coordinator and
safety net, its 4.3 for appeals; for what law and guidance set see `hub.domain.law`, for how long a consent
lasts `hub.domain.lawful_bases`; the time to answer a notice, to decide about a short break, for the papers of a move
and until a visit is late are rules of this product.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from hub.domain import policy_names as names
from hub.domain.appeal_clocks import AppealPolicy
from hub.domain.break_policy import BreakPolicy
from hub.domain.by_date import Entries
from hub.domain.law import Law
from hub.domain.lawful_bases import CONSENTS, ConsentPolicy, LawfulBases, StatutoryDuty
from hub.domain.notice_policy import NoticePolicy
from hub.domain.portability_policy import USUAL_PAPERS
from hub.domain.six_weeks import Policy
from hub.domain.visit_policy import VISITS, VisitPolicy


class Setting(NamedTuple):
    """One time, or the amount, under its name, in force from a day on."""

    name: str
    since: date
    value: int


class Policies(NamedTuple):
    """What the six weeks, notices, appeals, short breaks, law, moves, passing people on, consent and visits go by."""

    six_weeks: Policy = Policy()
    notices: NoticePolicy = NoticePolicy()
    appeals: AppealPolicy = AppealPolicy()
    breaks: BreakPolicy = BreakPolicy()
    duty: StatutoryDuty = StatutoryDuty()
    law: Law = Law()
    papers: Entries = USUAL_PAPERS
    """Days before a move by which its papers have come."""
    consent: ConsentPolicy = CONSENTS
    visits: VisitPolicy = VISITS

    @property
    def bases(self) -> LawfulBases:
        """On what somebody may be passed on."""
        return LawfulBases(self.duty, self.consent)


def policies(settings: Iterable[Setting]) -> Policies:
    """Return the policies of settings; before the first one of a name the rule of the product holds."""
    known, usual = sorted(settings), Policies()
    appeals = usual.appeals
    return Policies(
        _six_weeks(usual.six_weeks, known),
        usual.notices._replace(answer_within=_with(usual.notices.answer_within, names.ANSWER_NOTICE, known)),
        appeals._replace(
            acknowledge_within=_with(appeals.acknowledge_within, names.ACKNOWLEDGE_APPEAL, known),
            decide_within=_with(appeals.decide_within, names.DECIDE_APPEAL, known),
        ),
        usual.breaks._replace(decide_within=_with(usual.breaks.decide_within, names.DECIDE_BREAK, known)),
        law=_law(usual.law, known),
        papers=_with(usual.papers, names.PAPERS, known),
        consent=ConsentPolicy(_with(usual.consent.lasts, names.CONSENT_LASTS, known)),
        visits=VisitPolicy(_with(usual.visits.late_after, names.VISIT_LATE, known)),
    )


def _six_weeks(usual: Policy, known: Iterable[Setting]) -> Policy:
    return Policy(
        _with(usual.lengths, names.WINDOW_DAYS, known),
        _with(usual.milestones, names.MILESTONE_DAY, known),
        _with(usual.reviews, names.REVIEW_DAY, known),
        _with(usual.decisions, names.DECIDE_BEFORE_END, known),
        _with(usual.coordinators, names.NAME_COORDINATOR, known),
        _with(usual.safety_hours, names.SAFETY_NET, known),
    )


def _law(usual: Law, known: Iterable[Setting]) -> Law:
    return Law(
        _with(usual.decide_chc, names.DECIDE_CHC, known),
        _with(usual.free_programme, names.FREE_PROGRAMME, known),
        _with(usual.programme_pause, names.PROGRAMME_PAUSE, known),
        _with(usual.free_adaptation, names.FREE_ADAPTATION, known),
        _with(usual.look_from, names.LOOK_FROM, known),
        _with(usual.look_by, names.LOOK_BY, known),
        _with(usual.look_again, names.LOOK_AGAIN, known),
    )


def _with(entries: Entries, name: str, settings: Iterable[Setting]) -> Entries:
    """Put the settings of a name, by day, behind what held before; one that changes nothing is left out."""
    for setting in settings:
        if setting.name == name and setting.value != entries[-1][1]:
            entries = (*entries, (setting.since, setting.value))
    return entries
