"""Where a draft goes, and which drafts no log takes: one rule for every log."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from hub.domain.lanes import lane_of
from hub.errors import Rejected
from hub.events.catalogue import ENTRIES
from hub.ports.log import Draft, Partition

DECLARED: Final = frozenset(entry.topic for entry in ENTRIES)
"""Every topic of the catalogue; a log knows no other and never makes one."""

LARGEST: Final = 8 * 1024 * 1024
"""Bytes that key, value and headers of one record may take together (the broker's topics allow slightly more)."""

LANES: Final = 8
"""Partitions of a topic where nobody chose another number."""


class Placement(NamedTuple):
    """The declared topics and how many lanes each has."""

    topics: frozenset[str] = DECLARED
    lanes: int = LANES

    def of(self, draft: Draft) -> Partition:
        """Return the partition of a draft; raises `Rejected` for one that no log would take."""
        _fits(draft)
        number = lane_of(draft.key, self.lanes) if draft.number is None else draft.number
        return self.known(Partition(draft.topic, number))

    def all_of(self, drafts: Sequence[Draft]) -> list[Partition]:
        """Place every draft, or refuse them all before anything is written."""
        return [self.of(draft) for draft in drafts]

    def known(self, partition: Partition) -> Partition:
        """Return the partition when it is declared; raises `Rejected` when it is not."""
        if partition.topic not in self.topics:
            raise Rejected("topic", "topic_not_declared", "the log has no such topic and never makes one by itself")
        if not 0 <= partition.number < self.lanes:
            raise Rejected("number", "partition_out_of_range", f"a topic has partitions 0 to {self.lanes - 1}")
        return partition


def _fits(draft: Draft) -> None:
    size = len(draft.key) + len(draft.value) + sum(len(name) + len(value) for name, value in draft.headers)
    if size > LARGEST:
        raise Rejected("value", "record_too_large", f"a record takes at most {LARGEST} bytes")
