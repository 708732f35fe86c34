"""Finding a case among those of a person by the id that an event names, and putting it back."""

import msgspec

from hub.domain.early_help_case import RECEIVED, Case, EarlyHelpState, noted
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.steps import Step

replace = msgspec.structs.replace


def place_of(state: EarlyHelpState, *ids: str) -> int | None:
    """Return the place of the first case that is known by one of these ids."""
    return next((place for place, case in enumerate(state.cases) if set(ids) & set(case.ids)), None)


def changed(state: EarlyHelpState, place: int | None, case: Case) -> EarlyHelpState:
    """Return the cases with one put at its place, or at the end."""
    if place is None:
        return replace(state, cases=(*state.cases, case))
    return replace(state, cases=(*state.cases[:place], case, *state.cases[place + 1 :]))


def new_case(ids: tuple[str, ...], by: int) -> Case:
    """Return a case of which nothing but its ids is known."""
    return Case(ids, Said(RECEIVED, by, Rule.REFERRAL_RECEIVED), told_by=by)


def found_or_new(state: EarlyHelpState, step: Step, referral_id: str) -> tuple[int | None, Case]:
    """Return the case that a step is about; a new, noted one when its referral has not come."""
    place = place_of(state, referral_id)
    if place is not None:
        return place, state.cases[place]
    return None, noted(new_case((referral_id,), step.ordinal), Rule.UNKNOWN_REFERRAL, step.ordinal)


def superseded(state: EarlyHelpState, step: Step, supersedes: str, new_id: str) -> tuple[int | None, Case]:
    """Return the case that a correction is about, with the new id last; a new, noted one when it is not known."""
    place = place_of(state, supersedes, new_id)
    if place is None:
        ids = (supersedes, new_id) if supersedes != new_id else (new_id,)
        return None, noted(new_case(ids, step.ordinal), Rule.UNKNOWN_REFERRAL, step.ordinal)
    case = state.cases[place]
    return place, case if new_id in case.ids else replace(case, ids=(*case.ids, new_id))
