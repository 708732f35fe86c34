"""Equipment and adaptations that a person got: what it was, what it cost, and whether it may be charged."""

from collections.abc import Mapping
from typing import Any, Final

from hub.web.board_view import KEPT_HIDDEN, is_kept_hidden
from hub.web.dates import clinical
from hub.web.money import pounds
from hub.web.notices_view import Shown
from hub.web.person_view import Value
from hub.web.words import Names, Tag, organisation, words

_FREE: Final = Tag("Never charged", "green")
_DEAR: Final = Tag("May be charged", "grey")


def equipment_of(state: Mapping[str, Any], names: Names) -> list[Shown]:
    """Return each piece, newest first."""
    shown = []
    for at, each in enumerate(state.get("equipment") or ()):
        path = f"equipment.{at}"
        values = [Value("Cost", pounds(each["cost"]), path)]
        if each["provider"]:
            whose = KEPT_HIDDEN if is_kept_hidden(state) else organisation(names, each["provider"])
            values.append(Value("Provided by", whose, path))
        title = f"{words(each['kind'])}, {clinical(each['provided_on'])}"
        shown.append(Shown(title, _FREE if each["never_charged"] else _DEAR, values, path, ()))
    return shown[::-1]
