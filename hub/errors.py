"""Three kinds of failure and no more.

    HubError
    ├── Rejected      the message is wrong: park it with its reason and go on
    ├── Unavailable   a part is away: wait in place and try again, never skip
    └── Defect        our own mistake: stop this partition and say so loudly
        ├── PositionRefused   the store already includes this position, stands before it, or the partition moved
        ├── OtherVersion      the store keeps states of another release, until a rebuild
        │   └── NewerVersion  of a newer one: wait in place until its worker takes the lane over
        ├── OtherTables       the database's tables are for other releases than this one
        ├── NotKept           the log is told to throw away what it holds
        └── OtherPartitions   a topic has other partitions than the hub has lanes

Any other exception counts as a defect.  No text here or in a subclass ever holds a value that was sent.
"""

from collections.abc import Mapping
from typing import Final


class HubError(Exception):
    """Base of every failure that the hub names."""


class Rejected(HubError):
    """A message that will never be accepted as it is.

    `path` names the segment, field or column, `rule` is a stable snake-case name, and `words` is a sentence
    that the sender's engineer understands.  None of them holds a value that was sent.
    """

    def __init__(self, path: str, rule: str, words: str) -> None:
        super().__init__(f"{path}: {words} ({rule})")
        self.path: Final = path
        self.rule: Final = rule
        self.words: Final = words


class Unavailable(HubError):
    """A part that is needed does not answer; the caller waits and tries the same thing again."""


class Defect(HubError):
    """The hub contradicts itself; the partition stops and a person is told."""


class PositionRefused(Defect):
    """A batch that does not begin where the store stands, or whose partition belongs to another writer now."""


class OtherVersion(Defect):
    """A state that another version of a processor wrote: `hub rebuild` folds the log again.

    `processor` and `subject` say whose state that is, for whoever looks whether it was done; no text says the latter.
    """

    def __init__(self, words: str, processor: str = "", subject: bytes = b"") -> None:
        super().__init__(words)
        self.processor: Final = processor
        self.subject: Final = subject


class NewerVersion(OtherVersion):
    """A state that a newer version of a processor wrote: an upgrade goes on, and its worker takes the lane over."""


class OtherTables(Defect):
    """Tables that this release must not use: a newer one changed more than it added, or they are none of the hub's."""


class NotKept(Defect):
    """The log is told to throw away what it holds: an event that nobody has folded yet would be gone without a word."""


class OtherPartitions(Defect):
    """Topics that have another number of partitions than the hub has lanes: what lies in further ones nobody reads."""

    def __init__(self, lanes: int, topics: Mapping[str, int]) -> None:
        self.lanes: Final = lanes
        self.topics: Final = ", ".join(f"{topic} has {number}" for topic, number in sorted(topics.items()))
        super().__init__(
            f"another number of partitions than the hub's {lanes} lanes ({self.topics}): "
            "people would change places, and nothing is folded"
        )


class NotFound(HubError):
    """Somebody asked for something that is not here: a read, never a reason to stop."""
