"""The groups of consumers that read the log for the hub: what is appended for another is read by nobody."""

from typing import Final

CARE: Final = "care"
"""The processors that fold people."""
DASHBOARDS: Final = "dashboards"
"""The figures, folded from what was derived of people."""
GROUPS: Final = frozenset({CARE, DASHBOARDS})
