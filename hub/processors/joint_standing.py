"""Where somebody stands, in one word and by which stay: said once, for the board's filter and every page alike."""

from collections.abc import Mapping
from typing import Any

from hub.domain.current_stay import current_stay
from hub.domain.joint_state import JointState
from hub.processors.joint_listing import DIED, IN_HOSPITAL
from hub.processors.page import Page


def standing(state: JointState, view: Mapping[str, Any], listed: str | None, page: Page) -> dict[str, Any]:
    """Return `status`, and in `current_stay` the place among the view's stays of the one that it follows from.

    `listed` is the status of the board's row on the day.  Somebody who is not on the board has no status, but for the
    dead; the status has the reason of what it follows from: the death, the stay or the six weeks.
    """
    place = current_stay(state)
    if place is not None:
        place = sum(spell.begun or spell.cancelled is not None for spell in state.spells[:place])
    status = DIED if listed is None and view["died_at"] is not None else listed
    weeks = [index for index, episode in enumerate(view["episodes"]) if episode["status"] != "void"]
    by_stay = status == IN_HOSPITAL or not weeks
    source = "died_at" if status == DIED else f"spells.{place}.status" if by_stay else f"episodes.{weeks[-1]}.status"
    if status is not None and source in page.reasons:
        page.reasons["status"] = page.reasons[source]
    return {"status": status, "current_stay": place}
