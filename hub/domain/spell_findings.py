"""What contradicts what in a person's stays, each finding with both events where there are two: never refused."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from hub.domain.after_death import stay_after
from hub.domain.delay_reasons import delay_findings
from hub.domain.finding import SPELL, About, Finding, others
from hub.domain.joint_state import JointState, confirmed_death, death_at_end
from hub.domain.pathways import pathway_findings
from hub.domain.readiness import readiness_findings
from hub.domain.rules import Rule
from hub.domain.six_weeks import Policy
from hub.domain.spells import CONFIRMED, SpellState, compare
from hub.domain.unknown_class import set_aside
from hub.events.values import Moment


def spell_findings(state: JointState, policy: Policy) -> Iterator[Finding]:
    """Give the findings of every stay, in no order."""
    for index, said in set_aside(state, policy).items():
        yield Finding(Rule.CLASS_UNKNOWN, said.by, _about(state.spells[index]), (), index)
    for index, spell in enumerate(state.spells):
        gone = spell.leaving is not None
        for rule, by in spell.notes:
            if not (gone and rule is Rule.DISCHARGED_AHEAD):
                yield Finding(rule, by, _about(spell), _AGAINST.get(rule, _nothing)(spell), index)
        if spell.cancelled is None:
            yield from _of_spell(state, index, spell)
            for told in (*readiness_findings(spell), *delay_findings(spell), *pathway_findings(spell)):
                yield Finding(told.rule, told.by, _about(spell), others(told.also), index)


def _about(spell: SpellState) -> About:
    return About(SPELL, spell.number, spell.trust)


def _nothing(_spell: SpellState) -> tuple[int, ...]:
    return ()


def _leaving(spell: SpellState) -> tuple[int, ...]:
    return () if spell.leaving is None else (spell.leaving.discharged.by,)


def _both_ends(spell: SpellState) -> tuple[int, ...]:
    return () if spell.leaving is None else (spell.leaving.by, spell.leaving.discharged.by)


def _admission(spell: SpellState) -> tuple[int, ...]:
    return () if spell.admitted is None else (spell.admitted.by,)


_AGAINST: Final[Mapping[Rule, Callable[[SpellState], tuple[int, ...]]]] = {
    Rule.ADMITTED_TWICE: _admission,
    Rule.MOVED_AFTER_LEAVING: _leaving,
    Rule.CLASS_AFTER_LEAVING: _leaving,
    Rule.DISCHARGED_AGAIN: _both_ends,
    Rule.DISCHARGE_TIME_ERASED: _leaving,
    Rule.ENDED_WHILE_VOID: lambda spell: others(spell.cancelled),
}
"""For what was noted while folding: which other events of the stay, as it is held now, the finding is against."""


def _of_spell(state: JointState, index: int, spell: SpellState) -> Iterator[Finding]:
    left, admitted, about = spell.leaving, spell.admitted, _about(spell)
    if spell.patient_class is not None and spell.turned_on_leaving:
        yield Finding(Rule.CLASS_ON_LEAVING, spell.patient_class.by, about, (), index)
    denied = left.dying.denied if left is not None and left.dying is not None else None
    if left is not None and denied is not None and left.death == CONFIRMED:
        yield Finding(Rule.LIVES_AND_DIED, denied, about, (death_at_end(left).by,), index)
    if spell.reported is not None and spell.is_open:
        placed = others(None if spell.place is None else spell.place.by)
        yield Finding(Rule.REPORTED_ELSEWHERE, spell.reported.by, about, placed, index)
    if left is not None and admitted is None:
        yield Finding(Rule.NO_ADMISSION_SEEN, left.by, about, (), index)
    if left is not None and admitted is not None and compare(left.discharged.value, admitted.value) < 0:
        first, last = sorted((left.discharged.by, admitted.by))
        yield Finding(Rule.DISCHARGED_BEFORE_ADMISSION, last, about, (first,), index)
    death = confirmed_death(state)
    late = None if death is None else stay_after(spell, death)
    if death is not None and late is not None:
        yield Finding(Rule.ACTIVE_AFTER_DEATH, late.by, about, (death.by,), index)
    if admitted is not None:
        yield from _of_admission(state, index, spell, admitted.value, admitted.by)


def _of_admission(state: JointState, index: int, spell: SpellState, at: Moment, by: int) -> Iterator[Finding]:
    for other in state.spells[:index]:
        if spell.is_inpatient and _holds(other, at):
            begun = other.admitted or other.seen
            yield Finding(Rule.SPELLS_OVERLAP, by, _about(spell), others(None if begun is None else begun.by), index)
            return


def _holds(other: SpellState, admitted: Moment) -> bool:
    """Say whether an earlier known stay of the person was still open when another began."""
    if other.cancelled is not None or not other.is_inpatient or not other.begun:
        return False
    return other.leaving is None or compare(other.leaving.discharged.value, admitted) > 0
