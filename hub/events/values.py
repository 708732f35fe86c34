"""Small values that events are made of: moments, codes, the mark for an erased field.

A field of an event is three-valued where a partner can say "I take that back": `None` is *no statement*,
`ERASED` is *there is no value any more*, anything else is the value (HL7 v2: empty, `""`, text).
"""

import enum

import msgspec


class Erased(enum.Enum):
    """The mark of a field that its sender emptied on purpose."""

    ERASED = "ERASED"


ERASED = Erased.ERASED


class Precision(enum.IntEnum):
    """How exact a moment was when it was sent."""

    YEAR = 0
    MONTH = 1
    DAY = 2
    HOUR = 3
    MINUTE = 4
    SECOND = 5
    MILLISECOND = 6


class Zone(enum.IntEnum):
    """How the offset of a moment was known."""

    STATED = 0
    """The sender wrote an offset."""
    ASSUMED = 1
    """No offset: Europe/London wall time was assumed."""
    AMBIGUOUS = 2
    """Assumed, and inside the hour that happens twice in October: the first pass was taken."""
    NONEXISTENT = 3
    """Assumed, and inside the hour that is skipped in March: moved one hour on."""


class Moment(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A point in time: milliseconds since 1970-01-01T00:00Z, how exact, and how the zone was known.

    A moment of day precision is midnight at the start of that day in Europe/London.
    """

    at: int
    precision: int = Precision.SECOND
    zone: int = Zone.ASSUMED


class Code(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A coded value as it was sent: the system that owns the code, the code, and words where there were any."""

    system: str
    code: str
    display: str | None = None


class Place(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Where in a hospital somebody is; each part as the sender's profile maps it."""

    site: str | None = None
    ward: str | None = None
    room: str | None = None
    bed: str | None = None


class Source(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Who says something of a person: the sending organisation (ODS code) and its system, as the message names them.

    Only the same source takes back what it stated.  The feed is not part of it: that is the hub's own name for a
    door, through which an integration engine may send for several trusts, and which may be named anew.
    """

    organisation: str
    system: str


class Stated(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a message states of the person beside its event; absent when it states nothing.

    `alive` is true when the sender says so in as many words (PID-30 N and no time of death).  `hidden` says whether the
    person's whereabouts must not be published (ZU8-4), and is absent when the message does not say.
    """

    source: Source
    alive: bool = False
    hidden: bool | None = None


class HomeArea(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Where somebody lives, as codes: what the edge derived from a postcode, which itself is sealed.

    `council` is an ONS code, `icb` an ODS code, `share` the confidence between 0 and 1 (1.0 from a full
    postcode directory), `decided_by` is `sector` or `directory`.
    """

    council: str | None
    icb: str | None
    share: float
    decided_by: str
