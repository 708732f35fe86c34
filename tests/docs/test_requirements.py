"""The locked requirements install with any pip that Python 3.11 brings, today and after the next releases."""

import re
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).resolve().parents[2]
_PINNED: Final = re.compile(r"^([A-Za-z0-9._-]+)(?:\[([^\]]*)\])?==", re.MULTILINE)


def _locked(file: str) -> dict[str, set[str]]:
    found = _PINNED.findall((ROOT / file).read_text())
    return {canonicalize_name(name): {extra.strip() for extra in extras.split(",") if extra} for name, extras in found}


def _asked_with_extras() -> Iterator[tuple[str, Requirement]]:
    for installed in distributions():
        for text in installed.requires or ():
            wanted = Requirement(text)
            if wanted.extras and (wanted.marker is None or wanted.marker.evaluate({"extra": ""})):
                yield canonicalize_name(installed.name), wanted


def test_what_is_asked_for_with_extras_is_locked_with_them() -> None:
    """Pip 23 takes no hash for `coverage[toml]` from a line `coverage`: it fails the day a newer one is released."""
    locked = _locked("requirements.txt") | _locked("requirements-dev.txt")
    asked = [(by, wanted) for by, wanted in _asked_with_extras() if by in locked or by == "care-hub"]
    assert asked
    missing = [f"{by}: {wanted}" for by, wanted in asked if not wanted.extras <= locked[canonicalize_name(wanted.name)]]
    assert missing == []
