"""For which of everything that waits somebody is on a board by steps."""

from collections.abc import Mapping
from typing import Any

from hub.ports.board_filter import BoardFilter
from hub.ports.board_steps import by_step

Json = Mapping[str, Any]


def asked_step(view: Json, ask: BoardFilter) -> Json | None:
    """Return the open step of a person's view that was asked for, the one that is due first; none on other boards.

    `open_steps` is in the order of the days.
    """
    if not by_step(ask):
        return None
    found = (step for step in view.get("open_steps") or () if ask.step in {None, step["what"]})
    return next((step for step in found if ask.holder in {None, step["holder"]}), None)
