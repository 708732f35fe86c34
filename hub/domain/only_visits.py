"""Whether nothing came to a person but visits that took place: of those others are told nothing.

They are most of what happens in six weeks, so a hub that keeps up is asked this after nearly every batch.
"""

from itertools import starmap

import msgspec

from hub.domain.joint_state import JointState
from hub.domain.lines import LineState

replace = msgspec.structs.replace


def only_visits(before: JointState, after: JointState) -> bool:
    """Say whether two states differ in counts of visits that took place at most.

    The first visit after a discharge is more than a count, as is one that was late, or makes up for a missed one; and
    of somebody who moved each visit counts, for the warning of the move closes with one (`hub.domain.tasks`).
    """
    if len(before.lines) != len(after.lines) or len(after.homes) > 1 or after.moves:
        return after is before
    if replace(after, lines=before.lines) != before:
        return False
    return all(starmap(_same_but_for_counts, zip(before.lines, after.lines, strict=True)))


def _same_but_for_counts(before: LineState, after: LineState) -> bool:
    return after is before or replace(after, done=before.done, last_done=before.last_done) == before
