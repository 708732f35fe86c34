"""MLLP framing without input or output: 0x0B, the message, 0x1C 0x0D (HL7 v2 minimal lower layer protocol).

0x1C alone ends a frame: a message holds no byte below 0x20 but its line ends, and a sender that leaves the last 0x0D
out would otherwise wait for ever for its answer.  Whatever follows, that 0x0D included, is outside until the next 0x0B.
So a 0x1C inside content (UTF-16, binary junk) cuts it there: the piece is read and answered for what it is, the rest is
thrown away and counted, and the next frame is not touched.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

START: Final = b"\x0b"
END: Final = b"\x1c\x0d"
"""What we write; of what we read the first byte is enough."""
_STOP: Final = END[:1]
_RESTART: Final = START + b"MSH"
HEAD: Final = 4096
"""How much of a frame that is too long is kept, so that its header can be answered."""


class Frame(NamedTuple):
    """A whole message."""

    content: bytes


class Broken(NamedTuple):
    """A frame that will never be whole: its head, and the rule that it broke."""

    head: bytes
    rule: str


class Frames:
    """Cut a stream of bytes into frames; holds at most one frame of `limit` bytes, however much arrives."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._head = min(HEAD, limit)
        self._held = bytearray()
        self._searched = 0
        self._inside = False
        self._draining = False
        self.junk = 0
        """Bytes thrown away outside frames."""

    @property
    def begun(self) -> bool:
        """Say whether a frame has begun and not ended."""
        return self._inside

    def feed(self, data: bytes) -> Iterator[Frame | Broken]:
        """Take bytes in and give what they complete, in order."""
        while data:
            if not self._inside:
                data = self._skip(data)
                continue
            data, found = self._drain(data) if self._draining else self._collect(data)
            if found is not None:
                yield found

    def end(self, rule: str) -> Broken | None:
        """Give what is left of a frame when the stream ends or the patience does."""
        if not self._inside:
            return None
        left = Broken(bytes(self._held), rule)
        self._reset()
        return left

    def _skip(self, data: bytes) -> bytes:
        at = data.find(START)
        skipped = data if at < 0 else data[:at]
        self.junk += len(skipped) - skipped.count(b"\r") - skipped.count(b"\n")
        self._inside = at >= 0
        return b"" if at < 0 else data[at + 1 :]

    def _collect(self, data: bytes) -> tuple[bytes, Frame | Broken | None]:
        held = self._held
        held += data
        ended = held.find(_STOP, self._searched)
        again = held.find(_RESTART, self._searched, ended if ended >= 0 else len(held))
        if again >= 0:
            broken = Broken(bytes(held[:again]), "frame_not_ended")
            rest = bytes(held[again:])
            self._reset()
            return rest, broken
        if ended > self._limit or (ended < 0 and len(held) > self._limit):
            rest = bytes(held[self._head :])
            del held[self._head :]
            self._draining = True
            return rest, None
        if ended < 0:
            self._searched = max(0, len(held) - len(_RESTART) + 1)
            return b"", None
        frame, rest = Frame(bytes(held[:ended])), bytes(held[ended + len(_STOP) :])
        self._reset()
        return rest, frame

    def _drain(self, data: bytes) -> tuple[bytes, Broken | None]:
        """Throw bytes away up to the end mark."""
        at = data.find(_STOP)
        if at < 0:
            return b"", None
        broken = Broken(bytes(self._held), "frame_too_long")
        self._reset()
        return data[at + len(_STOP) :], broken

    def _reset(self) -> None:
        self._held = bytearray()
        self._searched = 0
        self._inside = False
        self._draining = False
