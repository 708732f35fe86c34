"""What messages say of the person beside their stays: life, death and hidden whereabouts.

Every function is (state, step) -> state and is called in canonical order.  A cancel takes back what a message says of
the stay, not what it states of the person: that counts whether the event is struck or not.
"""

import msgspec

from hub.domain.deaths import deaths_after
from hub.domain.joint_state import JointState
from hub.domain.spells import Dying, SpellState
from hub.domain.steps import Step, stated_in
from hub.domain.whereabouts import hiding_after
from hub.events.identity import DeathRecorded
from hub.events.values import Source, Stated

replace = msgspec.structs.replace


def state_person(state: JointState, step: Step) -> JointState:
    """Return the state after what an event's message states of the person."""
    event, stated = step.event, stated_in(step.event)
    if isinstance(event.body, DeathRecorded):
        return _dead(state, step, event.body)
    if stated is not None and stated.alive:
        state = _alive(state, step, stated)
    hiding = hiding_after(state.hiding, event, step.ordinal)
    return state if hiding is state.hiding else replace(state, hiding=hiding)


def _dead(state: JointState, step: Step, body: DeathRecorded) -> JointState:
    """A record says that the person died; the same hospital no longer denies what its discharge says."""
    spells = state.spells
    if body.confirmed and body.source is not None:
        spells = tuple(_no_longer_denied(spell, body.source) for spell in spells)
    return replace(state, spells=spells, deaths=deaths_after(state.deaths, step))


def _no_longer_denied(spell: SpellState, source: Source) -> SpellState:
    left = spell.leaving
    if left is None or left.dying is None or spell.trust != source.organisation:
        return spell
    return _with_dying(spell, replace(left.dying, denied=None))


def _alive(state: JointState, step: Step, stated: Stated) -> JointState:
    """A source says that the person lives: what it stated itself is taken back, what its discharge says is denied."""
    spells = tuple(_lives(spell, step, stated) for spell in state.spells)
    deaths = deaths_after(state.deaths, step)
    if deaths is state.deaths and all(new is old for new, old in zip(spells, state.spells, strict=True)):
        return state
    return replace(state, spells=spells, deaths=deaths)


def _lives(spell: SpellState, step: Step, stated: Stated) -> SpellState:
    dying = spell.leaving.dying if spell.leaving is not None else None
    if dying is None or dying.taken_back is not None or step.event.recorded_at < dying.recorded:
        return spell
    if dying.source == stated.source:
        return _with_dying(spell, replace(dying, taken_back=step.ordinal))
    if spell.trust == stated.source.organisation:
        return _with_dying(spell, replace(dying, denied=step.ordinal))
    return spell


def _with_dying(spell: SpellState, dying: Dying) -> SpellState:
    return replace(spell, leavings=(*spell.leavings[:-1], replace(spell.leavings[-1], dying=dying)))
