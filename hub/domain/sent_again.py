"""A discharge that was sent again is one discharge: who takes back its newest version takes back all of it.

A clerk corrects a discharge by sending it again, without a cancel (`hub.domain.standing_ends`).  A cancel of what was
written last would else bring back the version that was corrected, and the person would be at home.

Source: HL7 v2 chapter 3, A03 and A13: the cancel says that the discharge did not take place.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from hub.events.discharge import PatientDiedInHospital, SpellAdmitted, SpellDischarged
from hub.events.envelope import Event

_ATTENDERS: Final = frozenset({"E", "O"})


class Versions(NamedTuple):
    """Ordinals of the discharges of one spell number and of the admissions that stand, each in canonical order.

    An admission that was cancelled did not take place (HL7 v2 chapter 3, A11), so nobody was admitted anew by it.
    """

    events: Sequence[Event]
    discharges: Sequence[int]
    admissions: Sequence[int]

    def taken_along(self, cancel: int, target: int) -> set[int]:
        """Return the versions that go when a cancel strikes one: all that were written before the cancel.

        A cancel that gives the time of an older version, not that of the newest, takes back its target alone: the
        newest is the discharge.  What was written after the cancel is another discharge.
        """
        said, struck = self.events[cancel], self.events[target]
        known = [one for one in self.discharges if self._known_to(said, one, target)]
        newest = self.events[max(known, key=self._written)]
        older = newest.occurred_at != said.occurred_at == struck.occurred_at
        return {target} if older else set(known)

    def _known_to(self, cancel: Event, one: int, target: int) -> bool:
        """Say whether a version of the same discharge was written before its cancel, or before what that strikes."""
        known = self.events[one].recorded_at <= cancel.recorded_at or self._written(one) <= self._written(target)
        return known and self._of_one(one, target)

    def _written(self, ordinal: int) -> tuple[int, int]:
        return self.events[ordinal].recorded_at, ordinal

    def _of_one(self, one: int, other: int) -> bool:
        """Say whether two discharges are versions of one: nobody was admitted anew between them.

        An attender's end is not that of the inpatient's stay which followed under the same number.
        """
        first, last = min(one, other), max(one, other)
        if self._attended(first) != self._attended(last):
            return False
        before = {self._admitted(place) for place in self.admissions if place < first}
        return all(self._admitted(place) in before for place in self.admissions if first < place < last)

    def _attended(self, ordinal: int) -> bool:
        body = self.events[ordinal].body
        return isinstance(body, SpellDischarged | PatientDiedInHospital) and body.patient_class in _ATTENDERS

    def _admitted(self, ordinal: int) -> int | None:
        body = self.events[ordinal].body
        return body.admitted_at.at if isinstance(body, SpellAdmitted) else None
