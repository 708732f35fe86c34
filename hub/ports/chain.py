"""The chain of the access log: each line's SHA-256 covers the line before it.  The same for every access book."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

import msgspec
from msgspec.structs import replace

from hub.ports.books import Access

ROOT: Final = b""
"""What the first line has as its previous digest."""

_encode = msgspec.msgpack.Encoder().encode


def digest_of(line: Access) -> bytes:
    """Give the SHA-256 of a line's canonical bytes: msgpack of every field in order, its own digest left empty."""
    return sha256(_encode(msgspec.structs.astuple(replace(line, digest=b"")))).digest()


def chained(line: Access, seq: int, previous: bytes) -> Access:
    """Give a line its place behind the line whose digest is `previous`."""
    placed = replace(line, seq=seq, previous=previous, digest=b"")
    return replace(placed, digest=digest_of(placed))


class Check:
    """Follows a chain line by line and remembers the first `seq` that does not hold."""

    def __init__(self) -> None:
        self.broken: int | None = None
        self._seq = 0
        self._digest = ROOT

    def follow(self, lines: Iterable[Access]) -> None:
        """Take the next lines, oldest first."""
        for line in lines:
            if self.broken is not None:
                return
            expected = self._seq + 1
            if line.seq != expected or line.previous != self._digest or line.digest != digest_of(line):
                self.broken = expected
                return
            self._seq, self._digest = line.seq, line.digest

    def finish(self, seq: int, digest: bytes) -> int | None:
        """Compare with the head that the book keeps: lines cut off the end show here."""
        if self.broken is None and (seq, digest) != (self._seq, self._digest):
            self.broken = min(seq, self._seq) + 1
        return self.broken
