"""The master key: wraps every data key, and is itself kept outside the hub's books.

A key file is text: one key a line, its id, a blank, 64 hexadecimal digits.  The first line is the founding key (the
hub's own secrets are derived from it, so it stays); the last line is the current one.  To rotate, append a line.
"""

import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hub.errors import Defect
from hub.people.secret_file import make_once

NONCE_BYTES: Final = 12
KEY_BYTES: Final = 32
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class MasterKey:
    """Master keys by id, oldest first; the last one wraps what is new, all of them unwrap."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys.values()):
            raise Defect("a master key needs at least one key of 32 bytes")
        self._founding = next(iter(keys.values()))
        self._ciphers = {name: AESGCM(key) for name, key in keys.items()}
        self._keys = dict(keys)
        self.id: Final = list(keys)[-1]

    def wrap(self, secret: bytes, bound_to: bytes) -> bytes:
        """Encrypt a data key under the current master key; `bound_to` must be given again to unwrap."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._ciphers[self.id].encrypt(nonce, secret, bound_to)

    def unwrap(self, master: str, wrapped: bytes, bound_to: bytes) -> bytes:
        """Give a data key back.  Raises `Defect` for an unknown master key or a changed wrapping."""
        if master not in self._ciphers:
            raise Defect("a data key names a master key that this hub was not given")
        try:
            return self._ciphers[master].decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], bound_to)
        except InvalidTag:
            raise Defect("a wrapped data key does not open under its master key") from None

    def derive(self, purpose: str) -> bytes:
        """Give 32 bytes for one purpose of the hub's own (`person index`), the same for as long as the founding key."""
        return _derived(self._founding, purpose)

    def derive_with(self, master: str, purpose: str) -> bytes:
        """Give 32 bytes for one purpose under a named master key.  Raises `Defect` for an unknown one."""
        if master not in self._keys:
            raise Defect("something was sealed under a master key that this hub was not given")
        return _derived(self._keys[master], purpose)


def _derived(key: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"hub " + purpose.encode()).derive(key)


def load(path: Path) -> MasterKey:
    """Read a key file.  Raises `Defect` when it is malformed or when others than its owner may read it."""
    if path.stat().st_mode & _OTHERS:
        raise Defect("the master key file may be read by others than its owner; set its mode to 0600")
    keys: dict[str, bytes] = {}
    for line in path.read_text(encoding="ascii").splitlines():
        name, _, digits = line.strip().partition(" ")
        if not name:
            continue
        try:
            keys[name] = bytes.fromhex(digits)
        except ValueError:
            raise Defect("the master key file has a line that is not an id and 64 hexadecimal digits") from None
    return MasterKey(keys)


def load_or_make(folder: Path) -> MasterKey:
    """Read `master.key` in the data folder, or make it (mode 0600).  For the desk: live mode must name its own file."""
    path = folder / "master.key"
    make_once(path, f"desk {secrets.token_hex(KEY_BYTES)}\n".encode())
    return load(path)
