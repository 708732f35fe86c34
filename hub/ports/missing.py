"""Whose records a list leaves out because a database server does not answer: said with the list, never passed over."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Missing:
    """Takes down which of several database servers did not answer, by number, and how many there are.

    Who gives one with a question gets what the others say, and has to tell the reader; a question without one raises
    `Unavailable`.  Which people are missing nobody can say: their server follows from random references.
    """

    servers: set[int] = field(default_factory=set)
    of: int = 1

    def note(self, servers: Iterable[int], of: int) -> None:
        """Take down servers that did not answer, of so many."""
        self.servers.update(servers)
        self.of = of

    @property
    def told(self) -> dict[str, int] | None:
        """What a reader is told: how many servers do not answer, of how many; none where all did."""
        return {"servers": len(self.servers), "of": self.of} if self.servers else None
