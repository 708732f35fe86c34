"""What is waiting for a person, and who holds it.  It orders work; it never scores anybody.

The first rule that fits decides: what happened after a confirmed death, a suspected one, a hospital bed, a missing or
unsure council, a missed visit, a carer to tell of one, a review that is due, support that has not started or has ended,
a coordinator to name while support runs, what else waits (`hub.domain.open_steps`: an outcome, money, a concern, an
appeal, a move) by its day, running support, nothing.  Of what else waits a concern about the person's safety comes
before the rest, whatever their days are.  Nobody looks for the council of somebody whose whereabouts are hidden: the
hospital that discharged them arranges the support.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from hub.domain.after_death import death_steps
from hub.domain.at_home import missed_at_home
from hub.domain.current_stay import current_stay
from hub.domain.days import day_of
from hub.domain.episodes import OPEN, Episode
from hub.domain.joint_state import JointState, confirmed_death, suspected_death
from hub.domain.line_ends import waits_for_visit
from hub.domain.lines import LineState
from hub.domain.moving import unreceived
from hub.domain.open_steps import Around, open_steps
from hub.domain.readiness import final
from hub.domain.responsible import Responsible
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.six_weeks import plus
from hub.domain.spells import SpellState, compare
from hub.domain.step import COUNCIL, HOSPITAL, ICS, PROVIDER, NextStep
from hub.domain.steps_of_coordination import carer_step, coordinator_step


class Waits(NamedTuple):
    """What comes next on a day, and everything that waits, what is due first before the rest; each of it once.

    What comes next is among it, but for `STEP_NONE`: nothing comes next of the dead, though what others owe them waits.
    """

    next: NextStep
    every: Sequence[NextStep]


def what_waits(state: JointState, around: Around, on: date) -> Waits:
    """Return what waits on a day: for the six weeks, and beside them."""
    beside = open_steps(state, around, on)
    weeks = list(_of_the_weeks(state, around, on))
    step = next(_candidates(state, weeks, beside, on), NextStep(Rule.STEP_NONE, None, None, 0))
    if step.rule is Rule.STEP_NONE:
        return Waits(step, beside)
    asked = [one for one in weeks if one is not step and one.rule not in _NOTHING_TO_DO]
    if not beside and not asked:  # of nearly everybody, asked after every batch
        return Waits(step, (step,))
    return Waits(step, sorted(dict.fromkeys([step, *beside, *asked]), key=lambda each: each.place))


def _candidates(
    state: JointState, weeks: Sequence[NextStep], waiting: Sequence[NextStep], on: date
) -> Iterator[NextStep]:
    """Give what may come next, what does first: `weeks` is what these ask for, `waiting` what waits beside them."""
    death = confirmed_death(state)
    if death is not None:
        yield from sorted(death_steps(state), key=lambda step: step.place)
        yield NextStep(Rule.STEP_NONE, None, None, death.by)
    suspected = suspected_death(state)
    if suspected is not None:
        place = current_stay(state)
        trust = state.spells[-1 if place is None else place].trust if state.spells else None
        yield NextStep(Rule.STEP_CONFIRM_DEATH, HOSPITAL, trust, suspected.by, day_of(suspected.value.at))
    for spell in reversed(state.spells):
        if spell.is_open and spell.is_inpatient:
            yield _in_hospital(spell, on)
    yield from _moving(state)
    if not weeks or weeks[0].rule in _NOTHING_TO_DO:
        yield from _safety_first(waiting)
    yield from weeks[:1]


def _of_the_weeks(state: JointState, around: Around, on: date) -> Iterator[NextStep]:
    current = next((found for found in reversed(around.standing) if found.status(on) == OPEN), None)
    if current is not None and around.responsible is not None:
        yield from _after_discharge(state, current, around.responsible, on)


def _safety_first(waiting: Sequence[NextStep]) -> Sequence[NextStep]:
    return sorted(waiting, key=lambda step: step.rule is not Rule.STEP_SAFEGUARD)


_NOTHING_TO_DO = frozenset({Rule.STEP_SUPPORT, Rule.STEP_NONE})
"""Support goes on as planned, or nobody waits for any: whatever else waits comes first."""


def _in_hospital(spell: SpellState, on: date) -> NextStep:
    ready = None if spell.ready is None else final(spell)
    if ready is not None and day_of(ready.since.at) <= on:
        return NextStep(Rule.STEP_DISCHARGE, HOSPITAL, spell.trust, ready.stated.by, day_of(ready.since.at))
    expected = spell.expected.value if spell.expected else None
    due = None if expected is None else day_of(expected.at)
    known = spell.admitted or spell.place or spell.expected or spell.ready or spell.patient_class or spell.leave
    return NextStep(Rule.STEP_STAY, HOSPITAL, spell.trust, known.by if known else 0, due)


def _moving(state: JointState) -> Iterator[NextStep]:
    left = unreceived(state)
    if left is not None:
        yield NextStep(Rule.STEP_RECEIVE, HOSPITAL, None, left.leaving.by, plus(left.day, 1))


def _after_discharge(state: JointState, episode: Episode, responsible: Responsible, on: date) -> Iterator[NextStep]:
    """Give what the weeks ask for, what comes next first."""
    by, council = episode.discharged.by, responsible.council
    if council is None and responsible.hidden is None:
        yield _council_to_find(responsible, episode)
    lines = [line for line in state.lines if any(span.touches(*episode.window) for span in line.spans)]
    yield from (step for step in (_missed_visit(state, episode, on), carer_step(state, episode, on)) if step)
    pathway = _pathway(state, episode)
    if pathway is not None and pathway.value == "P0" and all(line.last_day and line.last_day < on for line in lines):
        yield NextStep(Rule.STEP_NONE, None, None, pathway.by)
        return
    holder = None if council is None else council.value
    if _review_is_due(state, lines, episode, on):
        yield NextStep(Rule.STEP_REVIEW, COUNCIL, holder, by, episode.decision_due)
    running = _running(lines, on)
    if running is None:
        hidden = responsible.hidden is not None
        who = (HOSPITAL, state.spells[episode.spell].trust) if hidden else (COUNCIL, holder)
        rule = Rule.STEP_ARRANGE_WITH_PERSON if hidden else Rule.STEP_START_SUPPORT
        yield NextStep(rule, *who, by, _without_support_since(lines, episode, on))
    naming = coordinator_step(state, episode, responsible, on)
    if naming is not None:
        yield naming
    if running is not None:
        yield running


def _council_to_find(responsible: Responsible, episode: Episode) -> NextStep:
    ics = responsible.ics.value[0] if responsible.ics else None
    rule = Rule.STEP_FIND_COUNCIL if responsible.likely is None else Rule.STEP_CONFIRM_COUNCIL
    return NextStep(rule, ICS, ics, episode.discharged.by, responsible.since or episode.window.first)


def _pathway(state: JointState, episode: Episode) -> Said[str] | None:
    return state.spells[episode.spell].pathway


def _missed_visit(state: JointState, episode: Episode, on: date) -> NextStep | None:
    """Of the visits that were missed since the hour of leaving the first; also of a line whose start nobody told."""
    waits = []
    for line in state.lines:  # of nearly all of whom no visit was missed
        missed = waits_for_visit(line, missed_at_home(state, episode, line), on) if line.troubles else None
        if missed is not None:
            waits.append((missed.value, missed.by, line.provider))
    if not waits:
        return None
    planned, by, provider = min(waits)
    return NextStep(Rule.STEP_VISIT, PROVIDER, provider, by, day_of(planned))


def _review_is_due(state: JointState, lines: Sequence[LineState], episode: Episode, on: date) -> bool:
    """Say whether support began, its review's day (28) has come, and nobody has reviewed it since they left.

    What was assessed in the bed on the day of leaving is no review: who leaves is assessed after it (Hospital discharge
    and community support guidance).
    """
    started = any(span.first <= on for line in lines for span in line.spans)
    reviewed = state.reviewed is not None and compare(state.reviewed.value, episode.discharged.value) >= 0
    return started and not reviewed and (episode.window.day_number(on) or 0) >= episode.times.review


def _running(lines: Sequence[LineState], on: date) -> NextStep | None:
    """The first of the lines that runs on a day; none where each has ended or is still to begin."""
    for line in lines:
        span = line.on(on)
        if span is not None:
            return NextStep(Rule.STEP_SUPPORT, PROVIDER, line.provider, span.by)
    return None


def _without_support_since(lines: Sequence[LineState], episode: Episode, on: date) -> date:
    """The day after the last one on which support ran, or the day of discharge where none ran since."""
    ended = [span.last for line in lines for span in line.spans if span.last is not None and span.last < on]
    return max([episode.window.first, *(plus(day, 1) for day in ended)])
