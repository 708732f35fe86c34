"""A partner's own number (of a hospital, council or provider): one person's, until two national numbers say otherwise.

A claim is *numbered* when it has a national number (NHS or National Insurance) and a date of birth.  Two claims with
the same own number are about the same person when

- they have the same national number (so a date of birth was corrected), or
- they have the same date of birth (so a national number was corrected), or
- one of them has no date of birth, or
- neither is numbered (so a date of birth was corrected, and the own number is all that there is).

Else the number was mistyped, or is a word like UNKNOWN, and they stay two people who *share* it.

**What depends on order**, and only where a number is shared: claims that could be about either.  While one person is
known they are that one's.  Afterwards a numbered claim needs the same national number, another one the same date of
birth, and a claim with neither is left alone and reported.  No such claim ever makes the two people one.
"""

from typing import Final, NamedTuple

from hub.people.leads import Lead, Owners, owners_of
from hub.ports.connector import Finding
from hub.ports.store import SubjectRef

LEFT_ALONE: Final = Finding(
    "identifiers",
    "own_number_shared",
    "Two people were sent under this number; without a date of birth it was not used for matching.",
)


class OwnNumber(NamedTuple):
    """The keys of one own number in one claim."""

    plain: bytes
    """The number itself: who held it first."""
    with_national: tuple[bytes, ...]
    """The number beside each national number of the claim."""
    born: tuple[bytes, bytes] | None
    """The number beside the date of birth, as numbered claims say it, and as others do."""
    is_numbered: bool
    numbered: bytes
    """Marks that a numbered claim came with it."""
    dated: bytes
    """Marks that a date of birth came with it in a claim that was not numbered."""
    shared: bytes

    def digests(self) -> tuple[bytes, ...]:
        """Every key to ask the book for."""
        return (self.plain, *self.with_national, *(self.born or ()), self.numbered, self.dated, self.shared)

    def lead(self, owners: Owners) -> Lead:
        """Say whom the number leads to."""
        holder = owners.get(self.plain)
        found = owners_of(self.with_national, owners)
        if holder is not None and not found:
            found = self._found(owners, holder)
        if self.born is None:
            alone = holder is not None and not found
            # Who does not say whom joins one person at most, and so never makes two people one.
            return Lead(found[:1], () if alone else (self.plain,), finding=LEFT_ALONE if alone else None)
        said = (*self.with_national, self.born[0], self.numbered) if self.is_numbered else (self.born[1], self.dated)
        return Lead(found, (self.plain, *said), None if found else holder)

    def _found(self, owners: Owners, holder: SubjectRef) -> tuple[SubjectRef, ...]:
        """Return the person when no national number decides, at most one."""
        if self.born is None:
            return () if self.shared in owners else (holder,)
        if not self.is_numbered:
            return owners_of(self.born, owners)[:1] or (() if self.numbered in owners else (holder,))
        same_birth = owners_of(self.born[:1], owners)
        if same_birth and self.shared not in owners:
            return same_birth
        if self.numbered in owners:
            return ()
        return owners_of(self.born[1:], owners) or (() if self.dated in owners else (holder,))
