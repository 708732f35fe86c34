"""Assessments and decisions on a person's page, as people recorded them: the hub decides nothing."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from hub.web.board_view import KEPT_HIDDEN, is_kept_hidden
from hub.web.dates import clinical, clinical_time, weekday
from hub.web.notices_view import Shown, findings_of
from hub.web.person_view import Value
from hub.web.words import Names, Tag, named, plain, words

Json = Mapping[str, Any]

_KINDS: Final = {
    "NEEDS": "Needs assessment",
    "CARER": "Carer's assessment",
    "REVIEW": "Review of the plan",
    "CHC_CHECKLIST": "NHS Continuing Healthcare checklist",
}
_STATES: Final = {
    "[*]": Tag("Not asked for yet", "grey"),
    "REQUESTED": Tag("Asked for", "blue"),
    "ALLOCATED": Tag("Given to somebody", "blue"),
    "IN_PROGRESS": Tag("Goes on", "blue"),
    "REFUSED_BY_PERSON": Tag("The person refused", "grey"),
    "CANCELLED": Tag("Called off", "grey"),
    "COMPLETED_ELIGIBLE": Tag("Eligible", "green"),
    "COMPLETED_NON_ELIGIBLE": Tag("Not eligible", "grey"),
    "COMPLETED_NO_NEEDS": Tag("No needs for support", "grey"),
}
_DONE, _UNDECIDED = Tag("Finished", "green"), Tag("Finished, not decided yet", "blue")
_DECIDED: Final = frozenset({"NEEDS", "CARER"})
"""Assessments that a decision about eligibility follows (Care Act 2014 section 13); no review has one."""
_OUTCOMES: Final = {"ELIGIBLE": "Eligible", "NOT_ELIGIBLE": "Not eligible", "NO_NEEDS": "No needs for support"}
_STEPS: Final = (
    ("Because of a condition", "from_condition"),
    ("Enough outcomes out of reach", "second_step"),
    ("Affects wellbeing much", "wellbeing_impact"),
)


def assessments_of(state: Json, names: Names) -> list[Shown]:
    """Return the assessments, newest first, and before them the look at the plan that is due."""
    hidden = is_kept_hidden(state)
    shown = []
    for at, one in enumerate(state.get("assessments") or ()):
        path = f"assessments.{at}"
        title = _KINDS.get(one["kind"], f"Assessment: {words(one['kind'])}" if one["kind"] else "Assessment")
        tag = _tag(one)
        council = KEPT_HIDDEN if hidden else named(names, "council", one["council"])
        values = [*_times(one, path), Value("Council", council, f"{path}.council"), *_decisions(one, path)]
        shown.append(Shown(title, tag, values, f"{path}.state", findings_of(one, path)))
    return [*_review(state), *shown[::-1]]


def _tag(one: Json) -> Tag:
    """Return where it stands; of one that is finished that it is, and that nobody decided where that is to follow."""
    if one["state"] == "IN_PROGRESS" and one["completed_at"]:
        return _DONE if one["kind"] not in _DECIDED else _UNDECIDED
    return _STATES.get(one["state"], Tag(words(one["state"]), "grey"))


def _times(one: Json, path: str) -> Iterator[Value]:
    for label, name in (("Asked for", "requested_at"), ("Completed", "completed_at")):
        if one[name]:
            yield Value(label, clinical_time(one[name]), f"{path}.{name}")
    if one["supported_self"] is not None:
        yield Value("Done by the person, with support", plain(one["supported_self"]), f"{path}.supported_self")


def _decisions(one: Json, path: str) -> Iterator[Value]:
    decision, base = one["determination"], f"{path}.determination"
    if decision is not None:
        yield Value("Decision", _decided(decision), base)
        yield from _steps(decision, base)
        yield Value("Reasons given in writing", plain(decision["reasons_given"]), f"{base}.reasons_given")
    for at, before in enumerate(one["earlier_determinations"]):
        yield Value("Decided before", _decided(before), f"{path}.earlier_determinations.{at}")


def _decided(decision: Json) -> str:
    outcome = decision["outcome"]
    return f"{_OUTCOMES.get(outcome, words(outcome))}, {clinical(decision['determined_on'])}"


def _steps(decision: Json, base: str) -> Iterator[Value]:
    """Give the three steps of the test as recorded (SI 2015/313), and which outcomes the person cannot achieve."""
    for label, name in _STEPS:
        if decision["steps"][name] is not None:
            yield Value(label, plain(decision["steps"][name]), f"{base}.steps.{name}")
    told = zip(decision["outcomes"], decision["outcomes_in_words"], strict=True)
    out_of_reach = "; ".join(said or code for code, said in told)
    if out_of_reach:
        yield Value("Cannot achieve", out_of_reach, f"{base}.outcomes_in_words")


def _review(state: Json) -> Iterator[Shown]:
    review = state.get("review")
    if review:
        late = str(state.get("on", "")) > review["due_by"]
        values = [
            Value("Plan since", clinical(review["plan_started_on"]), "review.plan_started_on"),
            Value("Due by", weekday(review["due_by"]), "review.due_by"),
        ]
        if review["reviewed_on"]:
            values.insert(1, Value("Last looked at", clinical(review["reviewed_on"]), "review.reviewed_on"))
        yield Shown(
            "Next look at the plan", Tag("Overdue", "red") if late else Tag("Planned", "blue"), values, "review", ()
        )
