"""Which lane a person's records go to: the same answer in every log adapter and every language.

The rule is Kafka's own default (murmur2 of the key, positive, modulo the number of partitions), so that a
producer written by others puts a person where ours does.
"""

from collections.abc import Sequence
from typing import Final

_MASK = 0xFFFFFFFF
_SEED = 0x9747B28C
_M = 0x5BD1E995


def _murmur2(data: bytes) -> int:
    h = (_SEED ^ len(data)) & _MASK
    whole = len(data) // 4
    for i in range(whole):
        k = int.from_bytes(data[4 * i : 4 * i + 4], "little")
        k = (k * _M) & _MASK
        k ^= k >> 24
        k = (k * _M) & _MASK
        h = ((h * _M) & _MASK) ^ k
    rest = data[4 * whole :]
    if rest:
        h ^= int.from_bytes(rest, "little")
        h = (h * _M) & _MASK
    h ^= h >> 13
    h = (h * _M) & _MASK
    return h ^ (h >> 15)


def lane_of(key: bytes, lanes: int) -> int:
    """Return the lane (0 to `lanes` - 1) of a key."""
    return (_murmur2(key) & 0x7FFFFFFF) % lanes


_SUBJECT_BYTES: Final = 16
_ONE: Final = (1).to_bytes(_SUBJECT_BYTES, "little")


def lanes_of(subjects: Sequence[bytes], lanes: int) -> Sequence[int]:
    """Give the lane of each of many keys of sixteen bytes: `lane_of`, worked out for all of them at once.

    Every key is a slot of 128 bits of one number, and each step of the hash is one operation on that number: what is
    carried from a slot's lowest 32 bits stays below its next ones, and is masked away.
    """
    ones = int.from_bytes(_ONE * len(subjects), "little")
    low, words = ones * _MASK, int.from_bytes(b"".join(subjects), "little")
    h = ones * (_SEED ^ _SUBJECT_BYTES)
    for _ in range(_SUBJECT_BYTES // 4):
        k = (words & low) * _M & low
        k = (k ^ k >> 24) & low
        h = (h * _M & low) ^ (k * _M & low)
        words >>= 32
    h = (h ^ h >> 13) & low
    h = h * _M & low
    h = (h ^ h >> 15) & ones * 0x7FFFFFFF
    found = memoryview(h.to_bytes(_SUBJECT_BYTES * len(subjects), "little")).cast("I")[::4]
    return [each % lanes for each in found]
