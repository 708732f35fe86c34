"""A file that a command writes: whole or not at all, and never over another one without being told."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import typer

from hub.commands.output import WRONG_USAGE, say


@contextmanager
def new_file(path: Path, *, overwrite: bool) -> Iterator[IO[bytes]]:
    """Open a file that has its name only once everything is written, for its owner alone to read.

    Leaves with 2 where there is one of that name and `overwrite` does not say so, or where it cannot be written.
    """
    if path.exists() and not overwrite:
        say(f"{path}: is there already; another name, or --overwrite")
        raise typer.Exit(WRONG_USAGE)
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            unfinished = Path(file.name)
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                unfinished.replace(path)
            finally:
                unfinished.unlink(missing_ok=True)
    except OSError as error:
        say(f"{path}: {error.strerror}")
        raise typer.Exit(WRONG_USAGE) from None
