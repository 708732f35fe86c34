"""What waits for a person as JSON: the next step of the joint six weeks, and every step that is open."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hub.domain.episodes import Episode
from hub.domain.joint_state import JointState
from hub.domain.next_step import what_waits
from hub.domain.open_steps import Around
from hub.domain.rules import Rule
from hub.processors.episode_reasons import closed_by
from hub.processors.page import Page, iso
from hub.processors.steps_page import steps_json

Json = dict[str, Any]


def waiting_json(state: JointState, around: Around, found: Sequence[Episode], on: date, page: Page) -> Json:
    """Return `next_step` and `open_steps` of a day; `found` are the episodes with those that are void.

    The next step is among the open ones, and so is what the six weeks ask for behind it; what is due first comes first.
    """
    step, every = what_waits(state, around, on)
    if step.rule is Rule.STEP_NONE:
        if found:
            page.why("next_step", step.by or closed_by(found[-1], on), step.rule)
        return {"next_step": None, "open_steps": steps_json(every, "open_steps", on, page)}
    page.why("next_step", step.by, step.rule)
    told = {"what": step.what, "holder": step.holder, "organisation": step.organisation, "due": iso(step.due)}
    return {
        "next_step": told | {"overdue": step.overdue(on), "words": step.rule.words},
        "open_steps": steps_json(every, "open_steps", on, page),
    }
