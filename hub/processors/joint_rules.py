"""The rules that a person's joint six weeks follow from beside what was told: reference data and policy, by date."""

from collections.abc import Sequence
from typing import NamedTuple

from hub.domain.homes import AreaLookup
from hub.domain.law import LAW, Law
from hub.domain.six_weeks import Policy
from hub.domain.splits import Splits
from hub.domain.what_if_rules import Change, law_under, policy_under, splits_under


class Rules(NamedTuple):
    """What episodes and money follow from, beside the state.

    Whose area a place is, how long the window is, who shares what is joint, and what law and guidance set.
    """

    areas: AreaLookup
    policy: Policy
    splits: Splits
    law: Law = LAW

    def under(self, changes: Sequence[Change], ics: str) -> "Rules":
        """Return the rules with changes; shares change for one system alone."""
        policy, splits = policy_under(self.policy, changes), splits_under(self.splits, ics, changes)
        return Rules(self.areas, policy, splits, law_under(self.law, changes))
