"""A document of a move as a page that can be read: every part of it under a heading, nothing left out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from hub.domain.eligibility import ADULT_OUTCOMES
from hub.portable.document import Assessment, CareComponent, Determination, Identifier, Plan, PortableDocument, Question
from hub.portable.questions import STATUTORY
from hub.web.dates import clinical, clinical_time
from hub.web.words import Names, named, plain

_TRUTHS: Final = {"true": "Yes", "false": "No"}
_CATEGORIES: Final[Mapping[str, str]] = {
    asked.category: ADULT_OUTCOMES[name.removesuffix("-01")].capitalize()
    for name, asked in STATUTORY.items()
    if name.removesuffix("-01") in ADULT_OUTCOMES
}


class Row(NamedTuple):
    """A label, one or more texts, and what is said beside them."""

    label: str
    texts: Sequence[str]
    note: str = ""


class Chapter(NamedTuple):
    """A heading, its rows, and the parts below it."""

    heading: str
    rows: Sequence[Row]
    parts: Sequence["Chapter"] = ()


def chapters_of(document: PortableDocument, names: Names) -> list[Chapter]:
    """Return a whole document: what was decided first, then the assessment, the plan, and what it is."""
    found = [_decided(document.determination, names)]
    if document.assessment is not None:
        found.append(_assessment(document.assessment))
    if document.plan is not None:
        found.append(_plan(document.plan))
    return [*found, Chapter("About this document", list(_about(document))), *_seal(document, names)]


def _decided(one: Determination, names: Names) -> Chapter:
    rows = [
        Row("Outcome", [one.outcome]),
        Row("Decided on", [clinical(one.determined_on)]),
        Row("Council", [named(names, "council", one.council)]),
        Row("Reasons", one.reasons),
    ]
    if one.personal_budget_per_week is not None:
        rows.append(Row("Personal budget a week", [f"£{one.personal_budget_per_week}"]))
    if one.carer_plan_independent is not None:
        rows.append(Row("The carer's plan stands by itself", [plain(one.carer_plan_independent)]))
    return Chapter("What was decided", [*rows, Row("Reference of the decision", [one.determination_id])])


def _assessment(one: Assessment) -> Chapter:
    """Give the questions with their answers, those of one category together."""
    rows = [Row("State", [one.status.capitalize()]), *_if_said("Reference of the plan", one.plan_id)]
    asked: dict[str, list[Row]] = {}
    for question in one.assessment_question:
        asked.setdefault(_CATEGORIES.get(question.category, question.category), []).append(_question(question))
    return Chapter("Assessment", rows, [Chapter(category, held) for category, held in asked.items()])


def _question(one: Question) -> Row:
    """Give one question and its answers, and beside them which question it is and whether it has to be answered."""
    answers = [_answer(each, one.answer_type) for each in one.answer]
    which = ", ".join(filter(None, (one.question_id, "has to be answered" if one.required else "may be left out")))
    return Row(one.question_text, answers, which[:1].upper() + which[1:])


def _answer(answer: str | bool, kind: str) -> str:  # noqa: FBT001 - an answer may be one
    if isinstance(answer, bool):
        return plain(answer)
    if kind == "Boolean":
        return _TRUTHS.get(answer.lower(), answer)
    said = clinical_time(answer) if kind == "Date" else answer
    return answer if said == clinical("") else said


def _plan(one: Plan) -> Chapter:
    rows = [Row("State", [one.status.capitalize()]), Row("Reference of the assessment", [_id(one.assessment_id)])]
    parts = [_component(each, place) for place, each in enumerate(one.care_component, 1)]
    return Chapter("Plan", rows, parts)


def _component(one: CareComponent, place: int) -> Chapter:
    activity, time = one.activity, one.time
    rows = [
        Row("What", [activity.description]),
        Row("Who", [f"{actor.type}, {_id(actor.id)}" for actor in one.actor]),
        Row("How often", [time.frequency]),
        Row("From", [_moment(time.start_date_time)]),
    ]
    if time.end_date_time is not None:
        rows.append(Row("Until", [_moment(time.end_date_time)]))
    if activity.outcome is not None:
        rows.append(Row("For", [ADULT_OUTCOMES[activity.outcome].capitalize()]))
    if activity.direct_payment is not None:
        rows.append(Row("By direct payment", [plain(activity.direct_payment)]))
    return Chapter(f"Part {place} of the plan", rows)


def _about(one: PortableDocument) -> Iterator[Row]:
    yield Row("Completed", [_moment(one.date_completed)])
    yield Row("Able to complete the assessment", [plain(one.capacity_to_complete_assessment)])
    yield Row("An advocate is needed", [plain(one.advocate_required)])
    yield Row("Agrees that this is shared", [plain(one.consent_to_information_sharing)])
    yield Row("Looks at an earlier assessment again", [plain(one.review.is_review)])
    if one.review.previous_id:
        yield Row("Earlier assessments", [_id(each) for each in one.review.previous_id])
    yield Row("Reference of the document", [_id(one.identifier)])
    yield Row("Number of the person", [_id(one.person_id)])
    yield Row("Number of the professional", [_id(one.professional_id)])


def _seal(one: PortableDocument, names: Names) -> Iterator[Chapter]:
    if one.seal is not None:
        signer = named(names, "council", one.seal.signed_by)
        rows = [Row("Signed by", [signer]), Row("SHA-256", [one.seal.sha256]), Row("Signature", [one.seal.signature])]
        yield Chapter("Seal", rows)


def _if_said(label: str, one: Identifier | None) -> list[Row]:
    return [] if one is None else [Row(label, [_id(one)])]


def _id(one: Identifier) -> str:
    return one.value if one.system is None else f"{one.value} ({one.system})"


def _moment(at: datetime) -> str:
    return clinical_time(at.isoformat())
