"""A really full disk: AE and nothing half-done; when there is room again, the resend is taken once."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.end_to_end.running_hub import ROOT

APART = ("unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc")
"""A mount namespace, so that nobody else sees the small disk; a process namespace, so that all of it ends together."""
WITHIN_S = 100


def _hindrance() -> str | None:
    """Say why no small disk can be made here, or none."""
    if os.geteuid() != 0:
        return "only root may mount a small disk"
    if not all(map(shutil.which, ("unshare", "mount", "umount"))):
        return "unshare and mount (util-linux) are not installed"
    mounting = ("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "/mnt")
    tried = subprocess.run([*APART, *mounting], capture_output=True, check=False, timeout=10)
    return None if tried.returncode == 0 else "this machine lets root mount nothing, as containers often do"


@pytest.mark.slow
def test_on_a_full_disk_the_listener_answers_ae_and_takes_the_resend_once() -> None:
    """The embedded database fills, falls and is started again; no role is, and nothing is lost or doubled.

    Slow because a whole hub is started on a disk of its own, and its database twice.
    """
    hindrance = _hindrance()
    if hindrance:
        pytest.skip(hindrance)
    scenario = [*APART, sys.executable, "-m", "tests.end_to_end.full_disk"]
    done = subprocess.run(scenario, cwd=ROOT, capture_output=True, text=True, timeout=WITHIN_S, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
