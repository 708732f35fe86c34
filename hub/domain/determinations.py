"""A decision about eligibility as people recorded it, and what is to be asked about it."""

from datetime import date

import msgspec

from hub.domain.eligibility import Steps, misfits, unknown_words
from hub.domain.rules import Rule
from hub.events.determination import EligibilityDetermined


class Determination(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One decision as it was recorded, and the event that brought it."""

    determination_id: str
    kind: str
    outcome: str
    determined_on: date
    by: int
    from_condition: bool | None = None
    outcomes: tuple[str, ...] = ()
    wellbeing_impact: bool | None = None
    reasons_given: bool | None = None

    @property
    def steps(self) -> Steps:
        """What was recorded of the three steps."""
        return Steps(self.from_condition, self.outcomes, self.wellbeing_impact)

    @property
    def misfits(self) -> tuple[Rule, ...]:
        """Where the recorded steps do not fit the decision."""
        return misfits(self.kind, self.outcome, self.steps)

    @property
    def findings(self) -> tuple[Rule, ...]:
        """What is to be asked about it; reasons are due in writing (Care Act 2014 section 13(2))."""
        silent = (Rule.REASONS_NOT_GIVEN,) if self.reasons_given is False else ()
        return (*self.misfits, *unknown_words(self.kind, self.outcome, self.outcomes), *silent)


def decided(body: EligibilityDetermined, by: int) -> Determination:
    """Keep a decision as its event tells it."""
    return Determination(
        body.determination_id,
        body.kind,
        body.outcome,
        body.determined_on,
        by,
        body.from_condition,
        body.outcomes,
        body.wellbeing_impact,
        body.reasons_given,
    )
