"""The person index: the only place where an identifier in clear meets a `subject_ref`.

The book behind it holds keyed digests and random references, nothing else.  One call of `resolve` asks the book one
question (who holds these identifiers, and what is known of those people) and writes once; a write that another
writer won is answered by matching again.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from hub.errors import Unavailable
from hub.people.claims import Identifier, PersonClaim
from hub.people.evidence import Evidence, Gather
from hub.people.holders import holders
from hub.people.matching import Matching, Resolution
from hub.people.nhs_number import standardise
from hub.people.nino import matching_key
from hub.people.plain import local_value, plain_name
from hub.ports.books import IdentityBook
from hub.ports.store import SubjectRef

_DOMAIN: Final = b"hub person index 1"
_ATTEMPTS: Final = 20
_REF_BYTES: Final = 16


def random_ref() -> SubjectRef:
    """Make a reference that says nothing about anybody."""
    return secrets.token_bytes(_REF_BYTES)


class PersonIndex:
    """Resolves claims to people, and finds people by identifier.

    `key` is at least 16 secret bytes that never change for one book.  `live` keeps the test range of NHS numbers
    from matching.  `new_ref` gives the reference of a new person.
    """

    def __init__(
        self, book: IdentityBook, key: bytes, *, live: bool, new_ref: Callable[[], SubjectRef] = random_ref
    ) -> None:
        if len(key) < _REF_BYTES:
            raise ValueError("the key of the person index needs at least 16 bytes")
        self._book = book
        self._key = key
        self._live = live
        self._new_ref = new_ref

    def digest(self, kind: str, authority: str, value: str) -> bytes:
        """Give the keyed digest (HMAC-SHA256, 32 bytes) of an identifier; each part is told apart by its length."""
        message = bytearray(_DOMAIN)
        for part in (kind, authority, value):
            encoded = part.encode()
            message += len(encoded).to_bytes(4) + encoded
        return hmac.digest(self._key, bytes(message), hashlib.sha256)

    async def resolve(self, claims: Sequence[PersonClaim]) -> Sequence[Resolution]:
        """Say whose record each claim belongs to; unknown people get one.  Claims see those before them.

        A claim without one identifier that may match is a new person each time.  So give every claim an identifier
        of its own record (kind `RECORD`, the feed, message and role): it counts only where nothing else does, and
        lets the other events of the message, and a resend, find the same person.
        Raises `Unavailable` when the book does not answer.
        """
        evidence = [Gather(self.digest, live=self._live).of(claim) for claim in claims]
        keys = {key for one in evidence for key in one.digests()}
        minted: set[SubjectRef] = set()
        for _ in range(_ATTEMPTS):
            matching = await self._matching(keys, evidence, minted)
            resolutions = [matching.resolve(*pair) for pair in zip(claims, evidence, strict=True)]
            if await self._written(matching):
                links = await self._unknown_links(resolutions)
                await self._clear_away(minted, resolutions)
                return _settled(resolutions, links, minted)
        raise Unavailable("the person index lost every race for the same identifiers")

    async def find(self, identifier: Identifier) -> SubjectRef | None:
        """Give the first person who holds an identifier, whatever its status; none for an unknown one."""
        found = await self.find_all(identifier)
        return found[0] if found else None

    async def find_all(self, identifier: Identifier) -> Sequence[SubjectRef]:
        """Give up to ten records with a national number: a number that two people share names both."""
        keys = self._places(identifier)
        owners = await self._book.lookup(keys)
        return tuple(dict.fromkeys(owners[key] for key in keys if key in owners))

    async def linked(self, pairs: Sequence[tuple[SubjectRef, SubjectRef]]) -> None:
        """Remember links whose `PersonMerged` is durable in the log, so that `same_as` does not name them again."""
        await self.remember({self._link(*pair): pair[0] for pair in pairs})

    async def remembered(self, marks: Collection[bytes]) -> Collection[bytes]:
        """Say which of these digests were remembered."""
        return (await self._book.lookup(marks)).keys() if marks else ()

    async def remember(self, marks: Mapping[bytes, SubjectRef]) -> None:
        """Remember digests of something that a person's messages said, until the person is forgotten."""
        if marks:
            await self._book.write(marks, ())

    async def forget(self, subject: SubjectRef) -> int:
        """Remove a person's rows, so that no identifier leads to them any more; give how many went."""
        return await self._book.forget(subject)

    async def _matching(self, keys: set[bytes], evidence: Sequence[Evidence], minted: set[SubjectRef]) -> Matching:
        owners, rows = await self._book.known(keys)
        further = {key for one in evidence for key in one.further(owners)}
        if further:
            owners = {**owners, **await self._book.lookup(further)}
        return Matching(owners, rows, lambda: self._mint(minted), self._fact)

    async def _written(self, matching: Matching) -> bool:
        wanted = matching.new_identifiers
        if not wanted and not matching.changed:
            return True
        owners = await self._book.write(wanted, list(matching.changed.values()))
        return all(owners[key] == subject for key, subject in wanted.items())

    async def _unknown_links(self, resolutions: Sequence[Resolution]) -> set[frozenset[SubjectRef]]:
        pairs = {frozenset((one.subject, other)) for one in resolutions for other in one.same_as}
        if not pairs:
            return set()
        keys = {pair: self._link(*pair) for pair in pairs}
        known = await self._book.lookup(keys.values())
        return {pair for pair, key in keys.items() if key not in known}

    async def _clear_away(self, minted: set[SubjectRef], resolutions: Sequence[Resolution]) -> None:
        """Remove the rows of people made in a lost race, to whom no identifier leads."""
        reached = {subject for one in resolutions for subject in (one.subject, *one.same_as)}
        for subject in minted - reached:
            await self._book.forget(subject)

    def _link(self, one: SubjectRef, other: SubjectRef) -> bytes:
        first, second = sorted((one, other))
        return self.digest("link", first.hex(), second.hex())

    def _mint(self, minted: set[SubjectRef]) -> SubjectRef:
        subject = self._new_ref()
        minted.add(subject)
        return subject

    def _fact(self, name: str, value: str) -> bytes:
        return self.digest("fact", name, value if name == "born" else plain_name(value))

    def _places(self, identifier: Identifier) -> tuple[bytes, ...]:
        if identifier.kind == "NHS":
            digits = standardise(identifier.value)
            return holders(self.digest, "NHS", digits) if digits else ()
        if identifier.kind == "NINO":
            key = matching_key(identifier.value)
            return holders(self.digest, "NINO", key) if key else ()
        return (self.digest(identifier.kind, local_value(identifier.authority), local_value(identifier.value)),)


def _settled(
    resolutions: Sequence[Resolution], links: set[frozenset[SubjectRef]], minted: set[SubjectRef]
) -> list[Resolution]:
    """Keep only links that nobody remembered, each once, and call a person created once."""
    settled = []
    for one in resolutions:
        same_as = tuple(other for other in one.same_as if frozenset((one.subject, other)) in links)
        links -= {frozenset((one.subject, other)) for other in same_as}
        settled.append(Resolution(one.subject, one.subject in minted, one.findings, same_as, one.named))
        minted.discard(one.subject)
    return settled
