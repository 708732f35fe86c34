"""Appeals on a person's page, in plain words."""

from collections.abc import Mapping
from typing import Any, Final

from hub.domain.appeal_codes import CONTINUING_HEALTHCARE
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
_CORRECT: Final = (
    ": the council that answers for the person holds its steps. Whoever recorded it corrects that entry and names the"
    " council"
)
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
                KEPT_HIDDEN if hidden and name == "council" else _text(name, appeal, names),
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


def _names_no_council(appeal: Json) -> bool:
    """Say whether it waits and was kept without the council that looks at it, though it is not the board's."""
    waits = appeal["state"] in {"LODGED", "ACKNOWLEDGED"}
    return appeal["council"] is None and waits and appeal["about"] != CONTINUING_HEALTHCARE


def _text(name: str, appeal: Json, names: Names) -> str:
    value = appeal[name]
    if name == "council" and value is None and appeal["about"] == CONTINUING_HEALTHCARE:
        return "None: the integrated care board decides"
    if name == "council":
        return f"{named(names, 'council', value)}{_CORRECT if _names_no_council(appeal) else ''}"
    if name == "outcome":
        return _OUTCOMES.get(value, words(value))
    return weekday(value) if name.endswith("_due") else clinical(value)
