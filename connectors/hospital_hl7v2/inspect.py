"""Files of messages: cut into single ones and read, writing nothing."""

import re
from collections.abc import Sequence
from typing import Final

from connectors.hospital_hl7v2.profile import Profile
from connectors.hospital_hl7v2.reading import HomeOf, no_home
from connectors.hospital_hl7v2.translate import translate
from hub.ports.connector import Translation

_FRAME_MARKS: Final = re.compile(rb"[\x0b\x1c]")
_NEXT: Final = re.compile(rb"(?:^|(?<=[\r\n]))(?=MSH[^A-Za-z0-9\s])")
_ENVELOPE: Final = re.compile(rb"(?:^|(?<=[\r\n]))(?:FHS|BHS|BTS|FTS)[^\r\n]*[\r\n]*")


def messages_in(raw: bytes) -> Sequence[bytes]:
    """Cut a file into its messages; frame marks and batch segments around them are dropped."""
    bare = _ENVELOPE.sub(b"", _FRAME_MARKS.sub(b"\r", raw).replace(b"\r\n", b"\r"))
    found = [one for one in _NEXT.split(bare) if one.strip()]
    return found or [raw]


def inspect(raw: bytes, profile: Profile, received_at: int, home_of: HomeOf = no_home) -> Sequence[Translation]:
    """Read every message of a file; `received_at` is in milliseconds since the epoch."""
    return [translate(one, profile, received_at, home_of) for one in messages_in(raw)]
