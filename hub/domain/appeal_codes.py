"""The codes of appeals.  Source: proposal for a National Care Service, 4.3; the lists are rules of this product."""

from typing import Final

CONTINUING_HEALTHCARE: Final = "CONTINUING_HEALTHCARE"
ABOUT: Final = frozenset({"ELIGIBILITY", "FUNDING", "CHARGE", CONTINUING_HEALTHCARE, "PLAN"})
OUTCOMES: Final = frozenset({"UPHELD", "PARTLY_UPHELD", "NOT_UPHELD"})
