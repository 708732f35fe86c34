"""Key files: the councils' public keys, and a council's own private one.

The public keys stand in TOML: a table `[keys]`, for each council (ONS code) a list of Ed25519 keys in base64, as 32
bytes or as `openssl pkey -pubout -outform DER` writes them.  A private key is PEM, as `openssl genpkey -algorithm
ed25519` writes it.
"""

import base64
import binascii
import tomllib
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_private_key

from hub.errors import Rejected, Unavailable
from hub.portable.seal import CouncilKeys

_BARE: Final = 32


def read_keys(path: Path) -> CouncilKeys:
    """Read the councils' keys.  Raises `Unavailable` when the file cannot be read, `Rejected` when it is none."""
    try:
        content = tomllib.loads(_bytes(path).decode())
    except ValueError:
        raise Rejected("council keys", "not_toml", "The file of council keys is not TOML in UTF-8.") from None
    keys = content.get("keys")
    if not isinstance(keys, dict):
        raise Rejected("council keys", "no_keys", "The file of council keys has no table [keys].")
    return CouncilKeys({council: _public_keys(council, listed) for council, listed in keys.items()})


def _public_keys(council: str, listed: Any) -> tuple[Ed25519PublicKey, ...]:
    if not isinstance(listed, list) or not all(isinstance(text, str) for text in listed):
        raise Rejected(f"council keys/{council}", "not_a_list", "The keys of a council are a list of texts.")
    return tuple(_public_key(council, text) for text in listed)


def _public_key(council: str, text: str) -> Ed25519PublicKey:
    try:
        raw = base64.b64decode(text, validate=True)
        key = Ed25519PublicKey.from_public_bytes(raw) if len(raw) == _BARE else load_der_public_key(raw)
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise Rejected(f"council keys/{council}", "not_a_key", "This is no Ed25519 public key in base64.")
    return key


def read_private_key(path: Path) -> Ed25519PrivateKey:
    """Read a council's own key.  Raises `Unavailable` or `Rejected` as `read_keys` does."""
    try:
        key = load_pem_private_key(_bytes(path), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise Rejected("key", "not_a_key", "This is no Ed25519 private key in PEM without a password.")
    return key


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as away:
        raise Unavailable(f"a key file cannot be read: {away.strerror}") from away
