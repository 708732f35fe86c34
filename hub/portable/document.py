"""The assessment and plan that move with a person, as the councils write them.

Common part, assessment and plan are those of the draft of the SocialCareData standard (Open Government Licence); the
determination and the seal are this product's, because the draft has no place for them.  Names are written as the
draft writes them.
"""

from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, AliasChoices, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from hub.portable.questions import AnswerType, Category, Decision, Outcome

T = TypeVar("T")


def _not_empty(items: tuple[T, ...]) -> tuple[T, ...]:
    """Refuse an empty list; asked only of a list with which nothing else is wrong."""
    if not items:
        raise PydanticCustomError("too_short", "At least one stands here")
    return items


Some = Annotated[tuple[T, ...], AfterValidator(_not_empty)]
Text = Annotated[str, Field(min_length=1)]
Status = Literal["draft", "active", "on-hold", "entered-in-error", "ended", "completed", "revoked", "unknown"]
Actor = Literal["Self", "Family", "Friend", "Community", "Other unpaid carer", "Professional services"]


class Part(BaseModel):
    """A part of a document: no field that the model does not know, and no value in what it complains of."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        alias_generator=to_camel,
        validate_by_name=False,
        validate_by_alias=True,
        hide_input_in_errors=True,
    )


class Identifier(Part):
    """An id, and the system that gave it."""

    value: Text
    system: str | None = None


class Review(Part):
    """Whether this looks at an earlier assessment again, and at which."""

    is_review: bool
    previous_id: tuple[Identifier, ...] = Field(default=(), alias="previousID")


class Question(Part):
    """One question and its answers: statutory ones are known by their `questionID`."""

    question_id: str | None = Field(default=None, alias="questionID")
    category: Category
    question_text: Text
    answer: Some[str | bool]
    answer_type: AnswerType
    required: bool


class Assessment(Part):
    """The answers, and the plan that came of them."""

    plan_id: Identifier | None = Field(default=None, alias="planID")
    status: Status
    assessment_question: Some[Question]


class CareActor(Part):
    """Who gives a part of the care."""

    type: Actor
    id: Identifier


class CareTime(Part):
    """How often, and from when until when; `start` and `end` are read as well."""

    frequency: Text
    start_date_time: AwareDatetime = Field(validation_alias=AliasChoices("startDateTime", "start"))
    end_date_time: AwareDatetime | None = Field(default=None, validation_alias=AliasChoices("endDateTime", "end"))


class Activity(Part):
    """What is done, for which outcome, and whether by direct payment."""

    description: Text
    outcome: Outcome | None = None
    direct_payment: bool | None = None


class CareComponent(Part):
    """One part of the care: who, when, what."""

    actor: Some[CareActor]
    time: CareTime
    activity: Activity


class Plan(Part):
    """The plan that came of an assessment."""

    assessment_id: Identifier = Field(alias="assessmentID")
    status: Status
    care_component: Some[CareComponent]


class Determination(Part):
    """What people of the sending council decided, when and why; amounts are pounds, written as text."""

    determination_id: Text = Field(alias="determinationID")
    determined_on: date
    council: Text
    outcome: Decision
    reasons: Some[Text]
    personal_budget_per_week: str | None = Field(default=None, pattern=r"^[0-9]{1,7}\.[0-9]{2}$")
    carer_plan_independent: bool | None = None


class Seal(Part):
    """The hash of everything else, and the sending council's signature over it."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    signed_by: Text
    signature: Text


class PortableDocument(Part):
    """One document: assessment, plan or both, with the decision that comes along."""

    identifier: Identifier
    person_id: Identifier = Field(alias="personID")
    professional_id: Identifier = Field(alias="professionalID")
    date_completed: AwareDatetime
    capacity_to_complete_assessment: bool
    advocate_required: bool
    consent_to_information_sharing: bool
    review: Review
    assessment: Assessment | None = None
    plan: Plan | None = None
    determination: Determination
    seal: Seal | None = None

    def written(self) -> bytes:
        """Write it as JSON under the draft's names, without what is not said."""
        return self.model_dump_json(by_alias=True, exclude_none=True, indent=2).encode()
