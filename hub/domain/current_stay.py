"""The one stay by which somebody is where they are: for the board, the next step and the pages alike."""

from hub.domain.joint_state import JointState


def current_stay(state: JointState) -> int | None:
    """Return the place of the inpatient stay that the person is in, else of the one that they left last; or none.

    Also one that only its discharge calls something else, so that nobody is missed.  Of several that are open the one
    heard of last counts; of several that were left the one left last, however the trusts' stays began.
    """
    last, left_at = None, 0
    for place in range(len(state.spells) - 1, -1, -1):
        spell = state.spells[place]
        if spell.cancelled is not None or not spell.begun or not (spell.is_inpatient or spell.turned_on_leaving):
            continue
        left = spell.leaving
        if left is None:
            return place
        if last is None or left.discharged.value.at > left_at:
            last, left_at = place, left.discharged.value.at
    return last
