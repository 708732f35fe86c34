"""The determination family: how an assessment goes on, what people decided about eligibility, and who pays.

People decide; the hub keeps what they decided.  Care Act 2014 sections 9, 10 and 13; SI 2015/313.
"""

from datetime import date

import msgspec


class AssessmentProgressed(msgspec.Struct, frozen=True, gc=False):
    """An assessment was allocated, began, was refused by the person or was called off."""

    assessment_id: str
    state: str
    """ALLOCATED, IN_PROGRESS, REFUSED_BY_PERSON or CANCELLED."""
    council: str | None = None
    supported_self: bool | None = None


class EligibilityDetermined(msgspec.Struct, frozen=True, gc=False):
    """People decided whether needs are eligible, by the three steps of the law."""

    determination_id: str
    kind: str
    """NEEDS or CARER."""
    outcome: str
    """ELIGIBLE, NOT_ELIGIBLE or NO_NEEDS."""
    determined_on: date
    council: str | None = None
    assessment_id: str | None = None
    from_condition: bool | None = None
    """First step: needs arise from an impairment or illness, or from giving necessary care."""
    outcomes: tuple[str, ...] = ()
    """Second step: outcomes that the person cannot achieve, as codes."""
    wellbeing_impact: bool | None = None
    """Third step: a significant impact on wellbeing."""
    reasons_given: bool | None = None
    supported_self: bool | None = None


class FundingDetermined(msgspec.Struct, frozen=True, gc=False):
    """People decided who pays for support from a day on."""

    determination_id: str
    from_on: date
    council_share: int
    """Hundredths of a per cent; the three make 10,000."""
    icb_share: int
    """Hundredths of a per cent."""
    person_share: int
    """Hundredths of a per cent."""
    council: str | None = None
    provider: str | None = None
    """The provider of the one line that it is about; all lines where it names none."""
    line_id: str | None = None
