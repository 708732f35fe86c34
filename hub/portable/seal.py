"""The seal of a document: SHA-256 over its canonical JSON, signed by the sending council with Ed25519 (RFC 8032).

What is signed are the 32 bytes of the hash; the signature is written in base64.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hub.domain.portability_documents import NO_KEY, UNSIGNED, Seals
from hub.portable.canonical import SEAL, digest

MALFORMED, WRONG, CHANGED = "signature_malformed", "signature_wrong", "changed_since_signed"
ANOTHER: Final = "not_the_sending_council"


def signed(content: Mapping[str, Any], council: str, key: Ed25519PrivateKey) -> dict[str, Any]:
    """Return a document's content under a new seal of the sending council."""
    sha256 = digest(content)
    signature = base64.b64encode(key.sign(bytes.fromhex(sha256))).decode()
    return {**content, SEAL: {"sha256": sha256, "signedBy": council, "signature": signature}}


class CouncilKeys:
    """The public keys of councils by code; a council may have several, so that it can change its key."""

    def __init__(self, keys: Mapping[str, Sequence[Ed25519PublicKey]]) -> None:
        self._keys = keys

    def doubt(self, council: str, sha256: str, signature: str) -> str | None:
        """Say why a council's signature over a hash does not hold, as a word; none where one of its keys made it."""
        try:
            signed_by, over = base64.b64decode(signature, validate=True), bytes.fromhex(sha256)
        except (binascii.Error, ValueError):
            return MALFORMED
        keys = self._keys.get(council, ())
        if not keys:
            return NO_KEY
        return None if any(_made(key, signed_by, over) for key in keys) else WRONG


def _made(key: Ed25519PublicKey, signature: bytes, over: bytes) -> bool:
    try:
        key.verify(signature, over)
    except InvalidSignature:
        return False
    return True


def doubt_of_seal(content: Mapping[str, Any], council: str, seals: Seals) -> str | None:
    """Say why a document is not verified, as a word; none where its council signed what it now holds."""
    seal = content.get(SEAL)
    if seal is None:
        return UNSIGNED
    if seal["sha256"] != digest(content):
        return CHANGED
    if seal["signedBy"] != council:
        return ANOTHER
    return seals.doubt(seal["signedBy"], seal["sha256"], seal["signature"])
