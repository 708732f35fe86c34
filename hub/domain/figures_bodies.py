"""What the hub tells of a stay and of six weeks so that they can be counted: codes and days alone.

Fields are in the order of their names, so that one content has one text.  Days are Europe/London days.
"""

from datetime import date
from typing import Annotated, Final

import msgspec

STAY_FIGURES: Final = "StayFigures"
EPISODE_FIGURES: Final = "EpisodeFigures"

LEFT, MOVED, DIED = "left", "moved", "died"
"""How a stay ended: the person left, moved to another hospital, or died."""


class Area(msgspec.Struct, frozen=True, gc=False):
    """Which council (ONS code) and integrated care system (ODS code) answer for somebody from a day on."""

    council: str | None
    ics: str | None
    since: date


class Visited(msgspec.Struct, frozen=True, gc=False):
    """A provider of support in the six weeks: when its first visit was due, and when it took place."""

    done_on: date | None
    due_on: date
    provider: str


Areas = Annotated[tuple[Area, ...], msgspec.Meta(min_length=1)]
"""In the order of days; the first one also answers for the days before it."""


class Coded(msgspec.Struct, frozen=True, gc=False):
    """Days of waiting with one national reason for delay, or none, from `since` until another day."""

    code: str | None
    since: date
    until: date | None


class Waited(msgspec.Struct, frozen=True, gc=False):
    """Days of being ready that was taken back, from `since` until another day, which is not one of them."""

    since: date
    until: date


class StayFigures(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """An inpatient stay that counts.

    `ready_on` is the discharge ready date: the first day of the final period without criteria to reside.  `ended` is
    `left`, `moved` or `died`, and none while the stay goes on; then `left_on` is none as well.  `delay_codes` say the
    national reason of every day of waiting, and nothing where no day has one; `delay_held` every national reason that
    held on each day, and nothing where on no day more than one did; `delay_unmapped` that a reason is on no
    national list.  `voided` are earlier days of being ready.  What has a default is left out while it is that, so that
    bodies told before there was any of it are the same bodies.
    """

    admitted_on: date | None
    areas: Areas
    delay_codes: tuple[Coded, ...] = ()
    delay_held: tuple[Coded, ...] = ()
    delay_unmapped: bool = False
    destination: str | None
    ended: str | None
    left_on: date | None
    pathway: str | None
    ready_on: date | None
    trust: str
    voided: tuple[Waited, ...] = ()


class EpisodeFigures(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """Six weeks that were not taken back.

    `ended_because` is `death` or `new_episode` where that came before the last covered day, on `ended_on`.
    `readmitted_on` is the day of the first admission in the six weeks.  `outcome` is how people say that they ended
    (`hub.domain.outcomes.OUTCOMES`), and absent while nobody does.
    """

    areas: Areas
    discharged_on: date
    ended_because: str | None
    ended_on: date | None
    last_covered_day: date
    outcome: str | None = None
    readmitted_on: date | None
    trust: str
    visits: tuple[Visited, ...]
