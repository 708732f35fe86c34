"""What a council does in a case, and what the person says about it."""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from hub.domain.consent import EARLY_HELP, consents_after
from hub.domain.days import day_of
from hub.domain.early_help_case import (
    CASE,
    DECLINED,
    NEEDS_BASIS,
    NO_CONTACT,
    Case,
    EarlyHelpRules,
    EarlyHelpState,
    HelpStep,
    basis_of,
    caught_up,
    climbed,
    noted,
    with_step,
)
from hub.domain.early_help_places import changed, found_or_new
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.steps import Step, moment_of

replace = msgspec.structs.replace
PERSON: Final = "PERSON"


def act(state: EarlyHelpState, step: Step, rules: EarlyHelpRules) -> EarlyHelpState:
    """One step of a council: it moves the case where it fits and a lawful basis is in force, else it is a finding.

    Declining needs no basis: nobody has to agree to anything in order to say no.
    """
    body: Any = step.event.body
    place, case = found_or_new(state, step, body.referral_id)
    what, made = step.event.type, getattr(body, "made", None)
    on = day_of(step.event.occurred_at)
    basis = basis_of(state, case, rules, on)
    case = caught_up(case, basis, on)
    wrong = _faults(case, step, held=basis is None)
    after = None if _BARS & set(wrong) else CASE.after(case.state.value, what)
    if after is not None and made is not False:
        case = replace(case, state=Said(after, step.ordinal, Rule.EARLY_HELP_STEP))
    for rule in wrong:
        case = noted(case, rule, step.ordinal)
    counted = after is not None
    case = with_step(
        case, HelpStep(what, moment_of(step), step.ordinal, body.council, getattr(body, "how", None), made, counted)
    )
    return changed(state, place, _filled(case, body, step.ordinal) if counted else case)


_BARS: Final = frozenset({Rule.STEP_WITHOUT_BASIS, Rule.STEP_OUT_OF_TURN, Rule.STEP_AGAINST_WISH})


def _faults(case: Case, step: Step, *, held: bool) -> list[Rule]:
    """Return what is wrong with a step where the case stands."""
    body: Any = step.event.body
    found = []
    declines = step.event.type == "EarlyHelpDeclined"
    if held and case.state.value in NEEDS_BASIS and not declines:
        found.append(Rule.STEP_WITHOUT_BASIS)
    elif case.state.value == DECLINED and not declines:
        found.append(Rule.STEP_AGAINST_WISH)
    elif CASE.after(case.state.value, step.event.type) is None:
        found.append(Rule.STEP_OUT_OF_TURN)
    if case.council is not None and body.council not in {None, case.council.value}:
        found.append(Rule.STEP_OF_ANOTHER_COUNCIL)
    return found


def _filled(case: Case, body: Any, by: int) -> Case:
    """Take from a step what the case did not know: the council that acts, the assessment that it leads to."""
    if case.council is None and body.council is not None:
        case = replace(case, council=Said(body.council, by, Rule.EARLY_HELP_STEP))
    assessment = getattr(body, "assessment_id", None)
    return case if assessment is None else replace(case, assessment_id=assessment)


def say(state: EarlyHelpState, step: Step, rules: EarlyHelpRules) -> EarlyHelpState:
    """A word of the person: consent opens what it is about, also what was declined; taking it back holds it."""
    state = replace(state, consents=consents_after(state.consents, step, rules.consent))
    word = state.consents[-1]
    if word.scope not in {EARLY_HELP, None}:
        return state
    heard = (_heard(state, case, step, rules) if word.about is None or word.about in case.ids else case
             for case in state.cases)  # fmt: skip
    return replace(state, cases=tuple(heard))


def _heard(state: EarlyHelpState, case: Case, step: Step, rules: EarlyHelpRules) -> Case:
    """Return a case after a word of the person that is about it; a statutory duty goes on whatever they say."""
    given, on = state.consents[-1].given, day_of(step.event.occurred_at)
    basis, was = basis_of(state, case, rules, on), case.state
    name = "ConsentRecorded" if given else "ConsentWithdrawn"
    if given == (basis is not None):
        case = climbed(case, name, step.ordinal, basis, on)
    if case.state is not was and (not given or was.value in _CLOSED):
        rule = Rule.OPENED_BY_WISH if given else Rule.CONSENT_ENDED
        case = replace(case, state=replace(case.state, rule=rule))
    return with_step(case, HelpStep(name, moment_of(step), step.ordinal, PERSON))


_CLOSED: Final = frozenset({DECLINED, NO_CONTACT})

STEPS: Final[dict[str, Callable[[EarlyHelpState, Step, EarlyHelpRules], EarlyHelpState]]] = {
    "EarlyHelpOffered": act,
    "ContactAttempted": act,
    "EarlyHelpScreened": act,
    "InformationGiven": act,
    "SentToAssessment": act,
    "NoContactMade": act,
    "EarlyHelpDeclined": act,
    "ConsentRecorded": say,
    "ConsentWithdrawn": say,
}
