"""The MSH segment: separators, and the fields that decide how the rest is read and answered.

It is read apart from the other segments because an answer needs it even when nothing else can be read.
"""

from typing import Final, NamedTuple

from hub.errors import Rejected

_MOST_FIELDS: Final = 40
_DEFAULTS: Final = "^~\\&"


class Separators(NamedTuple):
    """The delimiters a message declares for itself in MSH-1 and MSH-2; never assumed."""

    field: str
    component: str
    repetition: str
    escape: str
    subcomponent: str


class Header(NamedTuple):
    """MSH as sent: `fields[n]` is the raw text of MSH-n, escapes and all."""

    separators: Separators
    fields: tuple[str, ...]

    def raw(self, number: int) -> str:
        """Give the raw text of a field; empty when the header is shorter."""
        return self.fields[number] if number < len(self.fields) else ""

    def part(self, number: int, component: int = 1) -> str:
        """Give one component of a field's first repetition, trimmed; a null reads as empty."""
        first = self.raw(number).split(self.separators.repetition, 1)[0]
        parts = first.split(self.separators.component)
        found = parts[component - 1].strip() if component <= len(parts) else ""
        return "" if found == '""' else found


def read_header(text: str) -> Header:
    """Read the first line of a message; raises `Rejected` when it is not an MSH segment that means something."""
    if not text.startswith("MSH"):
        raise Rejected("MSH", "header_missing", "The message does not begin with an MSH segment.")
    line = _first_line(text)
    if len(line) < len("MSH|^~|"):
        raise Rejected("MSH-2", "encoding_characters", "The MSH segment ends before its encoding characters.")
    separators = _separators(line)
    parts = line.split(separators.field, _MOST_FIELDS)
    return Header(separators, ("MSH", separators.field, *parts[1:]))


def _first_line(text: str) -> str:
    ends = [found for found in (text.find("\r"), text.find("\n")) if found >= 0]
    return text[: min(ends)] if ends else text


def _separators(line: str) -> Separators:
    field = line[3]
    encoding = line[4:].split(field, 1)[0]
    if len(encoding) > len(_DEFAULTS):
        encoding = encoding[: len(_DEFAULTS)]  # a fifth one is the truncation character of version 2.7
    filled = encoding + _DEFAULTS[len(encoding) :]
    every = field + filled
    plain = any(one.isalnum() or one.isspace() or not one.isprintable() for one in every)
    if len(encoding) < len("^~") or plain or len(set(every)) != len(every):
        raise Rejected(
            "MSH-2", "encoding_characters", "The separators in MSH-1 and MSH-2 must be different punctuation marks."
        )
    return Separators(field, *filled)
