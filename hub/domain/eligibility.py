"""Eligibility as people record it: the outcomes of the law with their words, and whether a record fits its decision.

People decide.  These rules never make, change or refuse a decision; they say where what was recorded beside it does
not fit it.  The Care and Support (Eligibility Criteria) Regulations 2015, SI 2015/313: regulation 2 for adults,
regulation 3 for carers.  Codes are those of the public draft for assessments and plans; what only carers have is this
product's.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from hub.domain.rules import Rule

NEEDS, CARER, REVIEW, CHC_CHECKLIST = "NEEDS", "CARER", "REVIEW", "CHC_CHECKLIST"
KINDS: Final = frozenset({NEEDS, CARER, REVIEW, CHC_CHECKLIST})
ELIGIBLE, NOT_ELIGIBLE, NO_NEEDS = "ELIGIBLE", "NOT_ELIGIBLE", "NO_NEEDS"

ADULT_OUTCOMES: Final[Mapping[str, str]] = {
    "CA-NUTRITION": "managing and keeping up nutrition",
    "CA-HYGIENE": "keeping up personal hygiene",
    "CA-TOILET": "managing toilet needs",
    "CA-CLOTHING": "being dressed as the weather and the day ask",
    "CA-HOMESAFETY": "using the home safely",
    "CA-HABITABLEHOME": "keeping the home fit to live in",
    "CA-RELATIONSHIPS": "having and keeping family or other relationships",
    "CA-WTEV": "taking part in work, training, education or volunteering",
    "CA-COMMUNITY": "using services and places of the community, transport and recreation among them",
    "CA-CARINGOTHERS": "caring for a child or others they are responsible for",
}
"""Regulation 2(2): an adult's needs are eligible when two or more of these cannot be achieved."""

CARER_OUTCOMES: Final[Mapping[str, str]] = {
    "CA-HEALTH": "staying in health: it is getting worse, or at risk of it",
    "CA-CARINGCHILD": "caring for a child they are responsible for",
    "CA-CARINGOTHERS": "caring for others",
    "CA-HABITABLEHOME": "keeping the home fit to live in",
    "CA-NUTRITION": "managing and keeping up nutrition",
    "CA-RELATIONSHIPS": "having and keeping family or other relationships",
    "CA-WTEV": "taking part in work, training, education or volunteering",
    "CA-COMMUNITY": "using services and places of the community",
    "CA-RECREATION": "having time for recreation",
}
"""Regulation 3(2): a carer's needs are eligible when health is at risk or one of the others cannot be achieved."""

_ENOUGH: Final = {CARER: 1}
_TWO: Final = 2


class Steps(NamedTuple):
    """What people recorded of the three steps; none where nothing was recorded of one."""

    from_condition: bool | None
    outcomes: Sequence[str]
    wellbeing_impact: bool | None

    @property
    def told(self) -> bool:
        """Whether anything was recorded of any step."""
        return bool(self.outcomes) or self.from_condition is not None or self.wellbeing_impact is not None

    def out_of_reach(self, enough: int) -> bool | None:
        """Say whether so many different outcomes cannot be achieved; none where no step was recorded."""
        return len(set(self.outcomes)) >= enough if self.told else None


def outcomes_of(kind: str) -> Mapping[str, str]:
    """Return the outcomes that a kind of decision is about, with their words."""
    return CARER_OUTCOMES if kind == CARER else ADULT_OUTCOMES


def second_step(kind: str, steps: Steps) -> bool | None:
    """Say whether the second step is met: two outcomes for an adult, one for a carer (SI 2015/313 regs 2 and 3)."""
    return steps.out_of_reach(_ENOUGH.get(kind, _TWO))


def misfits(kind: str, outcome: str, steps: Steps) -> tuple[Rule, ...]:
    """Return where the recorded steps do not fit the decision; what nobody recorded contradicts nothing.

    SI 2015/313 regulations 2(1) and 3(1): all three steps, or not eligible.
    """
    every = (steps.from_condition, second_step(kind, steps), steps.wellbeing_impact)
    if outcome == ELIGIBLE and False in every:
        return (Rule.STEPS_SHORT_OF_ELIGIBLE,)
    if outcome == NOT_ELIGIBLE and all(every):
        return (Rule.STEPS_REACH_ELIGIBLE,)
    if outcome == NO_NEEDS and (steps.outcomes or steps.wellbeing_impact):
        return (Rule.NEEDS_WITHOUT_NEEDS,)
    return ()


def unknown_words(kind: str, outcome: str, outcomes: Sequence[str]) -> tuple[Rule, ...]:
    """Return what of a decision is in words that no list holds.  Rule of this product: kept, shown, never refused."""
    found = () if outcome in {ELIGIBLE, NOT_ELIGIBLE, NO_NEEDS} else (Rule.DECISION_UNKNOWN,)
    if kind not in {NEEDS, CARER, REVIEW}:
        found = (*found, Rule.ASSESSMENT_KIND_UNKNOWN)
    return (*found, Rule.OUTCOME_UNKNOWN) if set(outcomes) - outcomes_of(kind).keys() else found
