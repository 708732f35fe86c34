"""Appeals on a person's page, in plain words."""

from collections.abc import Mapping
from typing import Any, Final

from hub.web.board_view import KEPT_HIDDEN, is_kept_hidden
from hub.web.dates import clinical, weekday
from hub.web.notices_view import Shown, findings_of
from hub.web.person_view import Value
from hub.web.words import Names, Tag, named, words

Json = Mapping[str, Any]

_ABOUT: Final = {
    "ELIGIBILITY": "eligibility",
    "FUNDING": "who pays",
    "CHARGE": "a charge",
    "CONTINUING_HEALTHCARE": "NHS Continuing Healthcare",
    "PLAN": "the plan",
}
_STATES: Final = {
    "LODGED": Tag("Lodged", "blue"),
    "ACKNOWLEDGED": Tag("Acknowledged", "blue"),
    "DECIDED": Tag("Decided", "green"),
    "WITHDRAWN": Tag("Taken back", "grey"),
}
_OUTCOMES: Final = {"UPHELD": "Upheld", "PARTLY_UPHELD": "Partly upheld", "NOT_UPHELD": "Not upheld"}
_VALUES: Final = (
    ("Lodged", "lodged_on"),
    ("Council", "council"),
    ("Acknowledge by", "acknowledgement_due"),
    ("Acknowledged", "acknowledged_on"),
    ("Decide by", "decision_due"),
    ("Decided", "decided_on"),
    ("Outcome", "outcome"),
    ("Taken back", "withdrawn_on"),
)


def appeals_of(state: Json, names: Names) -> list[Shown]:
    """Return the appeals, newest first."""
    hidden = is_kept_hidden(state)
    shown = []
    for at, appeal in enumerate(state.get("appeals") or ()):
        path, about = f"appeals.{at}", appeal["about"]
        title = f"Appeal about {_ABOUT.get(about, words(about))}" if about else "Appeal"
        values = [
            Value(
                label,
                KEPT_HIDDEN if hidden and name == "council" else _text(name, appeal[name], names),
                f"{path}.{name}",
            )
            for label, name in _VALUES
            if appeal[name] is not None or name == "council"
        ]
        shown.append(Shown(title, _tag(appeal), values, f"{path}.state", findings_of(appeal, path)))
    return shown[::-1]


def _tag(appeal: Json) -> Tag:
    if appeal["overdue"]:
        return Tag(f"{words(appeal['overdue'][-1])} overdue", "red")
    return _STATES.get(str(appeal["state"]), Tag("Not lodged yet", "grey"))


def _text(name: str, value: Any, names: Names) -> str:
    if name == "council":
        return named(names, "council", value)
    if name == "outcome":
        return _OUTCOMES.get(value, words(value))
    return weekday(value) if name.endswith("_due") else clinical(value)
