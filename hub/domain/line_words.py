"""What was told of when a support line runs: its starts, changes and ends, each with when its sender wrote it down.

Senders date a word by the day from which it holds, also one that lies ahead or long ago, so the order of a fold is not
the order in which things were said.  The newest word counts; of words written at one time those of a later day do.
Hours are hundredths of an hour a week, prices pence an hour.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

import msgspec

from hub.domain.days import day_of
from hub.domain.finding import Against
from hub.domain.origin_codes import ORIGINS
from hub.domain.rules import Rule
from hub.domain.said import Said

END, START, CHANGE, CALLED_OFF = 0, 1, 2, 3
"""In this order words of one day are taken that were written at one time."""

HOURS_OF_A_WEEK: Final = 16_800
"""Hundredths: all hours of a week by one carer."""
HOURS_AT_MOST: Final = 2 * HOURS_OF_A_WEEK
"""Hundredths: two carers at once on every hour of a week; more by one line is a mistake.  Rule of this product."""


class Word(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A start, a change or an end; `day` is the one from which it holds, of an end the last one on which it ran.

    A start that is called off is named by its day.

    `told` is when the sender wrote it down (milliseconds).  `last` is an end that came with a start.
    """

    kind: int
    day: date
    told: int
    by: int
    last: date | None = None
    hours: int | None = None
    price: int | None = None
    framework: str | None = None
    programme: str | None = None
    service: str | None = None
    origin: str | None = None

    @property
    def is_planned(self) -> bool:
        """Whether it was written down before its day had come."""
        return day_of(self.told) < self.day

    @property
    def stated(self) -> Said[str] | None:
        """The origin that came with it; none where it is no word of the list, for then it says nothing."""
        return Said(self.origin, self.by, Rule.ORIGIN_STATED) if self.origin in ORIGINS else None

    @property
    def unknown_origin(self) -> str | None:
        """What came in place of an origin, or none."""
        return None if self.origin in ORIGINS else self.origin

    def repeats(self, other: "Word") -> bool:
        """Say whether it says nothing that another one does not say."""
        return _content(self) == _content(other)


def _content(word: Word) -> tuple[object, ...]:
    return msgspec.structs.astuple(msgspec.structs.replace(word, told=0, by=0))


def as_told(words: Iterable[Word]) -> tuple[Word, ...]:
    """Return words in the order in which they were said."""
    return tuple(sorted(words, key=lambda word: (word.told, word.day, word.kind, word.by)))


def by_days(words: Iterable[Word]) -> list[Word]:
    """Return words in the order in which they hold: of one day the newest last."""
    return sorted(words, key=lambda word: (word.day, word.told, word.kind, word.by))


def impossible(word: Word) -> Iterator[tuple[Rule, int]]:
    """Give findings of hours and prices that cannot be; they are kept as they were told."""
    if word.hours is not None and not 0 <= word.hours <= HOURS_AT_MOST:
        yield Rule.HOURS_IMPOSSIBLE, word.by
    if (word.price or 0) < 0:
        yield Rule.NEGATIVE_MONEY, word.by


def at_once(changes: Sequence[Word]) -> Iterator[Against]:
    """Give a finding for each of some changes, by their days, that another one of its day and time denies."""
    for one, other in pairwise(changes):
        if (one.day, one.told) == (other.day, other.told) and _deny(one, other):
            yield Against(Rule.LINE_TOLD_AT_ONCE, other.by, one.by)


def _deny(one: Word, other: Word) -> bool:
    """Say whether both say something of the same thing, and not the same."""
    both = zip(_terms(one), _terms(other), strict=True)
    return any(said is not None and told is not None and said != told for said, told in both)


def _terms(word: Word) -> tuple[object, ...]:
    return word.hours, word.price, word.framework, word.service, word.origin
