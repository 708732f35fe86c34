"""Whether somebody who was passed on has died, by records and by the senders' own words.

A record's confirmed death stands until its source takes it back (`hub.domain.deaths`).  A sender that withdraws a case
with the word that the person died has told it of the person, so that it counts for all their cases; but it is the word
of an office that does not see them.  Where something later says that they live, no machine keeps help from them: the
cases stand where they stood, and a finding on each asks people to look.  Rule of this product.
"""

from collections.abc import Iterator

from hub.domain.deaths import standing
from hub.domain.early_help_case import DECEASED, Case, EarlyHelpState
from hub.domain.spells import CONFIRMED
from hub.domain.steps import Step, stated_in


def death_told(state: EarlyHelpState) -> int | None:
    """Return the ordinal of the word that the person died; none where nobody says so, or something later denies it."""
    record = next(standing(state.deaths, CONFIRMED), None)
    if record is not None:
        return record.by
    sender = _sender_says(state)
    return None if sender is None or _lives_after(state, sender) else sender


def death_denied(state: EarlyHelpState) -> int | None:
    """Return the ordinal of a sender's word that the person died, where something later says that they live."""
    sender = _sender_says(state)
    return sender if sender is not None and _lives_after(state, sender) else None


def says_alive(state: EarlyHelpState, step: Step) -> bool:
    """Say whether an event is a hospital's word that somebody lives of whom a sender says that they died."""
    if step.struck is not None or _sender_says(state) is None:
        return False
    stated = stated_in(step.event)
    return step.event.type == "SpellAdmitted" or (stated is not None and stated.alive)


def _sender_says(state: EarlyHelpState) -> int | None:
    """Return the newest word of a sender that the person died, about a case that came; none about another one."""
    return max((case.state.by for case in state.cases if _is_told_dead(case)), default=None)


def _is_told_dead(case: Case) -> bool:
    return case.state.value == DECEASED and case.received is not None


def _lives_after(state: EarlyHelpState, by: int) -> bool:
    return state.lives > by or any(word > by for case in state.cases for word in _words_of_life(case))


def _words_of_life(case: Case) -> Iterator[int]:
    """Give what is said of somebody who lives: that they are passed on or corrected, and that they were reached."""
    if case.received is not None:
        yield case.received.by
        yield case.told_by
    yield from (step.by for step in case.steps if step.what == "ContactAttempted" and step.made)
