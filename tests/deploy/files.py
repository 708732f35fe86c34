"""The files under `deploy/`, and the programs of others that check them."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

ROOT: Final = Path(__file__).resolve().parents[2]
DEPLOY: Final = ROOT / "deploy"
PROMETHEUS: Final = DEPLOY / "prometheus"


def read_yaml(path: Path) -> Any:
    """Read a file with one YAML document."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def documents(path: Path) -> list[Any]:
    """Read every YAML document of a file."""
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


def program(name: str | Path, promised_by: str, how: str) -> str:
    """Find a program, or skip the test by name; where `promised_by` is set to 1, as in CI, fail instead."""
    found = shutil.which(name)
    if found is not None:
        return found
    words = f"{Path(name).name} is not installed ({how})"
    assert os.environ.get(promised_by) != "1", words
    pytest.skip(words)


def promtool() -> str:
    """Find Prometheus's own checker."""
    return program("promtool", "HUB_REQUIRE_PROMTOOL", "Debian package prometheus")


def run(
    *line: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None, within_s: float = 100
) -> "subprocess.CompletedProcess[str]":
    """Run a program to its end and give what it said."""
    return subprocess.run(
        [str(word) for word in line], cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=within_s
    )
