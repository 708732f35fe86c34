"""Which feed is silent: judged by the rhythm of each, and never by that of another kind."""

from typing import Any

import pytest

from hub.adapters.memory_feeds import MemoryFeeds
from hub.adapters.memory_quarantine import MemoryQuarantine
from hub.api.feed_state import FeedRow, feed_rows, in_words
from hub.ports.books import FeedCount
from hub.ports.store import Parked
from hub.rhythms import rhythms
from hub.settings import Feed, Settings
from tests.api.invented import NOW

HOUR, DAY = 3_600_000, 24 * 3_600_000


async def rows(spoke: dict[str, int], **feeds: Feed) -> dict[str, FeedRow]:
    """Give the rows of a desk on which feeds spoke so long ago (milliseconds)."""
    book = MemoryFeeds()
    for name, ago in spoke.items():
        await book.note([], [FeedCount(name, received=1, accepted=1, findings=2)], NOW - ago)
    found = await feed_rows(book, MemoryQuarantine(), rhythms(Settings(feeds=feeds)), NOW)
    return {row.feed: row for row in found}


@pytest.mark.parametrize(
    ("feed", "ago", "state"),
    [
        ("dwp-desk", 7 * DAY, "current"),
        ("dwp-desk", 9 * DAY, "silent"),
        ("provider-desk", 26 * HOUR, "current"),
        ("provider-desk", 30 * HOUR, "silent"),
        ("hospital-desk", HOUR, "current"),
        ("hospital-desk", 3 * HOUR, "silent"),
    ],
)
async def test_each_kind_has_its_own_rhythm(feed: str, ago: int, state: str) -> None:
    """A referral file comes weekly, a table daily, a hospital writes all day: silence is what is longer than that."""
    assert in_words((await rows({feed: ago}))[feed]) == state


async def test_a_feed_may_have_a_rhythm_of_its_own() -> None:
    """A council that hears twice a week says so in the settings, and so does one that wants to know at once."""
    own: dict[str, Any] = {"kind": "dwp", "profile": "referral_v1"}
    fast = Feed(**own, expected_every_minutes=3 * 24 * 60)
    strict = Feed(**own, silent_after_minutes=60)
    found = await rows({"fast": 4 * DAY, "strict": 2 * HOUR}, fast=fast, strict=strict)
    assert (found["fast"].expected_every_minutes, found["fast"].silent) == (4320, True)
    assert (found["strict"].expected_every_minutes, found["strict"].silent) == (10080, True)
    assert (await rows({"fast": 3 * DAY}, fast=fast))["fast"].silent is False


async def test_the_numbering_of_files_is_no_feed() -> None:
    """The last number of each council's files is kept in the feed book, and is nobody who sends."""
    found = await rows({"dwp-desk": DAY, "dwp-desk/E10999001": DAY})
    assert sorted(found) == ["carers-desk", "dwp-desk", "hospital-desk", "provider-desk"]


async def test_whoever_never_spoke_is_silent_and_who_is_no_longer_expected_is_not() -> None:
    """Absence shows first; a feed that was taken out of the settings keeps its counts and alarms nobody."""
    found = await rows({"hospital-desk": HOUR, "old-trust": 90 * DAY})
    assert list(found)[:3] == ["carers-desk", "dwp-desk", "provider-desk"]
    assert (found["dwp-desk"].age_minutes, in_words(found["dwp-desk"])) == (None, "silent")
    assert (found["old-trust"].silent, in_words(found["old-trust"])) == (False, "not configured here")


async def test_what_people_record_is_in_use_and_never_missed() -> None:
    """It is configured nowhere, and is no sender that was taken out of the settings."""
    found = await rows({"hand": 90 * DAY})
    assert (found["hand"].silent, in_words(found["hand"])) == (False, "by hand")


async def test_findings_and_what_waits_in_quarantine_are_told_apart_from_what_was_ever_refused() -> None:
    """An operator sees remarks about what was taken, and what somebody still has to deal with."""
    book, quarantine = MemoryFeeds(), MemoryQuarantine()
    await book.note([], [FeedCount("hospital-desk", received=9, accepted=6, rejected=3, findings=5)], NOW)
    reason = ("PID-3", "no_identifier", "No number says who this is about.", b"sealed")
    await quarantine.park([Parked(f"q{n}", "hospital-desk", NOW, *reason) for n in range(2)])
    await quarantine.mark("q1", "redriven")
    found = await feed_rows(book, quarantine, rhythms(Settings()), NOW)
    row = next(row for row in found if row.feed == "hospital-desk")
    assert (row.findings, row.rejected, row.parked) == (5, 3, 1)
