"""One thing that waits: what, who holds it, why, and by which day."""

from datetime import date
from typing import Final, NamedTuple

from hub.domain.rules import Rule

HOSPITAL, COUNCIL, PROVIDER, ICS = "hospital", "council", "provider", "ics"
_WITHOUT_LIMIT: Final = frozenset({Rule.STEP_SAFEGUARD})
"""What waits from its day on with no day by which it is to be over."""


class NextStep(NamedTuple):
    """What waits, who holds it (kind and code; the code is none while nobody knows it), why, and by which day."""

    rule: Rule
    holder: str | None
    organisation: str | None
    by: int
    due: date | None = None
    about: str | None = None
    """What of several it is about: the id of a line, a charge, a case, a concern, an appeal, a move or a notice."""

    @property
    def what(self) -> str:
        """The stable name of what waits."""
        return self.rule.label.removeprefix("step_")

    def overdue(self, on: date) -> bool:
        """Say whether its day has passed on a day and it was to be done by then."""
        return self.due is not None and self.due < on and self.rule not in _WITHOUT_LIMIT

    @property
    def place(self) -> tuple[date, int, str]:
        """Where it stands among others: what is due first comes first, what has no day last."""
        return self.due or date.max, int(self.rule), self.about or ""
