"""The assessment family: needs and carers' assessments (Care Act 2014 sections 9 and 10)."""

import msgspec


class AssessmentRequested(msgspec.Struct, frozen=True, gc=False):
    """An assessment was asked for."""

    assessment_id: str
    kind: str
    """NEEDS, CARER, CHC_CHECKLIST or REVIEW."""
    council: str | None = None


class AssessmentCompleted(msgspec.Struct, frozen=True, gc=False):
    """People finished an assessment; the outcome is theirs, never the hub's."""

    assessment_id: str
    kind: str
    outcome: str | None = None
    council: str | None = None
