"""The vault: seals what names a person, and opens it at the border of the API after the access decision.

AES-256-GCM (NIST SP 800-38D), a fresh random nonce each time.  The associated data are label, event id and event type,
so that a sealed part moved to another event does not open.
"""

import secrets
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.errors import Defect
from hub.events.envelope import Event, Sealed
from hub.events.values import ERASED, Erased
from hub.people.data_keys import DataKeys
from hub.people.master_key import NONCE_BYTES, MasterKey
from hub.ports.books import KeyBook
from hub.ports.store import SubjectRef

_CAPACITY: Final = 1_000
"""Unwrapped keys in memory: 2.5 KB each, and unwrapping one again takes 3 microseconds."""
_QUARANTINE: Final = "quarantine"
_PERSONAL: Final = b"personal"
_ORIGINAL: Final = b"original"
_NOTHING_SEALED: Final = Sealed(b"", b"", b"")


class ToSeal(msgspec.Struct, frozen=True):
    """What is to be sealed with one event; `original` only on the first event of a message."""

    subject: SubjectRef
    """The origin: whose record the event is filed under."""
    retention: str
    event_id: bytes
    type: str
    personal: Mapping[str, Any]
    original: bytes | None = None


class Opened(msgspec.Struct, frozen=True):
    """What an event's sealed part held: names as in `hub/people/card.py`, and the message's bytes."""

    personal: Mapping[str, Any]
    original: bytes | None = None


class Closed(msgspec.Struct, frozen=True):
    """In the place of what does not open: its key is not in the book, or the sealed part was changed or cut off."""


class Vault:
    """Seals and opens in batches: one question to the key book per retention class or per call of `open`."""

    def __init__(self, keys: KeyBook, master: MasterKey, *, capacity: int = _CAPACITY) -> None:
        self._keys = DataKeys(keys, master, capacity)
        self._master = master

    async def seal(self, items: Sequence[ToSeal]) -> Sequence[Sealed]:
        """Seal, in the order asked.  For a person whose keys were destroyed nothing is kept: erasure wins.

        Raises `Unavailable` when the key book does not answer.
        """
        by_class: dict[str, set[SubjectRef]] = {}
        for item in items:
            if item.personal or item.original is not None:
                by_class.setdefault(item.retention, set()).add(item.subject)
        ciphers = {name: await self._keys.for_sealing(people, name) for name, people in by_class.items()}
        return [
            _sealed(item, *ciphers[item.retention][item.subject]) if _filled(item) else _NOTHING_SEALED
            for item in items
        ]

    async def open(self, events: Sequence[Event], *, originals: bool = False) -> Sequence[Opened | Erased]:
        """Open, in the order asked; `ERASED` for a person whose keys were destroyed.

        Originals stay closed unless asked for.  Raises `Defect` for changed bytes, `Unavailable` when the key book
        does not answer.
        """
        ciphers = await self._keys.for_opening(_key_ids(events))
        return [_opened(event, ciphers, originals=originals) for event in events]

    async def open_each(
        self, events: Sequence[Event], *, originals: bool = False
    ) -> Sequence[Opened | Erased | Closed]:
        """Open as `open` does, and give `Closed` for each that it would fail at.

        For readers of many people: one sealed part that does not open says nothing about the others.
        """
        ciphers = await self._keys.that_open(_key_ids(events))
        return [_opened_or_closed(event, ciphers, originals=originals) for event in events]

    async def destroy(self, subject: SubjectRef, at: int) -> int:
        """Destroy every data key of a person (`at`: milliseconds since the epoch); give how many."""
        return await self._keys.destroy(subject, at)

    def seal_quarantine(self, original: bytes, parked_id: str) -> bytes:
        """Seal a message that could not be taken, under the hub's own key; it opens only under the same id."""
        name = self._master.id.encode()
        cipher = AESGCM(self._master.derive_with(self._master.id, _QUARANTINE))
        sealed = _encrypt(cipher, zlib.compress(original, 1), _QUARANTINE.encode() + parked_id.encode())
        return len(name).to_bytes(1) + name + sealed

    def open_quarantine(self, sealed: bytes, parked_id: str) -> bytes:
        """Give a parked message back.  Raises `Defect` for changed bytes or another id."""
        name, rest = sealed[1 : 1 + sealed[0]], sealed[1 + sealed[0] :]
        cipher = AESGCM(self._master.derive_with(name.decode("ascii", "replace"), _QUARANTINE))
        return zlib.decompress(_decrypt(cipher, rest, _QUARANTINE.encode() + parked_id.encode()))


def _filled(item: ToSeal) -> bool:
    return bool(item.personal) or item.original is not None


def _sealed(item: ToSeal, key_id: bytes, cipher: AESGCM | None) -> Sealed:
    if cipher is None:
        return Sealed(key_id, b"", b"")
    bound_to = item.event_id + item.type.encode()
    personal = original = b""
    if item.personal:
        personal = _encrypt(cipher, msgspec.json.encode(item.personal, order="sorted"), _PERSONAL + bound_to)
    if item.original is not None:
        original = _encrypt(cipher, zlib.compress(item.original, 1), _ORIGINAL + bound_to)
    return Sealed(key_id, personal, original)


def _key_ids(events: Sequence[Event]) -> set[bytes]:
    return {event.sealed.key_id for event in events if event.sealed and event.sealed.key_id}


def _opened_or_closed(
    event: Event, ciphers: Mapping[bytes, AESGCM | None], *, originals: bool
) -> Opened | Erased | Closed:
    try:
        return _opened(event, ciphers, originals=originals)
    except (Defect, KeyError):
        return Closed()


def _opened(event: Event, ciphers: Mapping[bytes, AESGCM | None], *, originals: bool) -> Opened | Erased:
    sealed = event.sealed
    if sealed is None or not sealed.key_id:
        return Opened({})
    cipher = ciphers[sealed.key_id]
    if cipher is None:
        return ERASED
    bound_to = event.event_id + event.type.encode()
    personal: Mapping[str, Any] = {}
    if sealed.personal:
        personal = msgspec.json.decode(_decrypt(cipher, sealed.personal, _PERSONAL + bound_to))
    if not (originals and sealed.original):
        return Opened(personal)
    return Opened(personal, zlib.decompress(_decrypt(cipher, sealed.original, _ORIGINAL + bound_to)))


def _encrypt(cipher: AESGCM, plain: bytes, bound_to: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, bound_to)


def _decrypt(cipher: AESGCM, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError):
        raise Defect("a sealed part does not open: it was changed or belongs elsewhere") from None
