"""A measured worker that keeps to its part of a processor."""

import subprocess
import sys

import pytest

WORK = """
import sys, time
from hub.bench.part_of_processor import keep_to
keep_to(float(sys.argv[1]))
began, used = time.perf_counter(), time.process_time()
while time.process_time() - used < 0.3:
    sum(range(1000))
print((time.process_time() - used) / (time.perf_counter() - began), time.perf_counter() - began)
"""


def worked(part: float) -> tuple[float, float]:
    """Return the part of a processor that 0.3 s of work took, and how long it took, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", WORK, str(part)], capture_output=True, text=True, check=True)
    share, seconds = map(float, done.stdout.split())
    return share, seconds


@pytest.mark.parametrize("part", [0.5, 0.2])
def test_a_worker_uses_no_more_than_its_part(part: float) -> None:
    """Work of 0.3 s of processor time takes that divided by the part, but for the last piece, which need not wait."""
    share, seconds = worked(part)
    assert share <= part * 1.2
    assert seconds >= 0.25 / part


def test_the_whole_of_a_processor_waits_for_nothing() -> None:
    """A part of 1 sets no timer at all."""
    done = subprocess.run(
        [sys.executable, "-c", f"{WORK}\nimport signal; print(signal.getitimer(signal.ITIMER_PROF))", "1"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "(0.0, 0.0)"
