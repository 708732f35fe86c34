"""The status of a stay in one word, and which event and rule decided it."""

from hub.domain.joint_state import JointState, confirmed_death, death_at_end, death_taken_back
from hub.domain.rules import Rule
from hub.domain.spells import CONFIRMED, Leaving, SpellState

Because = tuple[int, Rule]
"""The ordinal of the event that decided, and the rule."""


def stay_status(state: JointState, spell: SpellState) -> tuple[str, Because | None]:
    """Return `cancelled`, `died`, `discharged` or `open`, and why; no reason where only updates tell of the stay."""
    left, death = spell.leaving, confirmed_death(state)
    if spell.cancelled is not None:
        return "cancelled", (spell.cancelled, Rule.ADMISSION_CANCELLED)
    if left is not None:
        return _left(left)
    if death is not None:
        return "died", (death.by, death.rule)
    return "open", _why_open(state, spell)


def _left(left: Leaving) -> tuple[str, Because]:
    if left.death == CONFIRMED:
        return "died", (death_at_end(left).by, Rule.DEATH_CONFIRMED)
    if left.taken_back is not None:
        return "discharged", (left.taken_back, Rule.DEATH_TAKEN_BACK)
    return "discharged", (left.discharged.by, left.discharged.rule)


def _why_open(state: JointState, spell: SpellState) -> Because | None:
    """The stay goes on because a death was taken back in it, else because its discharge was, else since admission."""
    admitted, undone = spell.admitted, death_taken_back(state)
    if undone is not None and admitted is not None and undone.by > admitted.by:
        return undone.by, undone.rule
    struck = spell.leavings[-1].struck if spell.leavings else None
    if struck is not None:
        return struck, Rule.DISCHARGE_CANCELLED
    return None if admitted is None else (admitted.by, admitted.rule)
