"""Data keys of people: one per person and retention class, wrapped in the book, unwrapped in a bounded cache.

The book is asked every time, also when a key is cached: a key destroyed by another process opens nothing from then on.
"""

import secrets
from collections import OrderedDict
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.errors import Defect
from hub.people.master_key import KEY_BYTES, MasterKey
from hub.ports.books import KeyBook, WrappedKey
from hub.ports.store import SubjectRef

_ID_BYTES: Final = 16


class DataKeys:
    """Ciphers by data key; at most `capacity` unwrapped keys stay in memory."""

    def __init__(self, book: KeyBook, master: MasterKey, capacity: int) -> None:
        self._book = book
        self._master = master
        self._capacity = capacity
        self._open: OrderedDict[bytes, AESGCM] = OrderedDict()

    async def for_sealing(
        self, subjects: Collection[SubjectRef], retention: str
    ) -> Mapping[SubjectRef, tuple[bytes, AESGCM | None]]:
        """Give key id and cipher for each person, making what is missing; no cipher where the key was destroyed."""
        held = dict(await self._book.of_subjects(subjects, retention))
        missing = [subject for subject in subjects if subject not in held]
        if missing:
            held.update(await self._book.add([self._made(subject, retention) for subject in missing]))
        return {subject: (held[subject].key_id, self._cipher(held[subject])) for subject in subjects}

    async def for_opening(self, key_ids: Collection[bytes]) -> Mapping[bytes, AESGCM | None]:
        """Give ciphers by key id; none where the key was destroyed.  Raises `Defect` for an id the book never had."""
        held = await self._book.by_id(key_ids) if key_ids else {}
        if len(held) < len(set(key_ids)):
            raise Defect("an event is sealed under a data key that the key book does not hold")
        return {key_id: self._cipher(key) for key_id, key in held.items()}

    async def that_open(self, key_ids: Collection[bytes]) -> Mapping[bytes, AESGCM | None]:
        """Give the ciphers of those ids that the book has and that unwrap; none where the key was destroyed."""
        ciphers = {}
        for key_id, key in (await self._book.by_id(key_ids) if key_ids else {}).items():
            with suppress(Defect):
                ciphers[key_id] = self._cipher(key)
        return ciphers

    async def destroy(self, subject: SubjectRef, at: int) -> int:
        """Destroy every data key of a person; give how many.  Nothing unwrapped stays in this process."""
        self._open.clear()
        return await self._book.destroy(subject, at)

    def cached(self) -> int:
        """How many unwrapped keys are in memory."""
        return len(self._open)

    def _made(self, subject: SubjectRef, retention: str) -> WrappedKey:
        key_id = secrets.token_bytes(_ID_BYTES)
        wrapped = self._master.wrap(secrets.token_bytes(KEY_BYTES), _bound_to(key_id, subject, retention))
        return WrappedKey(key_id, subject, retention, wrapped, self._master.id)

    def _cipher(self, key: WrappedKey) -> AESGCM | None:
        if key.destroyed_at is not None or not key.wrapped:
            self._open.pop(key.key_id, None)
            return None
        cipher = self._open.get(key.key_id)
        if cipher is None:
            bound_to = _bound_to(key.key_id, key.subject, key.retention)
            cipher = self._open[key.key_id] = AESGCM(self._master.unwrap(key.master, key.wrapped, bound_to))
            if len(self._open) > self._capacity:
                self._open.popitem(last=False)
        self._open.move_to_end(key.key_id)
        return cipher


def _bound_to(key_id: bytes, subject: SubjectRef, retention: str) -> bytes:
    return b"data key" + key_id + subject + retention.encode()
