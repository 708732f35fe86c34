"""Files that a command was given."""

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from hub.commands.output import WRONG_USAGE, say


def read_files(paths: Sequence[Path]) -> dict[str, bytes]:
    """Read files by name; `-` is standard input.  Leaves with 2 when one cannot be read."""
    contents = {}
    for path in paths:
        try:
            contents[path.name] = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        except OSError as error:
            say(f"{path}: {error.strerror}")
            raise typer.Exit(WRONG_USAGE) from None
    return contents
