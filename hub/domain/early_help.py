"""Early help: people whom DWP, a GP or children's services pass on, so that a council can offer support in time.

Consent or a statutory duty is checked first; without one the case is held and nobody is offered anything.  The person
may decline at any time and it costs them nothing.  Nobody is scored, and no rule refuses: people decide.  Nothing here
ever goes back to a sender.
"""

from typing import Final

import msgspec

from hub.domain.days import day_of
from hub.domain.deaths import deaths_after
from hub.domain.early_help_case import CASE, Case, EarlyHelpRules, EarlyHelpState, counted
from hub.domain.early_help_deaths import says_alive
from hub.domain.early_help_notices import NOTICES
from hub.domain.early_help_steps import STEPS
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.steps import Step
from hub.domain.whereabouts import hiding_after

replace = msgspec.structs.replace
_MOVES: Final = NOTICES | STEPS
_RULES: Final = EarlyHelpRules()


def fold(state: EarlyHelpState, step: Step, rules: EarlyHelpRules = _RULES) -> EarlyHelpState:
    """Return the state after one step, in canonical order; nothing more is kept of somebody who is forgotten."""
    if state.forgotten:
        return state
    made = _MOVES.get(step.event.type)
    if made is not None:
        return made(state, step, rules)
    if step.event.type == "SubjectKeyDestroyed":
        return replace(state, forgotten=True, cases=tuple(_erased(case, step, rules) for case in state.cases))
    deaths = deaths_after(state.deaths, step)
    hiding = hiding_after(state.hiding, step.event, step.ordinal)
    lives = step.ordinal if says_alive(state, step) else state.lives
    if deaths is state.deaths and hiding is state.hiding and lives == state.lives:
        return state
    return replace(state, deaths=deaths, hiding=hiding, lives=lives)


def _erased(case: Case, step: Step, rules: EarlyHelpRules) -> Case:
    case = counted(case, rules, day_of(step.event.occurred_at))
    after = CASE.after(case.state.value, step.event.type)
    return replace(case, state=Said(after or case.state.value, step.ordinal, Rule.FORGOTTEN))
