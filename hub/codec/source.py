"""Straight-line Python that is written at run time from a released schema, compiled once and called for ever.

Only names that Avro allows (letters, digits, underscore) and constants by reference enter the text; nothing that
came in a message does.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from hub.errors import Defect

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def checked_name(name: str) -> str:
    """A name as Avro allows it, which is safe to stand in Python text; raises `Defect` for another."""
    if NAME.fullmatch(name) is None:
        raise Defect("a schema has a field whose name Avro does not allow")
    return name


class Source:
    """The text of one function as it grows."""

    def __init__(self, signature: str, space: Mapping[str, Any]) -> None:
        """Begin a function that sees the names of `space`."""
        self._lines = [f"def {signature}:"]
        self._depth = 1
        self._count = 0
        self._constants: dict[str, Any] = dict(space)

    def add(self, *lines: str) -> None:
        """Append lines at the present depth."""
        self._lines.extend("    " * self._depth + line for line in lines)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Append a line that opens a block, and indent what is added inside."""
        self.add(head)
        self._depth += 1
        yield
        self._depth -= 1

    def fresh(self, stem: str) -> str:
        """A variable name that was not used yet."""
        self._count += 1
        return f"{stem}{self._count}"

    def constant(self, value: Any) -> str:
        """A name by which the function sees a value."""
        name = self.fresh("K")
        self._constants[name] = value
        return name

    def text(self) -> str:
        """The function as Python text."""
        return "\n".join(self._lines) + "\n"

    def build(self, label: str) -> Callable[..., Any]:
        """Compile the function; `label` is its file name in a traceback."""
        name = self._lines[0].removeprefix("def ").partition("(")[0]
        code = compile(self.text(), f"<{label}>", "exec")
        space = dict(self._constants)
        exec(code, space)  # noqa: S102 - the text is written here from a released schema, with checked names only
        built: Callable[..., Any] = space[name]
        return built
