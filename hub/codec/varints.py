"""Avro's whole numbers: zigzag, then seven bits a byte, least first (Avro 1.12, binary encoding).

The generated readers and writers handle one byte, and the six bytes of a time of our century, in place; whatever
else comes ends here.  A time's six bytes are taken as one number: its septets are pushed together in two steps.
"""

from typing import Final

LONGEST: Final = 10
"""Bytes of the longest 64-bit number."""
LIMIT: Final = 1 << 63


def long_at(data: bytes, at: int) -> tuple[int, int]:
    """Read a number of any length: its value and where it ends.

    Raises `IndexError` when the bytes end early, `OverflowError` for more than 64 bits.
    """
    shift = 0
    zigzag = 0
    for end in range(at, at + LONGEST):
        byte = data[end]
        zigzag |= (byte & 127) << shift
        if byte < 128:  # noqa: PLR2004 - the high bit says that more follow
            if zigzag >> 64:
                break
            return (zigzag >> 1) ^ -(zigzag & 1), end + 1
        shift += 7
    raise OverflowError


def length_at(data: bytes, at: int) -> tuple[int, int]:
    """Read the length of a text or of bytes, as `long_at`; raises `ValueError` when it is negative."""
    value, end = long_at(data, at)
    if value < 0:
        raise ValueError
    return value, end


def long_bytes(value: int) -> bytes:
    """Write a number of any length; raises `OverflowError` beyond 64 bits."""
    if not -LIMIT <= value < LIMIT:
        raise OverflowError
    zigzag = (value << 1) ^ (value >> 63)
    written = bytearray()
    while zigzag > 127:  # noqa: PLR2004 - as above
        written.append(zigzag & 127 | 128)
        zigzag >>= 7
    written.append(zigzag)
    return bytes(written)


def int_bytes(value: int) -> bytes:
    """Write a number of 32 bits; raises `OverflowError` beyond them."""
    if not -(1 << 31) <= value < 1 << 31:
        raise OverflowError
    return long_bytes(value)
