"""Receipt to readable at 50 messages a second, and how much memory a hub takes."""

import json
import os
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.end_to_end.lives import message, person, stay
from tests.end_to_end.running_hub import NOBODY, Mllp, RunningHub, code_of

PER_SECOND, SECONDS, LINES = 50, 10, 5
BOUND_S = 1.0
ROLES = ("ingest", "process", "web")


@pytest.mark.slow
def test_messages_are_readable_within_a_second_at_fifty_a_second(fresh_hub: RunningHub) -> None:
    """While 50 messages a second come in, 95 of 100 are in what the API says within a second of being sent.

    Slow because a rate has to be held for a while.  The figures are printed; the bound is about a machine that has
    nothing else to do, so it is asserted only when this one was mostly idle before.
    """
    idle = os.getloadavg()[0] < (os.cpu_count() or 1) / 2
    fresh_hub.reader()
    with ThreadPoolExecutor(LINES) as pool:
        began = time.monotonic()
        streams = [pool.submit(_stream, fresh_hub, number, began) for number in range(LINES)]
        probes: list[float] = []
        while not all(stream.done() for stream in streams):
            probes.append(_readable_after(fresh_hub, 900 + len(probes)))
        took = max(stream.result() for stream in streams)
    p95 = sorted(probes)[int(len(probes) * 0.95)]
    figures = {
        "sent_per_second": round(PER_SECOND * SECONDS / took, 1),
        "probes": len(probes),
        "p50_s": round(sorted(probes)[len(probes) // 2], 3),
        "p95_s": round(p95, 3),
        "rss_mb": _rss(fresh_hub),
        "idle_before": idle,
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    if idle:
        assert p95 < BOUND_S, figures


def _stream(hub: RunningHub, place: int, began: float) -> float:
    """Send this line's share of the messages, each when it is due; give when it was done."""
    with Mllp(hub.mllp) as line:
        for number in range(place, PER_SECOND * SECONDS, LINES):
            time.sleep(max(0.0, began + number / PER_SECOND - time.monotonic()))
            raw = message(person(number % 800), "A01", f"RATE-{number}", hours=0, segments=[stay(f"SPR{number}", "W1")])
            assert code_of(line.ask(raw)) == "AA"
    return time.monotonic() - began


def _readable_after(hub: RunningHub, place: int) -> float:
    """Send one message and ask until the state shows it: seconds from sending to reading, through the real doors."""
    who = person(place - 900, start=999_300_000)
    raw = message(who, "A01", f"PROBE-{place}", hours=0, segments=[stay(f"SPP{place}", "W1")])
    with (
        httpx.Client(base_url=hub.url, headers=hub.reader(), timeout=20, verify=NOBODY) as client,
        Mllp(hub.mllp) as line,
    ):
        began = time.monotonic()
        assert code_of(line.ask(raw)) == "AA"
        subject = client.post("/v1/people/search", json={"value": who.nhs_number}).json()["subject_ref"]
        while client.get(f"/v1/people/{subject}/joint-state").status_code != httpx.codes.OK:
            assert time.monotonic() - began < 20
            time.sleep(0.01)
        return time.monotonic() - began


def _rss(hub: RunningHub) -> int:
    """Give the resident memory of all roles and their supervisor, in megabytes."""
    supervisor = hub._up.pid if hub._up else 0
    statuses = [Path(f"/proc/{pid}/status").read_text() for pid in (supervisor, *map(hub.pid, ROLES))]
    return sum(int(found[1]) for text in statuses if (found := re.search(r"VmRSS:\s+(\d+)", text))) // 1024
