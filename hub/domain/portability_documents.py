"""Whether a document that came is what the first council sent: never refused, and marked with why not.

Rule of this product.  It asks a value that knows the councils' public keys; without one nothing can be shown.
"""

import re
from typing import Final, Protocol

from hub.domain.portability_state import Case, Document

UNSIGNED, MALFORMED, ANOTHER = "unsigned", "hash_malformed", "not_the_sending_council"
NO_KEY: Final = "no_key_of_council"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class Seals(Protocol):
    """Knows by whom a hash was signed."""

    def doubt(self, council: str, sha256: str, signature: str) -> str | None:
        """Say why a council's signature over a hash does not hold, as a word; none where it does."""
        ...


class NoKeys:
    """Knows the key of no council."""

    def doubt(
        self,
        council: str,  # noqa: ARG002  the shape of the protocol
        sha256: str,  # noqa: ARG002  the shape of the protocol
        signature: str,  # noqa: ARG002  the shape of the protocol
    ) -> str:
        """Say that there is no key."""
        return NO_KEY


def doubt_of(document: Document, case: Case, seals: Seals) -> str | None:
    """Say why a document is not verified, as a word; none where it is."""
    signer = document.signed_by or case.first
    if not _SHA256.fullmatch(document.sha256.lower()):
        return MALFORMED
    if not document.signature or signer is None:
        return UNSIGNED
    if case.first is not None and signer != case.first:
        return ANOTHER
    return seals.doubt(signer, document.sha256.lower(), document.signature)
