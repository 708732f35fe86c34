"""The carer's own record, folded: what is told of carers themselves, with their own consent.

The carer's record and that of the person they care for are two; what one holds is never copied into the other.
"""

from typing import Final

import msgspec

from hub.domain.carer_links import LINKS
from hub.domain.carer_notices import NOTICES, based, counted
from hub.domain.carer_record import CarerRules, CarerState
from hub.domain.carer_support import SUPPORT
from hub.domain.consent import TYPES, consents_after
from hub.domain.days import day_of
from hub.domain.deaths import deaths_after
from hub.domain.steps import Step
from hub.domain.whereabouts import hiding_after

replace = msgspec.structs.replace
_MOVES: Final = NOTICES | LINKS | SUPPORT
_RULES: Final = CarerRules()


def fold(state: CarerState, step: Step, rules: CarerRules = _RULES) -> CarerState:
    """Return the state after one step, in canonical order; nothing more is kept of somebody who is forgotten."""
    if state.forgotten:
        return state
    kind = step.event.type
    made = _MOVES.get(kind)
    if made is not None:
        return made(state, step, rules)
    if kind in TYPES:
        return based(replace(state, consents=consents_after(state.consents, step, rules.consent)), step, rules)
    if kind == "SubjectKeyDestroyed":
        return replace(counted(state, rules, day_of(step.event.occurred_at)), forgotten=True, links=())
    deaths = deaths_after(state.deaths, step)
    hiding = hiding_after(state.hiding, step.event, step.ordinal)
    if deaths is state.deaths and hiding is state.hiding:
        return state
    return replace(state, deaths=deaths, hiding=hiding)
