"""Which rules and reference data this hub folds by, as one short name."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

_HUB: Final = Path(__file__).parents[1]
_RULES: Final = (
    "events", "domain", "codec", "processors",
    "runtime/apply.py", "runtime/folding.py", "runtime/outcome.py", "runtime/publishing.py", "runtime/rows.py",
    "runtime/taking.py", "runtime/ticks.py",
)  # fmt: skip
"""What decides which bytes a fold keeps."""


def fold_mark(reference: Sequence[Path]) -> str:
    """Name the rules and the reference data in these folders.

    Any change of either gives another name, be it of a comment: a fold that was begun with one is not gone on with by
    another, and to begin anew costs time alone.
    """
    digest = hashlib.sha256()
    for file in [*_sources(), *(file for folder in reference for file in sorted(folder.glob("*.csv")))]:
        content = file.read_bytes()
        digest.update(f"{file.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    for name in _RULES:
        place = _HUB / name
        yield from sorted(place.rglob("*.py")) if place.is_dir() else [place]
