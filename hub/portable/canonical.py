"""One text for one content: canonical JSON (RFC 8785) and its SHA-256, so that both councils hash the same bytes.

A document holds texts, truth values, lists and objects alone, never numbers, so that of RFC 8785 the order of names
and the writing of texts are what matters; names are ASCII.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

SEAL: Final = "seal"
"""The part that holds hash and signature, and so is not hashed itself."""


def canonical(content: Any) -> bytes:
    """Write a JSON value without blanks, names in order, in UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a document without its seal, in hexadecimal."""
    return hashlib.sha256(canonical({name: part for name, part in content.items() if name != SEAL})).hexdigest()
