"""The keys of the invented councils: made from their codes, so that whoever looks here can sign as one of them.

The public ones stand in `hub/reference/demonstration/council_keys.toml`, which a hub in live mode never reads.
"""

import base64
import hashlib
from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from connectors.simulator.area import Council


def key_of(council: Council) -> Ed25519PrivateKey:
    """Give the key with which an invented council signs; no secret, and the same each time."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"invented key of {council.code}".encode()).digest())


def key_file(councils: Iterable[Council]) -> str:
    """Write the public keys as a hub reads them."""
    keys = {one.code: base64.b64encode(key_of(one).public_key().public_bytes_raw()).decode() for one in councils}
    return "[keys]\n" + "".join(f'{code} = ["{key}"]\n' for code, key in sorted(keys.items()))
