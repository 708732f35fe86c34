"""One thing that waits: what, who holds it, why, and by which day."""

from datetime import date
from typing import NamedTuple

from hub.domain.rules import Rule

HOSPITAL, COUNCIL, PROVIDER, ICS = "hospital", "council", "provider", "ics"


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

    @property
    def place(self) -> tuple[date, int, str]:
        """Where it stands among others: what is due first comes first, what has no day last."""
        return self.due or date.max, int(self.rule), self.about or ""
