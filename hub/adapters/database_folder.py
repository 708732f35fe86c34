"""Where the embedded database keeps its socket and its data."""

import hashlib
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import Final

from hub.errors import Unavailable

SOCKET_NAME: Final = ".s.PGSQL.5432"
"""The file in the socket folder, as every client of PostgreSQL looks for it."""
_LONGEST: Final = 107
"""Bytes that the address of a Unix socket may take."""


def socket_folder(folder: Path) -> Path:
    """Give a folder for the socket whose address is short enough: inside `folder`, else a short one."""
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    for choice in (folder / "socket", Path(tempfile.gettempdir()) / f"care-hub-{mark}"):
        if len(os.fsencode(choice / SOCKET_NAME)) <= _LONGEST:
            return choice
    raise Unavailable(f"no folder for the database's socket has a path of fewer than {_LONGEST} bytes: set TMPDIR")


def own_folder(folder: Path, user: int | None) -> None:
    """Make a folder that only `user` (or the caller) may enter; refuse one that belongs to somebody else."""
    folder.mkdir(mode=0o700, exist_ok=True)
    seen = folder.lstat()
    mine = os.geteuid() if user is None else user
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid not in {mine, os.geteuid()}:
        raise Unavailable(f"{folder} belongs to somebody else: remove it, or choose another HUB_DATA")
    os.chown(folder, mine, -1)
    folder.chmod(0o700)


def remove(folder: Path) -> None:
    """Remove what a run that was cut short left behind."""
    if folder.exists():
        shutil.rmtree(folder)
