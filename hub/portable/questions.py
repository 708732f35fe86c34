"""The questions that every assessment holds, and the words that answer them.

Source: Standards for assessments and plans, draft of the SocialCareData standard (Open Government Licence); outcomes
of the Care and Support (Eligibility Criteria) Regulations 2015, SI 2015/313.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, get_args

Outcome = Literal[
    "CA-NUTRITION",
    "CA-HYGIENE",
    "CA-TOILET",
    "CA-CLOTHING",
    "CA-HOMESAFETY",
    "CA-HABITABLEHOME",
    "CA-RELATIONSHIPS",
    "CA-WTEV",
    "CA-COMMUNITY",
    "CA-CARINGOTHERS",
]
Category = Literal[
    "PersonalContext",
    "Health",
    "Housing",
    "Finance",
    "Communication needs",
    "CA.nutrition",
    "CA.hygiene",
    "CA.toilet",
    "CA.clothing",
    "CA.homeSafety",
    "CA.habitableHome",
    "CA.maintainingRelationships",
    "CA.WTEV",
    "CA.communityServices",
    "CA.responsibilityForOthers",
    "Eligibility",
    "Emergencies",
    "Other",
]
AnswerType = Literal["String", "Boolean", "Date", "Number", "Enum"]
Decision = Literal["Eligible needs identified", "Non-eligible needs identified", "No needs identified"]
FUNDING: Final = (
    "Fully client funded",
    "Joint client and social care funded",
    "Fully social care funded",
    "Unknown",
)


class Statutory(NamedTuple):
    """What the draft asks of the answer to one question: its category, its type where fixed, its words where listed."""

    category: Category
    answer_type: AnswerType | None = None
    words: tuple[str, ...] = ()


_OF_OUTCOMES: Final[Mapping[Outcome, Category]] = {
    "CA-NUTRITION": "CA.nutrition",
    "CA-HYGIENE": "CA.hygiene",
    "CA-TOILET": "CA.toilet",
    "CA-CLOTHING": "CA.clothing",
    "CA-HOMESAFETY": "CA.homeSafety",
    "CA-HABITABLEHOME": "CA.habitableHome",
    "CA-RELATIONSHIPS": "CA.maintainingRelationships",
    "CA-WTEV": "CA.WTEV",
    "CA-COMMUNITY": "CA.communityServices",
    "CA-CARINGOTHERS": "CA.responsibilityForOthers",
}
ELIGIBILITY: Final = "CA-ELIGIBILITY-01"
STATUTORY: Final[Mapping[str, Statutory]] = {
    "STAT-HEALTH-01": Statutory("Health", "Boolean"),
    "STAT-HOUSING-01": Statutory("Housing", "Boolean"),
    "STAT-FINANCE-01": Statutory("Finance", "Enum", FUNDING),
    **{f"{outcome}-01": Statutory(category) for outcome, category in _OF_OUTCOMES.items()},
    ELIGIBILITY: Statutory("Eligibility", "Enum", get_args(Decision)),
}
"""By `questionID`."""
