"""What comparing two folds of everybody found, lane by lane and in the words of the service."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Final

from hub.domain.care_changes import CareChange
from hub.ports.store import SubjectRef
from hub.runtime.shadow_pairs import Verdict

NAMED_AT_MOST: Final = 1000
"""People whose references are kept under one kind of difference."""
_REF: Final = 16
_WHOLE: Final = 1 << 256


class LaneTally:
    """What comparing one lane found.  It keeps sixteen bytes of each person who differs, and nothing of the others."""

    def __init__(self) -> None:
        self.people = 0
        self._differing, self._other_form = bytearray(), bytearray()
        self._sums = [0, 0]

    def add(self, subject: SubjectRef, verdict: Verdict) -> None:
        """Count one person."""
        self.people += 1
        for place, side in enumerate((verdict.live, verdict.shadow)):
            digest = hashlib.sha256(subject + side).digest()
            self._sums[place] = (self._sums[place] + int.from_bytes(digest, "big")) % _WHOLE
        if verdict.changes:
            self._differing += subject
        elif verdict.other_form:
            self._other_form += subject

    @property
    def differing(self) -> int:
        """How many people's two folds differ."""
        return len(self._differing) // _REF

    @property
    def to_exchange(self) -> Sequence[SubjectRef]:
        """People whose rows an exchange changes."""
        return [*_refs(self._differing), *_refs(self._other_form)]

    @property
    def hashes(self) -> tuple[str, str]:
        """The live fold's hash and the shadow's.

        The sum (modulo 2^256) of SHA-256 over each person's reference and hash: the same in every order, and kept up to
        date person by person.  It is for people to compare; whether a person differs is decided on all that is kept.
        """
        live, shadow = (f"sum-sha256:{value:064x}" for value in self._sums)
        return live, shadow


def _refs(packed: bytearray) -> list[SubjectRef]:
    return [bytes(packed[at : at + _REF]) for at in range(0, len(packed), _REF)]


class Comparison:
    """What comparing everybody found."""

    def __init__(self) -> None:
        self.lanes: dict[int, LaneTally] = defaultdict(LaneTally)
        self.changes: Counter[CareChange] = Counter()
        self.people: dict[CareChange, list[SubjectRef]] = defaultdict(list)
        self.told: Counter[tuple[str, str]] = Counter()
        self.moving: Collection[SubjectRef] = ()
        """People who had an event whenever they were looked at, so that nothing is known of them."""

    def add(self, lane: int, subject: SubjectRef, verdict: Verdict) -> None:
        """Count one person."""
        self.lanes[lane].add(subject, verdict)
        self.told.update(verdict.told)
        for change in verdict.changes:
            self.changes[change] += 1
            if len(self.people[change]) < NAMED_AT_MOST:
                self.people[change].append(subject)

    @property
    def equal(self) -> bool:
        """Whether everybody was compared and nobody differs."""
        return not self.changes and not self.moving

    @property
    def other_form(self) -> bool:
        """Whether rows of people who do not differ were written by another version of a processor."""
        return any(len(tally.to_exchange) > tally.differing for tally in self.lanes.values())
