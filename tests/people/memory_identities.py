"""The product's identity book in memory, which also counts the questions it is asked."""

from collections.abc import Collection, Mapping, Sequence

from hub.adapters.memory_identities import MemoryIdentities
from hub.ports.books import IdentityRow
from hub.ports.store import SubjectRef


class Identities(MemoryIdentities):
    """Names its questions in order, and shows what it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @property
    def owners(self) -> Mapping[bytes, SubjectRef]:
        """Which person holds each identifier."""
        return self._owners

    @property
    def rows(self) -> Mapping[SubjectRef, IdentityRow]:
        """What is known of each person."""
        return self._people

    async def lookup(self, digests: Collection[bytes]) -> Mapping[bytes, SubjectRef]:
        """Which people hold these identifiers."""
        self.asked.append("lookup")
        return await super().lookup(digests)

    async def people(self, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, IdentityRow]:
        """Give the match digests of people."""
        self.asked.append("people")
        return await super().people(subjects)

    async def known(
        self, digests: Collection[bytes]
    ) -> tuple[Mapping[bytes, SubjectRef], Mapping[SubjectRef, IdentityRow]]:
        """Give the owners and what is known of them."""
        self.asked.append("known")
        return await super().known(digests)

    async def write(
        self, identifiers: Mapping[bytes, SubjectRef], people: Sequence[IdentityRow]
    ) -> Mapping[bytes, SubjectRef]:
        """Add what is new; the first owner stays."""
        self.asked.append("write")
        return await super().write(identifiers, people)
