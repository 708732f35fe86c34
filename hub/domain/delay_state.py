"""What is held of readiness, delay and pathway of one stay beside what holds now."""

from datetime import date

import msgspec

from hub.domain.said import Said
from hub.events.values import Moment


class Delay(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A reason why somebody who is ready has not left: as it was sent, by whom, from when and until when.

    `by` is the last statement of it, `until` when it is expected to end.  `ended` is when the same organisation ended
    it, or when readiness was voided.
    """

    code: str
    by: int
    until: date | None = None
    since: Moment = Moment(0)
    said_by: str | None = None
    label: str | None = None
    ended: Said[Moment] | None = None


class Telling(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Since when somebody is ready as one organisation says; without `said_by` the hospital of the stay says so."""

    since: Said[Moment]
    said_by: str | None = None


class Assessed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One answer to whether the criteria to reside are met: as it was sent, when and by whom."""

    met: bool
    criteria: tuple[str, ...]
    at: Moment
    by: int
    said_by: str | None = None


class Voided(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A taking back of readiness: since when it was said to be, and when the criteria were met again.

    `since` is none where nobody was held to be ready: of several such in a row the last is kept, because it makes every
    earlier date void.  `told` is who said since when.
    """

    since: Said[Moment] | None
    at: Moment
    by: int
    told: tuple[Telling, ...] = ()


class Decided(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A decision on the pathway, as it was sent."""

    pathway: str
    since: Moment
    by: int
    destination: str | None = None
    out_of_area: bool | None = None
    said_by: str | None = None
