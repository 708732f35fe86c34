"""Where it is kept who has a national number: for finding people, never for matching.

Nearly every number is one person's.  So each message asks the book for the first places alone, and for the further ones
where these are taken.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

Digest = Callable[[str, str, str], bytes]
"""(kind, authority, value) to a keyed digest."""

HOLDERS: Final = 10
"""How many different people a look-up by one national number can name."""

_ASKED: Final = 3


class Held(NamedTuple):
    """The places of the people with one national number."""

    first: tuple[bytes, ...]
    """The places that every message asks for."""
    further: Callable[[], tuple[bytes, ...]]
    """The others, made only where the first are taken."""


def held(digest: Digest, kind: str, value: str) -> Held:
    """Give the places of one number, in the order in which they are taken."""
    return Held(
        _places(digest, kind, value, range(_ASKED)), lambda: _places(digest, kind, value, range(_ASKED, HOLDERS))
    )


def holders(digest: Digest, kind: str, value: str) -> tuple[bytes, ...]:
    """Give every place of one number."""
    return _places(digest, kind, value, range(HOLDERS))


def _places(digest: Digest, kind: str, value: str, which: range) -> tuple[bytes, ...]:
    return tuple(digest(f"held-{place}", kind, value) for place in which)
