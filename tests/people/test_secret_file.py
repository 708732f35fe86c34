"""A secret that several processes may want to make at once."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from hub.api.tokens import desk_key
from hub.people.master_key import load_or_make
from hub.people.secret_file import make_once


def test_a_secret_has_its_name_only_once_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks while it is written finds no file, not an empty one; nothing else is left in the folder."""
    path, seen, flush = tmp_path / "one.key", list[bool](), os.fsync

    def look_and_flush(descriptor: int) -> None:
        seen.append(path.exists())
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", look_and_flush)
    make_once(path, b"secret")
    assert seen == [False]
    assert path.read_bytes() == b"secret"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_the_first_secret_stays(tmp_path: Path) -> None:
    """Who comes second finds the first one's secret untouched, and leaves nothing behind."""
    path = tmp_path / "one.key"
    make_once(path, b"first")
    make_once(path, b"second")
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


def test_roles_that_start_together_have_one_key(tmp_path: Path) -> None:
    """Of eight that make the desk's keys in the same moment each ends with the same master key and signing key."""
    together = Barrier(8)

    def start(_: int) -> tuple[bytes, bytes]:
        together.wait()
        return load_or_make(tmp_path).derive("x"), desk_key(tmp_path)

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(start, range(8)))
    assert len(found) == 1
    assert all(len(key) == 32 for key in found.pop())
