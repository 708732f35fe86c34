"""Every metric of the hub, named once.

One `Metrics` is made by the composition root and handed to whoever counts.  Where `PROMETHEUS_MULTIPROC_DIR` names a
folder (the supervisor sets it), every process counts into files there, and each shows the sums of all.  Labels are
names of feeds, groups, lanes, listeners and roles from the settings, and of our own rules; nothing that a partner sent
is ever a label.
"""

import os
from bisect import bisect_left
from collections import Counter as Counts
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

_READABLE: Final = (0.05, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
_BATCH: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder through which processes share their counts."""

_Mode = Literal["livemax", "livesum", "livemostrecent", "max"]
_NEWEST: Final = "hub_feed_newest_timestamp_seconds"


class Metrics:
    """What Prometheus reads.  `now` gives milliseconds since the epoch, for the age of the newest message."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._newest_at: dict[str, int] = {}
        self.registry: Final = CollectorRegistry()
        self._feeds()
        self._lanes()
        self._doors()

    def _feeds(self) -> None:
        self.feed_received = self._counter("hub_feed_received", "Messages that arrived.", "feed")
        self.feed_accepted = self._counter("hub_feed_accepted", "Messages that became events.", "feed")
        self.feed_ignored = self._counter("hub_feed_ignored", "Messages without meaning for the hub.", "feed")
        self.feed_rejected = self._counter("hub_feed_rejected", "Messages refused with a reason.", "feed")
        self.feed_parked = self._counter("hub_feed_parked", "Messages put into quarantine.", "feed")
        self.feed_duplicates = self._counter("hub_feed_duplicates", "Messages that were taken before.", "feed")
        self.feed_put_off = self._counter(
            "hub_feed_put_off", "Messages not kept, whose sender must repeat them.", "feed"
        )
        self.feed_findings = self._counter("hub_feed_findings", "Findings about messages.", "feed", "rule")
        self._newest = self._gauge(_NEWEST, "When the newest message of a feed came.", "feed", mode="max")
        self.feed_silent_after = self._gauge(
            "hub_feed_silent_after_seconds", "Longest silence that is usual for a configured feed.", "feed"
        )

    def _lanes(self) -> None:
        self.lane_lag = self._gauge(
            "hub_lane_lag_records", "Records in the log that a group has not applied.", "group", "topic", "lane"
        )
        self.lanes_held = self._gauge(
            "hub_lanes_held", "Lanes of a group that this process has.", "group", mode="livesum"
        )
        self.lane_stopped = self._gauge(
            "hub_lane_stopped", "1 while a defect keeps a lane of a group stopped.", "group", "lane", mode="livemax"
        )
        self.lane_waits = self._counter(
            "hub_lane_waits", "Times a lane waited for a part that did not answer.", "group", "lane"
        )
        self.lane_outdated = self._gauge(
            "hub_lane_outdated", "1 while a lane waits for a newer worker.", "group", "lane", mode="livemax"
        )
        self.history_unknown = self._gauge(
            "hub_history_unknown", "1 while the broker does not say whether topics keep what they hold.", mode="livemax"
        )
        self.lane_day = self._gauge(
            "hub_lane_day_timestamp_seconds", "When the newest day began that a lane was told of.", "lane"
        )
        self.days_withheld = self._counter(
            "hub_ticks_withheld", "Times a day that should have begun was not begun, by reason.", "reason"
        )
        self.records_applied = self._counter("hub_records_applied", "Records folded and stored.", "group")
        self.batch_seconds = self._histogram("hub_batch_seconds", "Time from reading a batch to its commit.", _BATCH)
        self.readable_seconds = self._histogram(
            "hub_receipt_to_readable_seconds", "Time from receipt of a message until its state can be read.", _READABLE
        )
        self.outbox_rows = self._gauge("hub_outbox_rows", "Rows that wait to be appended to the log.", "lane")

    def _doors(self) -> None:
        self.quarantine_messages = self._gauge(
            "hub_quarantine_messages", "Messages in quarantine that nobody has dealt with.", "feed"
        )
        self.open_connections = self._gauge(
            "hub_open_connections", "Open connections of a listener.", "listener", mode="livesum"
        )
        self.access_denied = self._counter("hub_access_denied", "Reads that the access decision refused.", "role")
        self.role_started = self._gauge(
            "hub_role_started_timestamp_seconds", "When a role's process started.", "role", mode="livemax"
        )
        self.data_free = self._gauge("hub_data_free_bytes", "Free space of the disk that holds the data folder.")

    def seen(self, feed: str, at: int) -> None:
        """Note that a feed sent something (milliseconds since the epoch); its age grows from there."""
        self._newest_at[feed] = max(at, self._newest_at.get(feed, at))
        self._newest.labels(feed).set(self._newest_at[feed] / 1000)

    def render(self) -> bytes:
        """Give the text that Prometheus scrapes: of every process that shares the folder, else of this one."""
        shown = CollectorRegistry()
        shown.register(_WithAges(self._collected(), self._now()))
        return generate_latest(shown)

    def _collected(self) -> list[Metric]:
        if SHARED not in os.environ:
            return list(self.registry.collect())
        files = MultiProcessCollector(CollectorRegistry())  # type: ignore[no-untyped-call]
        return list(files.collect())  # type: ignore[no-untyped-call]

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(name, words, labels, registry=self.registry)

    def _gauge(self, name: str, words: str, *labels: str, mode: _Mode = "livemostrecent") -> Gauge:
        return Gauge(name, words, labels, registry=self.registry, multiprocess_mode=mode)

    def _histogram(self, name: str, words: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(name, words, ("group",), registry=self.registry, buckets=buckets)


def observe_all(histogram: Histogram, amounts: Sequence[float]) -> None:
    """Observe many amounts at once: one by one, a batch of events would spend a sixth of its time on being counted."""
    bounds: Sequence[float] = histogram._upper_bounds  # noqa: SLF001 - the library observes one amount at a time
    for place, count in Counts(bisect_left(bounds, amount) for amount in amounts).items():
        histogram._buckets[place].inc(count)  # noqa: SLF001 - as above
    histogram._sum.inc(sum(amounts))  # noqa: SLF001 - as above


class _WithAges:
    """What was collected, and for each feed the age of its newest message at the moment of the scrape."""

    def __init__(self, collected: Iterable[Metric], now: int) -> None:
        self._collected, self._now = collected, now

    def collect(self) -> Iterable[Metric]:
        """Give every metric."""
        ages = GaugeMetricFamily("hub_feed_newest_age_seconds", "Age of the newest message of a feed.", labels=["feed"])
        for metric in self._collected:
            yield metric
            if metric.name == _NEWEST:
                for sample in metric.samples:
                    ages.add_metric([sample.labels["feed"]], self._now / 1000 - sample.value)
        yield ages
