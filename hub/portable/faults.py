"""What is wrong with a document: the field, the rule and a sentence; never a value that stands in it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from hub.portable.document import PortableDocument, Question
from hub.portable.questions import ELIGIBILITY, STATUTORY


class Fault(NamedTuple):
    """Where, which rule, and in words."""

    path: str
    rule: str
    words: str


_TRUTHS: Final = frozenset({"true", "false"})


def faults_of(document: PortableDocument) -> Iterator[Fault]:
    """Give what one field says against another: the statutory questions, their answers, and the days of the plan."""
    if document.assessment is None and document.plan is None:
        yield Fault("assessment", "nothing_in_it", "A document holds an assessment, a plan or both.")
    if document.assessment is not None:
        yield from _of_assessment(document)
    if document.plan is not None:
        for place, component in enumerate(document.plan.care_component):
            time = component.time
            if time.end_date_time is not None and time.end_date_time < time.start_date_time:
                path = f"plan.careComponent.{place}.time.endDateTime"
                yield Fault(path, "ends_before_start", "The care ends before it starts.")


def faults_of_texts(part: Any, path: str = "") -> Iterator[Fault]:
    """Give the fields whose text holds U+0000, with which no database keeps a text."""
    if isinstance(part, str):
        if "\0" in part:
            yield Fault(path, "control_character", "This text holds the character U+0000, which no text has.")
    elif isinstance(part, Mapping | list):
        inner = part.items() if isinstance(part, Mapping) else enumerate(part)
        for name, each in inner:
            yield from faults_of_texts(each, f"{path}.{name}".lstrip("."))


def _of_assessment(document: PortableDocument) -> Iterator[Fault]:
    assessment = document.assessment
    questions = () if assessment is None else assessment.assessment_question
    asked = {question.question_id for question in questions}
    if assessment is not None and assessment.status == "completed":
        for name in STATUTORY.keys() - asked:
            yield Fault(
                "assessment.assessmentQuestion", "statutory_question_missing", f"The question {name} is missing."
            )
    for place, question in enumerate(questions):
        yield from _of_question(question, f"assessment.assessmentQuestion.{place}")
        if question.question_id == ELIGIBILITY and document.determination.outcome not in question.answer:
            path = f"assessment.assessmentQuestion.{place}.answer"
            yield Fault(path, "outcome_differs", "The answer is another outcome than the determination has.")


def _of_question(question: Question, path: str) -> Iterator[Fault]:
    if question.answer_type == "Boolean" and not all(_is_truth(answer) for answer in question.answer):
        yield Fault(f"{path}.answer", "answer_not_boolean", "The answer is neither true nor false.")
    asked = STATUTORY.get(question.question_id or "")
    if asked is None:
        return
    if question.category != asked.category:
        yield Fault(f"{path}.category", "category_of_question", f"The category of this question is {asked.category}.")
    if asked.answer_type not in {None, question.answer_type}:
        yield Fault(f"{path}.answerType", "type_of_answer", f"The answer to this question is a {asked.answer_type}.")
    if asked.words and not set(question.answer) <= set(asked.words):
        yield Fault(f"{path}.answer", "answer_not_listed", "The answer is none of the words that the draft lists.")
    if not question.required:
        yield Fault(f"{path}.required", "statutory_is_required", "A statutory question is a required one.")


def _is_truth(answer: str | bool) -> bool:  # noqa: FBT001 - an answer may be one
    return isinstance(answer, bool) or answer.lower() in _TRUTHS
