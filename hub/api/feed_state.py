"""How each feed is doing: its age against the rhythm that is expected of it."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from hub.api.parts import FeedRhythm
from hub.domain.days import rfc3339
from hub.ports.books import FeedBook, FeedCount, Quarantine
from hub.ports.recording import HAND

_MINUTE_MS: Final = 60_000
BY_HAND: Final = HAND
"""The feed of what people record in the pages and over the API: it is never configured, and has no rhythm."""


class FeedRow(NamedTuple):
    """One feed as it is shown.

    `age_minutes` is since the hub last took something, none when it never did.  `rejected` counts what was ever
    refused, `parked` what of it nobody has dealt with yet.
    """

    feed: str
    kind: str | None
    profile: str | None
    organisation: str | None
    last_at: str | None
    age_minutes: int | None
    expected_every_minutes: int | None
    silent_after_minutes: int | None
    silent: bool
    received: int
    accepted: int
    ignored: int
    rejected: int
    parked: int
    duplicates: int
    findings: int


def _row(count: FeedCount, rhythm: FeedRhythm | None, parked: int, now: int) -> FeedRow:
    age = None if count.last_at is None else max(0, now - count.last_at) // _MINUTE_MS
    limit = rhythm.silent_after_minutes if rhythm else None
    return FeedRow(
        feed=count.feed,
        kind=rhythm.kind if rhythm else None,
        profile=rhythm.profile if rhythm else None,
        organisation=rhythm.organisation if rhythm else None,
        last_at=None if count.last_at is None else rfc3339(count.last_at),
        age_minutes=age,
        expected_every_minutes=rhythm.expected_every_minutes if rhythm else None,
        silent_after_minutes=limit,
        silent=limit is not None and (age is None or age > limit),
        received=count.received,
        accepted=count.accepted,
        ignored=count.ignored,
        rejected=count.rejected,
        parked=parked,
        duplicates=count.duplicates,
        findings=count.findings,
    )


async def feed_rows(
    book: FeedBook, quarantine: Quarantine, rhythms: Mapping[str, FeedRhythm], now: int
) -> list[FeedRow]:
    """Return every feed that is known or expected, silent ones first, then by name.

    A feed that is expected and never spoke is silent too: absence is what a list of senders would hide.
    """
    known = {count.feed: count for count in await book.counts() if count.is_feed}
    parked = await quarantine.sizes()
    names = known.keys() | rhythms.keys()
    rows = [_row(known.get(name, FeedCount(name)), rhythms.get(name), parked.get(name, 0), now) for name in names]
    return sorted(rows, key=lambda row: (not row.silent, row.feed))


def in_words(row: FeedRow) -> str:
    """Return `silent`, `current`, `by hand`, or `not configured here` for one that is expected no more."""
    if row.feed == BY_HAND:
        return "by hand"
    if row.silent_after_minutes is None:
        return "not configured here"
    return "silent" if row.silent else "current"
