"""How old what stands behind a number is: said in words, with a tag that says it too."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from hub.api.feed_state import FeedRow
from hub.domain.days import day_of, rfc3339
from hub.web.dates import clinical_time, clock_time, duration, public


class Freshness(NamedTuple):
    """Whether something is late, and what there is to say."""

    late: bool
    text: str


def of_feeds(rows: Sequence[FeedRow], kinds: Collection[str]) -> Freshness:
    """Return how the feeds of some kinds are doing: the silent ones by name, else the age of the newest message."""
    fed = [row for row in rows if row.kind in kinds]
    if not fed:
        return Freshness(late=True, text="No feed is set up that could tell of this")
    silent = [row for row in fed if row.silent]
    if silent:
        told = ", ".join(f"{row.feed} {_since(row)}" for row in silent)
        count = f"{len(silent)} of {len(fed)} feeds" if len(fed) > 1 else "The feed"
        return Freshness(late=True, text=f"{count} {'are' if len(silent) > 1 else 'is'} silent: {told}")
    newest = min(row.age_minutes for row in fed if row.age_minutes is not None)
    count = f"{len(fed)} feeds" if len(fed) > 1 else "Feed"
    return Freshness(late=False, text=f"{count} current, newest message {duration(newest)} ago")


def _since(row: FeedRow) -> str:
    return "never spoke" if row.age_minutes is None else f"for {duration(row.age_minutes)}"


def waits_since(since: int | None, now: int) -> str | None:
    """Return since when messages wait to be worked in, as a time of today or with its day; none when they do not."""
    if since is None:
        return None
    same_day = day_of(since) == day_of(now)
    return clock_time(rfc3339(since))[:5] if same_day else clinical_time(rfc3339(since))


def of_figures(told_until: date | None, today: date) -> Freshness:
    """Return until when figures were told: late when neither today nor yesterday had anything to tell."""
    if told_until is None:
        return Freshness(late=True, text="No figures have been told yet")
    late = told_until < today - timedelta(days=1)
    return Freshness(late=late, text=f"Includes everything told until {public(told_until)}")
