"""What the running parts report, in their own words, and which metrics that moves."""

from collections.abc import Iterable, Mapping

from hub.observe.metrics import CONTENT_TYPE, Metrics, observe_all
from hub.ports.connector import Finding


class Counting:
    """Moves the metrics of one process; the composition root hands it to whoever reports."""

    def __init__(self, metrics: Metrics, group: str) -> None:
        self._metrics, self._group = metrics, group
        self.lanes_held: int | None = None
        """How many lanes this process has of the group; none before the log has said."""

    def taken(self, feed: str, outcome: str, at: int) -> None:
        """One message was taken by the intake, with this outcome, at a moment (milliseconds)."""
        metrics = self._metrics
        metrics.feed_received.labels(feed).inc()
        metrics.seen(feed, at)
        if outcome == "accepted":
            metrics.feed_accepted.labels(feed).inc()
        elif outcome == "ignored":
            metrics.feed_ignored.labels(feed).inc()
        elif outcome == "duplicate":
            metrics.feed_duplicates.labels(feed).inc()
        else:
            metrics.feed_rejected.labels(feed).inc()
            if outcome != "overtaken":  # its sender is told, and another correction stands: nothing is kept
                metrics.feed_parked.labels(feed).inc()

    def put_off(self, feed: str) -> None:
        """One message could not be kept, and its sender is told to repeat it."""
        self._metrics.feed_put_off.labels(feed).inc()

    def heard(self, newest_at: Mapping[str, int], silent_after_s: Mapping[str, float]) -> None:
        """When each feed was last heard (milliseconds), by its durable book, and how long it is usually silent."""
        for feed, at in newest_at.items():
            self._metrics.seen(feed, at)
        for feed, seconds in silent_after_s.items():
            self._metrics.feed_silent_after.labels(feed).set(seconds)

    def findings(self, feed: str, findings: Iterable[Finding]) -> None:
        """These findings were made about a message; each counts under its rule, which is a name of ours."""
        for finding in findings:
            self._metrics.feed_findings.labels(feed, finding.rule).inc()

    def applied(self, lane: int, records: int, seconds: float) -> None:
        """One batch of a lane was committed."""
        self._metrics.records_applied.labels(self._group).inc(records)
        self._metrics.batch_seconds.labels(self._group).observe(seconds)
        self._moves_again(lane)

    def _moves_again(self, lane: int) -> None:
        self._metrics.lane_stopped.labels(self._group, str(lane)).set(0)
        self._metrics.lane_outdated.labels(self._group, str(lane)).set(0)

    def readable(self, received_at: Iterable[int], now: int) -> None:
        """Events whose messages were received at these moments can be read now (milliseconds)."""
        observe_all(self._metrics.readable_seconds.labels(self._group), [(now - at) / 1000 for at in received_at])

    def stopped(self, lane: int) -> None:
        """A defect stopped a lane."""
        self._metrics.lane_stopped.labels(self._group, str(lane)).set(1)

    def lost(self, lane: int) -> None:
        """Another worker has a lane from now on, and says whether it stands still."""
        self._moves_again(lane)

    def held(self, lanes: int) -> None:
        """This process has so many lanes of the group."""
        self.lanes_held = lanes
        self._metrics.lanes_held.labels(self._group).set(lanes)

    def lag(self, topic: str, lane: int, records: int) -> None:
        """So many records of a lane's topic wait."""
        self._metrics.lane_lag.labels(self._group, topic, str(lane)).set(records)

    def waits(self, lane: int) -> None:
        """A lane waits for a part that does not answer."""
        self._metrics.lane_waits.labels(self._group, str(lane)).inc()

    def outdated(self, lane: int) -> None:
        """A lane waits for a worker of the newer release that keeps its people."""
        self._metrics.lane_outdated.labels(self._group, str(lane)).set(1)

    def history_unknown(self, unknown: bool) -> None:  # noqa: FBT001 - the whole of what is told
        """Whether the broker says if its topics keep what they hold."""
        self._metrics.history_unknown.set(unknown)

    def day(self, lane: int, began_at: int) -> None:
        """The newest day that a lane was told of began at a moment (milliseconds; 0 before the first)."""
        self._metrics.lane_day.labels(str(lane)).set(began_at / 1000)

    def day_withheld(self, reason: str) -> None:
        """A look at the days ended without one that should have begun: by `clocks`, or because a part is `away`."""
        self._metrics.days_withheld.labels(reason).inc()

    def outbox(self, lanes: Iterable[int], waiting: Mapping[int, int]) -> None:
        """So many rows of each lane wait to be appended; lanes with none are absent."""
        for lane in lanes:
            self._metrics.outbox_rows.labels(str(lane)).set(waiting.get(lane, 0))

    def quarantine(self, feeds: Iterable[str], sizes: Mapping[str, int]) -> None:
        """So many messages of each feed are in quarantine; configured feeds show when there are none."""
        for feed in {*feeds, *sizes}:
            self._metrics.quarantine_messages.labels(feed).set(sizes.get(feed, 0))

    def connections(self, listener: str, connected: int) -> None:
        """So many connections of a listener are open."""
        self._metrics.open_connections.labels(listener).set(connected)

    def denied(self, role: str) -> None:
        """The access decision refused a read of a role."""
        self._metrics.access_denied.labels(role).inc()

    def started(self, role: str, at: int) -> None:
        """This process runs a role, since a moment (milliseconds)."""
        self._metrics.role_started.labels(role).set(at / 1000)

    def disk(self, free: int) -> None:
        """So many bytes are free where the data folder is."""
        self._metrics.data_free.set(free)

    def exposition(self) -> tuple[bytes, str]:
        """Everything that Prometheus reads, and its content type."""
        return self._metrics.render(), CONTENT_TYPE
