"""The identity book in memory."""

from collections.abc import Collection, Mapping, Sequence

from hub.ports.books import IdentityRow
from hub.ports.store import SubjectRef


class MemoryIdentities:
    """Identifiers, as keyed digests, to people."""

    def __init__(self) -> None:
        self._owners: dict[bytes, SubjectRef] = {}
        self._people: dict[SubjectRef, IdentityRow] = {}

    async def lookup(self, digests: Collection[bytes]) -> Mapping[bytes, SubjectRef]:
        """Which people hold these identifiers."""
        return {digest: self._owners[digest] for digest in digests if digest in self._owners}

    async def people(self, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, IdentityRow]:
        """Give the match digests of people."""
        return {subject: self._people[subject] for subject in subjects if subject in self._people}

    async def known(
        self, digests: Collection[bytes]
    ) -> tuple[Mapping[bytes, SubjectRef], Mapping[SubjectRef, IdentityRow]]:
        """Give who holds these identifiers, and what is known of those people."""
        owners = {digest: self._owners[digest] for digest in digests if digest in self._owners}
        return owners, {who: self._people[who] for who in owners.values() if who in self._people}

    async def write(
        self, identifiers: Mapping[bytes, SubjectRef], people: Sequence[IdentityRow]
    ) -> Mapping[bytes, SubjectRef]:
        """Add identifiers and people; an identifier keeps its first owner, a person's newest row holds."""
        for digest, subject in identifiers.items():
            self._owners.setdefault(digest, subject)
        for person in people:
            self._people[person.subject] = person
        return {digest: self._owners[digest] for digest in identifiers}

    async def forget(self, subject: SubjectRef) -> int:
        """Remove every row of a person; give how many went."""
        held = [digest for digest, owner in self._owners.items() if owner == subject]
        for digest in held:
            del self._owners[digest]
        return len(held) + (self._people.pop(subject, None) is not None)
