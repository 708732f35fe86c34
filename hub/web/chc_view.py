"""NHS Continuing Healthcare on a person's page: where a case stands, when its decision is due, and a dispute."""

from collections.abc import Mapping
from typing import Any, Final

from hub.web.care_view import Beside, nothing_beside
from hub.web.dates import clinical, weekday
from hub.web.notices_view import Shown
from hub.web.person_view import Value
from hub.web.words import Tag, words

Json = Mapping[str, Any]

_STATES: Final = {
    "CHECKLIST_POSITIVE": Tag("Waits for a decision", "blue"),
    "CHECKLIST_NEGATIVE": Tag("Checklist: no full assessment", "grey"),
    "FAST_TRACK": Tag("Fast track: the NHS pays all", "green"),
    "ELIGIBLE": Tag("Eligible: the NHS pays all", "green"),
    "NOT_ELIGIBLE": Tag("Not eligible", "grey"),
    "FUNDED_NURSING_CARE": Tag("NHS-funded nursing care", "green"),
    "ENDED": Tag("Ended", "grey"),
}
_VALUES: Final = (
    ("Checklist", "checklist_on"),
    ("Decision due by", "decision_due"),
    ("Decided", "decided_on"),
    ("The NHS pays all from", "from"),
    ("The NHS pays all until", "to"),
    ("The NHS pays for nursing from", "nursing_from"),
)


def chc_of(state: Json, beside: Beside = nothing_beside) -> list[Shown]:
    """Return the cases, newest first, each with what `beside` gives of it."""
    cases = enumerate(state.get("chc") or ())
    return [_case(case, f"chc.{at}")._replace(findings=beside("chc", case["case_id"], None)) for at, case in cases][
        ::-1
    ]


def _case(case: Json, path: str) -> Shown:
    values = [Value(label, _day(name, case[name]), f"{path}.{name}") for label, name in _VALUES if case[name]]
    if case["disputed"]:
        told = "Who is responsible is disputed: nobody's funding stops meanwhile"
        values.append(Value("Dispute", told, f"{path}.disputed"))
    begun = f"Case with the checklist of {clinical(case['checklist_on'])}" if case["checklist_on"] else "Case"
    return Shown(begun, _tag(case), values, f"{path}.state", ())


def _tag(case: Json) -> Tag:
    if case["overdue"]:
        return Tag("Decision overdue", "red")
    if case["state"] is None:
        return Tag("Not begun yet", "grey")
    return _STATES.get(case["state"], Tag(words(case["state"]), "grey"))


def _day(name: str, value: str) -> str:
    return weekday(value) if name == "decision_due" else clinical(value)
