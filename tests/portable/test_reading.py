"""Reading and writing the assessment that moves with a person: what is wrong is named by field and rule."""

import json
from typing import Any

import pytest

from hub.portable.canonical import canonical, digest
from hub.portable.faults import Fault
from hub.portable.reading import AT_MOST, read
from tests.portable.papers import GONE, changed, paper, raw


def wrong(content: Any) -> list[tuple[str, str]]:
    """Return field and rule of each fault."""
    return [(fault.path, fault.rule) for fault in read(raw(content)).faults]


def test_a_document_is_read_and_written_as_it_was() -> None:
    """Nothing is lost, and both writings hash the same."""
    found = read(raw(paper()))
    assert found.faults == ()
    assert found.document is not None
    again = read(found.document.written())
    assert again.document == found.document
    assert digest(again.content) == digest(paper())


def test_start_and_end_are_read_under_their_short_names_too() -> None:
    """And written as the draft writes them."""
    time = {"frequency": "weekly", "start": "2026-05-08T18:00:00+01:00", "end": "2026-06-08T18:00:00+01:00"}
    found = read(raw(changed("plan.careComponent.0.time", time)))
    assert found.document is not None
    written = json.loads(found.document.written())["plan"]["careComponent"][0]["time"]
    assert written.keys() == {"frequency", "startDateTime", "endDateTime"}


QUESTION = "assessment.assessmentQuestion"
SAME = None


@pytest.mark.parametrize(
    ("path", "value", "rule", "where"),
    [
        ("personID", GONE, "missing", SAME),
        ("advocateRequired", "no", "bool_type", SAME),
        ("dateCompleted", "2026-05-07T10:00:00", "timezone_aware", SAME),
        ("assessment.status", "finished", "literal_error", SAME),
        ("plan.careComponent", [], "too_short", SAME),
        ("plan.careComponent.0.actor.0.type", "Robot", "literal_error", SAME),
        ("plan.careComponent.0.activity.outcome", "CA-X", "literal_error", SAME),
        ("determination.personalBudgetPerWeek", "212.5", "string_pattern_mismatch", SAME),
        ("determination.reasons", [], "too_short", SAME),
        (f"{QUESTION}.0.answer", [], "too_short", SAME),
        ("plan.careComponent.0.time.endDateTime", "2026-05-01T00:00:00Z", "ends_before_start", SAME),
        (f"{QUESTION}.0", GONE, "statutory_question_missing", QUESTION),
        (f"{QUESTION}.0.answer", ["perhaps"], "answer_not_boolean", SAME),
        (f"{QUESTION}.0.category", "Housing", "category_of_question", SAME),
        (f"{QUESTION}.0.answerType", "String", "type_of_answer", SAME),
        (f"{QUESTION}.2.answer", ["Lottery"], "answer_not_listed", SAME),
        (f"{QUESTION}.3.required", False, "statutory_is_required", SAME),
        ("determination.outcome", "No needs identified", "outcome_differs", f"{QUESTION}.13.answer"),
        ("identifier.value", "A\x001", "control_character", SAME),
        ("plan.careComponent.0.activity.description", "A hot\x00 meal.", "control_character", SAME),
    ],
)
def test_what_is_wrong_is_named_by_field_and_rule(path: str, value: Any, rule: str, where: str | None) -> None:
    """One field at a time; nothing else is wrong."""
    assert wrong(changed(path, value)) == [(where or path, rule)]


def test_a_document_with_neither_assessment_nor_plan_holds_nothing() -> None:
    """Either alone is enough; an assessment that is a draft may lack questions."""
    assert wrong({name: part for name, part in paper().items() if name not in {"assessment", "plan"}}) == [
        ("assessment", "nothing_in_it")
    ]
    assert wrong(changed("assessment", GONE)) == wrong(changed("plan", GONE)) == []
    draft = changed("assessment.status", "draft")
    draft["assessment"]["assessmentQuestion"] = [
        {"category": "Other", "questionText": "?", "answer": ["TRUE"], "answerType": "Boolean", "required": False}
    ]
    assert wrong(draft) == []


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"{", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"[]", "not_an_object"),
        (b'{"a": 1, "a": 2}', "name_twice"),
        (b'{"a": 1.5}', "number_with_point"),
        (b'{"a": NaN}', "number_with_point"),
        (b" " * (AT_MOST + 1), "too_long"),
    ],
)
def test_bytes_that_are_no_document_are_said_so(content: bytes, rule: str) -> None:
    """Nothing raises, whatever was sent."""
    found = read(content)
    assert (found.document, [fault.rule for fault in found.faults]) == (None, [rule])


def test_no_fault_repeats_what_was_sent() -> None:
    """Names of people stand neither in words nor in paths, also where the sender made a name of them."""
    content = paper() | {"Jo Invented": "Jo Invented", "personID": "Jo Invented"}
    content["determination"]["outcome"] = "Jo Invented"
    faults = read(raw(content)).faults
    assert len(faults) == 3
    assert "Invented" not in str(faults)
    assert Fault("", "extra_forbidden", "A name stands here that a document does not have.") in faults


def test_canonical_json_has_one_text_for_one_content() -> None:
    """RFC 8785: names in order, no blanks, letters as they are; the seal is not hashed."""
    assert canonical({"b": ["é", "\n"], "a": True}) == '{"a":true,"b":["é","\\n"]}'.encode()
    assert digest({"b": "1", "a": "2"}) == digest({"a": "2", "b": "1", "seal": {"sha256": "x"}})
    assert digest({"a": "2"}) == "d1c5b45e236f653abc1ed23bd5f2bafada6b49b4a173911e502a8bc5e89d8528"
