"""Metrics: named once, readable by Prometheus, free of anything a partner sent."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from hub.adapters.free_space import free_space
from hub.observe.counting import Counting
from hub.observe.exposing import exposed
from hub.observe.metrics import CONTENT_TYPE, SHARED, Metrics


def _used() -> Metrics:
    """Use every metric once."""
    metrics = Metrics(now=lambda: 90_000)
    for counter in (
        metrics.feed_received,
        metrics.feed_accepted,
        metrics.feed_ignored,
        metrics.feed_rejected,
        metrics.feed_parked,
        metrics.feed_duplicates,
        metrics.feed_put_off,
    ):
        counter.labels("rzz-adt").inc()
    metrics.feed_findings.labels("rzz-adt", "time_not_understood").inc()
    metrics.seen("rzz-adt", 30_000)
    metrics.seen("rzz-adt", 10_000)
    metrics.lane_lag.labels("care", "hub.discharge.v1", "3").set(7)
    metrics.lane_stopped.labels("care", "3").set(0)
    metrics.lane_waits.labels("care", "3").inc()
    metrics.lanes_held.labels("care").set(4)
    metrics.lane_day.labels("3").set(90)
    metrics.days_withheld.labels("clocks").inc()
    metrics.records_applied.labels("care").inc(5000)
    metrics.batch_seconds.labels("care").observe(0.2)
    metrics.readable_seconds.labels("care").observe(0.4)
    metrics.outbox_rows.labels("3").set(1)
    metrics.quarantine_messages.labels("rzz-adt").set(2)
    metrics.open_connections.labels("mllp").inc()
    metrics.access_denied.labels("coordinator").inc()
    metrics.feed_silent_after.labels("rzz-adt").set(7200)
    metrics.role_started.labels("process").set(90)
    metrics.data_free.set(5e9)
    return metrics


def test_each_metric_shows_what_was_counted() -> None:
    """Counts, the age of the newest message (older ones do not make it older), lag and times."""
    text = _used().render().decode()
    for line in (
        'hub_feed_received_total{feed="rzz-adt"} 1.0',
        'hub_feed_findings_total{feed="rzz-adt",rule="time_not_understood"} 1.0',
        'hub_feed_newest_age_seconds{feed="rzz-adt"} 60.0',
        'hub_lane_lag_records{group="care",lane="3",topic="hub.discharge.v1"} 7.0',
        'hub_receipt_to_readable_seconds_bucket{group="care",le="0.5"} 1.0',
        'hub_quarantine_messages{feed="rzz-adt"} 2.0',
    ):
        assert line in text
    assert CONTENT_TYPE.startswith("text/plain")


def test_two_hubs_in_one_process_do_not_share_counts() -> None:
    """Each `Metrics` has its own registry; nothing is registered by importing."""
    first, second = Metrics(lambda: 0), Metrics(lambda: 0)
    first.feed_received.labels("a").inc()
    assert b'feed="a"' not in second.render()


def test_prometheus_accepts_every_name() -> None:
    """`promtool check metrics` has nothing to say."""
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed (Debian package prometheus)")
    checked = subprocess.run([promtool, "check", "metrics"], input=_used().render(), capture_output=True, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, b"", b"")


_ONE_ROLE = """
import sys
from hub.observe.counting import Counting
from hub.observe.metrics import Metrics
counting = Counting(Metrics(lambda: 90_000), "care")
counting.taken("rzz", "accepted", int(sys.argv[1]))
counting.connections("rzz", 2)
counting.lag("hub.discharge.v1", 3, 7)
counting.started("ingest", int(sys.argv[1]))
if sys.argv[2] == "show":
    sys.stdout.buffer.write(counting.exposition()[0])
"""


def _role(folder: Path, newest: int, end: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _ONE_ROLE, str(newest), end],
        env={**os.environ, SHARED: str(folder)},
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def test_one_door_shows_what_every_role_counted(tmp_path: Path) -> None:
    """Counts of two processes add up, also of one that ended; the age is that of the newest message of both."""
    _role(tmp_path, 60_000, "count")
    text = _role(tmp_path, 30_000, "show")
    for line in (
        'hub_feed_received_total{feed="rzz"} 2.0',
        'hub_feed_newest_age_seconds{feed="rzz"} 30.0',
        'hub_open_connections{listener="rzz"} 4.0',
        'hub_lane_lag_records{group="care",lane="3",topic="hub.discharge.v1"} 7.0',
        'hub_role_started_timestamp_seconds{role="ingest"} 60.0',
    ):
        assert line in text


def test_prometheus_accepts_what_several_processes_counted(tmp_path: Path) -> None:
    """`promtool check metrics` has nothing to say about the sums either."""
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed (Debian package prometheus)")
    _role(tmp_path, 60_000, "count")
    text = _role(tmp_path, 30_000, "show").encode()
    checked = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, b"", b"")


def test_what_the_parts_report_moves_every_metric() -> None:
    """Quarantine, outbox, lanes, days, connections, refusals, rhythms, starts and room: somebody moves each."""
    counting = Counting(Metrics(lambda: 0), "care")
    counting.waits(3)
    counting.outbox(range(2), {1: 5})
    counting.held(4)
    counting.day(3, 90_000)
    counting.day_withheld("clocks")
    counting.quarantine(["rzz"], {"rzy": 2})
    counting.connections("rzz", 8)
    counting.denied("coordinator")
    counting.stopped(3)
    counting.put_off("rzz")
    counting.heard({"rzz": -30_000}, {"rzz": 7200.0, "rzy": 600.0})
    counting.started("process", 5000)
    counting.disk(123)
    text = counting.exposition()[0].decode()
    for line in (
        'hub_lane_waits_total{group="care",lane="3"} 1.0',
        'hub_outbox_rows{lane="0"} 0.0',
        'hub_lanes_held{group="care"} 4.0',
        'hub_lane_day_timestamp_seconds{lane="3"} 90.0',
        'hub_ticks_withheld_total{reason="clocks"} 1.0',
        'hub_outbox_rows{lane="1"} 5.0',
        'hub_quarantine_messages{feed="rzz"} 0.0',
        'hub_quarantine_messages{feed="rzy"} 2.0',
        'hub_open_connections{listener="rzz"} 8.0',
        'hub_access_denied_total{role="coordinator"} 1.0',
        'hub_lane_stopped{group="care",lane="3"} 1.0',
        'hub_feed_put_off_total{feed="rzz"} 1.0',
        'hub_feed_newest_age_seconds{feed="rzz"} 30.0',
        'hub_feed_silent_after_seconds{feed="rzy"} 600.0',
        'hub_role_started_timestamp_seconds{role="process"} 5.0',
        "hub_data_free_bytes 123.0",
    ):
        assert line in text


async def _asked(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


async def _store_away() -> Mapping[str, str]:
    return {"log": "ok", "store": "the database does not answer"}


async def _all_well() -> Mapping[str, str]:
    return {"log": "ok", "store": "ok"}


@pytest.mark.parametrize(
    ("request_line", "status", "holds"),
    [
        (b"GET /metrics HTTP/1.1", b"200", b"hub_feed_received_total"),
        (b"GET /health/live HTTP/1.1", b"200", b'"ok"'),
        (b"GET /health/ready HTTP/1.1", b"503", b'"store": "the database does not answer"'),
        (b"GET /v1/people HTTP/1.1", b"404", b""),
        (b"POST /metrics HTTP/1.1", b"405", b""),
        (b"nonsense", b"405", b""),
    ],
)
async def test_a_role_alone_shows_its_metrics(request_line: bytes, status: bytes, holds: bytes) -> None:
    """A pod with one role is scraped and probed at a small door that answers nothing else."""
    counting = Counting(Metrics(lambda: 0), "care")
    counting.taken("rzz", "accepted", 0)
    async with exposed("127.0.0.1", 0, counting.exposition, _store_away) as port:
        answer = await _asked(port, request_line + b"\r\nHost: x\r\n\r\n")
    assert answer.split(b" ", 2)[1] == status
    assert holds in answer


async def test_a_role_alone_is_ready_when_its_parts_answer() -> None:
    """A pod takes part once log and store answer, and not before."""
    counting = Counting(Metrics(lambda: 0), "care")
    async with exposed("127.0.0.1", 0, counting.exposition, _all_well) as port:
        answer = await _asked(port, b"GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.split(b" ", 2)[1] == b"200"
    assert answer.endswith(b'{"status": "ok", "parts": {"log": "ok", "store": "ok"}}')


def test_a_role_that_ends_leaves_no_probe_open() -> None:
    """Whoever asks while a role stops, or never says what for, is hung up on: nothing of it outlives the loop."""

    async def role() -> bytes:
        counting = Counting(Metrics(lambda: 0), "care")
        async with exposed("127.0.0.1", 0, counting.exposition, _all_well) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.sleep(0.05)
        stopping = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
        assert stopping != []
        for each in stopping:
            each.cancel()
        async with asyncio.timeout(10):
            said = await reader.read()
        writer.close()
        await writer.wait_closed()
        return said

    assert asyncio.run(role()) == b""


@pytest.mark.parametrize(("outcome", "rejected", "parked"), [("rejected", 1, 1), ("overtaken", 1, 0)])
def test_a_correction_that_another_overtook_is_refused_and_not_parked(outcome: str, rejected: int, parked: int) -> None:
    """Nothing lies in quarantine for it, so nobody is sent to look there."""
    counting = Counting(Metrics(lambda: 0), "care")
    counting.taken("by_hand", outcome, 0)
    shown = counting.exposition()[0].decode()
    for name, number in (("rejected", rejected), ("parked", parked)):
        found = re.findall(rf'^hub_feed_{name}_total{{feed="by_hand"}} ([0-9.]+)', shown, re.MULTILINE)
        assert [float(each) for each in found] == ([float(number)] if number else []), name


def test_room_is_that_of_the_disk_under_a_folder(tmp_path: Path) -> None:
    """Before a data folder is made, the room is that of the folder where it will be."""
    there = os.statvfs(tmp_path)
    assert free_space(tmp_path / "not" / "yet") == pytest.approx(there.f_bavail * there.f_frsize, rel=0.05)
