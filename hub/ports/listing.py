"""What the board knows of somebody without opening their state: codes and dates that it filters by."""

from datetime import date
from typing import NamedTuple

import msgspec


class OpenStep(NamedTuple):
    """Something that waits: what, who holds it (hospital, council, provider or ics), and by when."""

    step: str
    holder: str | None
    due: date | None


class Listing(msgspec.Struct, frozen=True, gc=False):
    """What the board filters by; codes and dates only.

    `status` is `in_hospital`, `open`, `suspended`, `unfinished` (no weeks run and something waits), `ended` or
    `died`.  `discharged_on` and `last_covered_day` belong to the current episode.  `step` is what comes next, `holder`
    who holds it, `step_due` by when; none where nothing comes next.  `also` is whatever else waits, each step of each
    holder once with its earliest day; of the dead, for whom nothing comes next, everything that does.  `waits_for` is
    the national reason for which somebody who is ready has not left by the end of today, `unknown` where nobody said
    one that is on a list, and `waits_at` the trust of that stay; none of whoever is not ready or has left.
    """

    status: str
    ics: str | None = None
    council: str | None = None
    trust: str | None = None
    providers: tuple[str, ...] = ()
    discharged_on: date | None = None
    last_covered_day: date | None = None
    expected_on: date | None = None
    step: str | None = None
    holder: str | None = None
    step_due: date | None = None
    waits_for: str | None = None
    waits_at: str | None = None
    also: tuple[OpenStep, ...] = ()


class BoardDays(msgspec.Struct, frozen=True, gc=False):
    """Between which days somebody may have been on the board, and under which codes: boards of other days look here.

    Never too narrow and seldom much too wide: who was on the board of a day is decided by that day.  `last` is the last
    day there is while they are on the board still, or something dated ahead may bring them back.  `codes` are those of
    every council, system, trust and provider under which any day may list them, sorted.
    """

    first: date
    last: date
    codes: tuple[str, ...] = ()
