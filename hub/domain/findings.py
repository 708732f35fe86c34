"""What contradicts what in a person's events: kept and shown, never refused."""

from collections.abc import Iterator
from datetime import date

from hub.domain.assessments import findings_of
from hub.domain.delay_reasons import delay_findings
from hub.domain.episodes import episodes
from hub.domain.joint_state import JointState, confirmed_death
from hub.domain.left_england import back_in_england
from hub.domain.money_findings import money_findings
from hub.domain.moving import not_received
from hub.domain.outcomes import deaths_unheard_of, unplaced
from hub.domain.pathways import pathway_findings
from hub.domain.readiness import readiness_findings
from hub.domain.rules import Rule
from hub.domain.said import Noted
from hub.domain.six_weeks import Policy
from hub.domain.spells import CONFIRMED, SpellState, compare
from hub.domain.stated_origins import contradicted
from hub.domain.unknown_class import set_aside
from hub.events.values import Moment


def findings(state: JointState, policy: Policy, on: date) -> tuple[Noted, ...]:
    """Return the contradictions as seen on a day, by the event that brought each in.

    Of a discharge that was written ahead of its day it is one only until that day (`hub.domain.ahead`).  `policy` is
    the window's length by date.
    """
    found = [*state.notes]
    found += [Noted(Rule.CLASS_UNKNOWN, said.by, index) for index, said in set_aside(state, policy).items()]
    for index, spell in enumerate(state.spells):
        gone = spell.leaving is not None
        found += [Noted(rule, by, index) for rule, by in spell.notes if not (gone and rule is Rule.DISCHARGED_AHEAD)]
        if spell.cancelled is None:
            found += _of_spell(state, index, spell)
            said = (*readiness_findings(spell), *delay_findings(spell), *pathway_findings(spell))
            found += [Noted(rule, by, index) for rule, by in said]
    for line in state.lines:
        found += [Noted(rule, by) for rule, by in line.notes]
    found += money_findings(state)
    known = episodes(state, policy)
    found += [Noted(Rule.ORIGIN_CONTRADICTED, each.said.by) for each in contradicted(state, known)]
    standing = [episode for episode in known if episode.void_by is None]
    if not state.hiding:
        back = {by for episode in standing for by in back_in_england(state, episode.window)}
        found += [Noted(Rule.BACK_IN_ENGLAND, by) for by in back]
    if state.coordination is not None and state.coordination.outcomes:
        found += [Noted(Rule.OUTCOME_UNPLACED, outcome.by) for outcome in unplaced(state, standing)]
        found += [Noted(Rule.DIED_WITHOUT_DEATH, outcome.by) for outcome in deaths_unheard_of(state)]
    for assessment in state.assessments:
        found += [Noted(rule, by) for rule, by in findings_of(assessment)]
    gone_missing = not_received(state, on)
    found += [] if gone_missing is None else [gone_missing]
    return tuple(sorted(found, key=lambda note: (note.by, note.rule)))


def _of_spell(state: JointState, index: int, spell: SpellState) -> Iterator[Noted]:
    left, admitted = spell.leaving, spell.admitted
    if spell.patient_class is not None and spell.turned_on_leaving:
        yield Noted(Rule.CLASS_ON_LEAVING, spell.patient_class.by, index)
    denied = left.dying.denied if left is not None and left.dying is not None else None
    if left is not None and denied is not None and left.death == CONFIRMED:
        yield Noted(Rule.LIVES_AND_DIED, denied, index)
    if spell.reported is not None and spell.is_open:
        yield Noted(Rule.REPORTED_ELSEWHERE, spell.reported.by, index)
    if left is not None and admitted is None:
        yield Noted(Rule.NO_ADMISSION_SEEN, left.by, index)
    if left is not None and admitted is not None and compare(left.discharged.value, admitted.value) < 0:
        yield Noted(Rule.DISCHARGED_BEFORE_ADMISSION, max(left.discharged.by, admitted.by), index)
    if admitted is None:
        return
    death = confirmed_death(state)
    if death is not None and compare(death.value, admitted.value) < 0:
        yield Noted(Rule.ACTIVE_AFTER_DEATH, admitted.by, index)
    for other in state.spells[:index]:
        if spell.is_inpatient and _holds(other, admitted.value):
            yield Noted(Rule.SPELLS_OVERLAP, admitted.by, index)
            return


def _holds(other: SpellState, admitted: Moment) -> bool:
    """Say whether an earlier known stay of the person was still open when another began."""
    if other.cancelled is not None or not other.is_inpatient or not other.begun:
        return False
    return other.leaving is None or compare(other.leaving.discharged.value, admitted) > 0
