"""A secret in a file of its own that several processes may want to make at once: one of them makes it, whole."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def make_once(path: Path, secret: bytes) -> None:
    """Write a secret that only its owner may read (mode 0600), unless the file is there already.

    The file has its name only once all of it is on the disk: roles that start together on a new desk read either
    nothing or the whole secret of whoever was first, never a part.
    """
    if path.exists():
        return
    descriptor, beside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(beside, path)
    finally:
        Path(beside).unlink()
