"""Appeals that the integrated care board decides, so that they are counted where the person's board is.

The appeals' own processor knows what was told of appeals alone, and no home: which board it is only this state says.
"""

import uuid
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from hub.domain.appeal_clocks import AppealPolicy, clocks
from hub.domain.appeals import course
from hub.domain.area_days import areas_of_stay
from hub.domain.figures_bodies import Area
from hub.domain.homes import AreaLookup
from hub.domain.joint_state import JointState
from hub.domain.steps import Fact
from hub.domain.steps_of_appeals import is_of_board
from hub.processors.appeals_facts import Told, figures_fact, key_of

_NAMESPACE: Final = uuid.UUID("0b6d64d9-52d4-5b8e-9f0c-3a6f7c1d2e95").bytes


def board_appeal_facts(state: JointState, lookup: AreaLookup, policy: AppealPolicy) -> list[Fact]:
    """Return what counts of each appeal of the board, by the system that answers for the person on each day."""
    found = []
    for appeal in state.appeals:
        lodged = None if appeal.lodged is None else appeal.lodged.value
        if lodged is None or not is_of_board(lodged):
            continue
        areas = _systems(areas_of_stay(state, lookup, lodged.lodged_on, None))
        told = Told(key_of(appeal, _NAMESPACE), lodged, course(appeal), clocks(lodged.lodged_on, policy), None)
        found.append(figures_fact(told, areas))
    return found


def _systems(areas: Sequence[Area]) -> tuple[Area, ...]:
    """Return the systems of areas without their councils, as they change."""
    found = [Area(None, areas[0].ics, areas[0].since)]
    found += [Area(None, new.ics, new.since) for old, new in pairwise(areas) if old.ics != new.ics]
    return tuple(found)
