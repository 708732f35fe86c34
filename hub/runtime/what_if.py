"""A whole area under another rule: everybody's kept state read once, page by page, and nothing written.

The pages are of the live rows, each of one moment, so that a hub may go on folding meanwhile; whoever is merged into
somebody else between two pages is counted where they were met.  No more than a page of people is in memory.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from hub.domain.rule_difference import Count, Difference, nothing
from hub.domain.what_if_rules import Change
from hub.ports.shadows import Shadows
from hub.ports.store import StateRow, SubjectRef
from hub.processors.joint import JointProcessor
from hub.processors.joint_rules import Rules
from hub.processors.joint_what_if import difference
from hub.runtime.apply import Group
from hub.runtime.rows import state_in, unpack

NAMED: Final = (
    Count.SIX_WEEKS_CHANGE,
    Count.FREE_LOST,
    Count.FREE_GAINED,
    Count.CHARGED_MORE,
    Count.CHARGED_LESS,
    Count.BECOME_REFUNDABLE,
    Count.NO_LONGER_REFUNDABLE,
)
"""Differences for which people's references are given where they are asked for."""
_ROWS: Final = 2000
"""Rows of one page: as many people."""


class Asked(NamedTuple):
    """The area by its ODS code, what changes, the Europe/London day up to which is counted; `named` asks for people."""

    ics: str
    changes: Sequence[Change]
    on: date
    named: bool = False


class Answer(NamedTuple):
    """What would differ in all; `read` counts people who live on here, of every area."""

    read: int
    total: Difference
    people: Mapping[Count, Sequence[SubjectRef]]


class WhatIf:
    """Asks of everybody whom a store keeps under one group's live rows.  `on_read` is told how many people were read.

    The rules of today are those of the group's joint processor.
    """

    def __init__(self, shadows: Shadows, group: Group, on_read: Callable[[int], None]) -> None:
        self._shadows, self._group, self._on_read = shadows, group.name, on_read
        self._joint = next(each for each in group.processors if isinstance(each, JointProcessor))

    async def ask(self, asked: Asked) -> Answer:
        """Read everybody and sum up.

        Raises `Unavailable` when the store is away, and `Defect` when another version of the processor wrote a state.
        """
        read, total, after = 0, nothing(), b""
        other = self._joint.rules.under(asked.changes, asked.ics)
        people: dict[Count, list[SubjectRef]] = defaultdict(list)
        while rows := (await self._shadows.page(self._group, [self._joint.name], after, _ROWS)).rows:
            for row in rows:
                if row.now is None:
                    read += 1
                    found = self._difference(row, asked, other, people)
                    total = total if found is None else total.plus(found)
            after = rows[-1].subject
            self._on_read(read)
        return Answer(read, total, people)

    def _difference(
        self, row: StateRow, asked: Asked, other: Rules, people: Mapping[Count, list[SubjectRef]]
    ) -> Difference | None:
        """Give what would differ of one person, and note them where they are asked for; nobody forgotten is named."""
        state = state_in(self._joint, unpack(row.value))
        found = difference(state, self._joint.rules, other, asked.ics, asked.on)
        if found is not None and asked.named and state.forgotten is None:
            for count in NAMED:
                if found.counts[count]:
                    people[count].append(row.subject)
        return found
