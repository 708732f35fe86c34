"""The one JSON object that every benchmark prints."""

import os
import platform
import resource
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

_LIBRARIES = ("fastavro", "aiokafka", "psycopg", "msgspec", "hl7")


def rss_mb() -> float:
    """Give the largest resident size of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def machine() -> dict[str, Any]:
    """Say what this ran on, as far as it matters for a figure."""
    model = "unknown"
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    return {"cores": os.cpu_count(), "processor": model, "system": platform.platform()}


def versions() -> dict[str, str]:
    """Give the versions of Python and of the libraries in the measured path."""
    return {"python": sys.version.split()[0]} | {name: version(name) for name in _LIBRARIES}


def quantile(values: Sequence[float], share: float) -> float | None:
    """Give the value below which a share of the values lies; none when there are none."""
    if not values:
        return None
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)


class Measured(NamedTuple):
    """What was measured: how many events, in how many seconds, and how long each waited where that was taken."""

    events: int
    seconds: float
    latencies_ms: Sequence[float] = ()


def report(bench: str, measured: Measured, limit_per_s: float | None, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Make the object: rate, ratio to the limit of the same run, latencies, memory, machine and versions."""
    rate = measured.events / measured.seconds if measured.seconds else 0.0
    waits = measured.latencies_ms
    return {
        "bench": bench,
        "events": measured.events,
        "seconds": round(measured.seconds, 3),
        "events_per_s": round(rate, 1),
        "limit_per_s": None if limit_per_s is None else round(limit_per_s, 1),
        "ratio_to_limit": None if not limit_per_s else round(rate / limit_per_s, 3),
        "p50_ms": quantile(waits, 0.50),
        "p95_ms": quantile(waits, 0.95),
        "p99_ms": quantile(waits, 0.99),
        "rss_mb_max": round(rss_mb(), 1),
        "machine": machine(),
        "versions": versions(),
        "settings": dict(settings),
    }
