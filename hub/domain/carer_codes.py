"""The closed lists of what a carer's notice may say of whom somebody cares for: codes that name nobody."""

from collections.abc import Mapping
from typing import Final

NEAR_ADULTHOOD: Final = frozenset({"16-17", "18-25"})
"""Age bands of young people of 16 or older."""
CODES: Final[Mapping[str, frozenset[str]]] = {
    "relationship": frozenset(
        {
            "MOTHER",
            "FATHER",
            "STEP_PARENT",
            "GRANDPARENT",
            "FOSTER_CARER",
            "SIBLING",
            "PARENT",
            "PARTNER",
            "CHILD",
            "FRIEND",
            "OTHER",
        }
    ),
    "child_age_band": NEAR_ADULTHOOD | {"0-4", "5-10", "11-15"},
    "ehc_stage": frozenset({"REQUEST_RECEIVED", "ASSESSMENT_AGREED", "PLAN_ISSUED", "ANNUAL_REVIEW", "CEASED"}),
    "other_dependants": frozenset({"0", "1", "2+"}),
}
