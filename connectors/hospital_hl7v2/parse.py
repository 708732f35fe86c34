"""Text to segments, fields and components: the only importer of the `hl7` library.

Only segments that somebody reads are given to the library, and only when they are of a sane size, because it
makes an object of every delimiter.
"""

import re
from collections.abc import Collection, Sequence
from typing import Any, Final, NamedTuple

import hl7

from connectors.hospital_hl7v2.characters import refuse_in_segments
from connectors.hospital_hl7v2.header import Header, Separators
from connectors.hospital_hl7v2.text import unescape
from hub.errors import Rejected
from hub.events.values import ERASED, Erased
from hub.ports.connector import Finding

NULL: Final = '""'
_LINES: Final = re.compile(r"\r\n|\r|\n")
_NAME: Final = re.compile(r"[A-Z][A-Z0-9]{2}")
_MOST_SEGMENTS: Final = 2_000
_MOST_DELIMITERS: Final = 20_000
_NAME_LENGTH: Final = 3
_NO_PARTS: Final[Sequence[str]] = ()


class Segment:
    """One segment: fields by their HL7 number; every text it gives is unescaped and trimmed."""

    __slots__ = ("_charset", "_fields", "_separators", "name")

    def __init__(self, name: str, fields: Sequence[Any], separators: Separators, charset: str) -> None:
        self.name = name
        self._fields = fields
        self._separators = separators
        self._charset = charset

    def raw(self, number: int) -> str:
        """Give a field as sent; empty when the segment is shorter (trailing separators may be dropped)."""
        return str(self._fields[number]) if number < len(self._fields) else ""

    def repetitions(self, number: int) -> list[Sequence[str]]:
        """Give the non-empty repetitions of a field, each as its components, still escaped."""
        if number >= len(self._fields):
            return []
        field = self._fields[number]
        found = [[str(part) for part in one] if isinstance(one, list) else [one] for one in field]
        return [parts for parts in found if any(parts)]

    def first(self, number: int) -> Sequence[str]:
        """Give the first non-empty repetition of a field (feeds send `~I`)."""
        found = self.repetitions(number)
        return found[0] if found else _NO_PARTS

    def part(self, number: int, component: int = 1) -> str:
        """Give one component of the first non-empty repetition; empty when absent or null."""
        return self.clean(self.first(number), component)

    def clean(self, parts: Sequence[str], component: int) -> str:
        """Give one component of a repetition, unescaped and trimmed; empty when absent or null."""
        if component > len(parts):
            return ""
        text = parts[component - 1].strip()
        return "" if text == NULL else unescape(text, self._separators, self._charset).strip()

    def main(self, parts: Sequence[str], component: int) -> str:
        """Give the first subcomponent (a family name may carry its own prefix behind it)."""
        if component > len(parts):
            return ""
        return self.clean([parts[component - 1].split(self._separators.subcomponent, 1)[0]], 1)

    def value(self, number: int, component: int = 1) -> str | Erased | None:
        """Give one field three-valued: none is no statement, `ERASED` the null, else the text."""
        parts = self.first(number)
        if parts and parts[0].strip() == NULL and (component == 1 or len(parts) == 1):
            return ERASED
        return self.clean(parts, component) or None


class Group:
    """The segments from one PID to the next: one person of the message."""

    __slots__ = ("_by_name",)

    def __init__(self) -> None:
        self._by_name: dict[str, list[Segment]] = {}

    def add(self, segment: Segment) -> None:
        """Take a segment in, in order."""
        self._by_name.setdefault(segment.name, []).append(segment)

    def get(self, name: str) -> Segment | None:
        """Give the first segment of a name."""
        found = self._by_name.get(name)
        return found[0] if found else None

    def every(self, name: str) -> Sequence[Segment]:
        """Give all segments of a name, in order."""
        return self._by_name.get(name, ())


class Message(NamedTuple):
    """A message in parts: header, what stands before the first PID, and a group for each PID."""

    header: Header
    opening: Group
    groups: Sequence[Group]
    findings: tuple[Finding, ...]


def parse(text: str, header: Header, charset: str, wanted: Collection[str]) -> Message:
    """Split a message; raises `Rejected` when it holds two messages, too many parts to be one, or no text."""
    lines, findings = _segments(text, header.separators.field)
    if any(line.startswith("MSH") for line in lines[1:]):
        raise Rejected("MSH", "two_messages", "One frame holds more than one MSH segment.")
    kept = [line for line in lines[1:] if line[:_NAME_LENGTH] in wanted]
    _check_size(lines, kept, header.separators)
    refuse_in_segments(kept, header.separators, charset)
    return _grouped(header, _read(kept, header.separators, charset), findings)


def _segments(text: str, field: str) -> tuple[list[str], tuple[Finding, ...]]:
    """Cut at line ends; a line that cannot be a segment belongs to the text of the one before it."""
    segments: list[list[str]] = []
    found = [line for line in _LINES.split(text) if line.strip()]
    for line in found:
        if segments and not (_NAME.match(line) and line[_NAME_LENGTH : _NAME_LENGTH + 1] in ("", field)):
            segments[-1].append(line)
        else:
            segments.append([line])
    lines = ["\n".join(parts) for parts in segments]
    if len(found) == len(lines):
        return lines, ()
    words = "Some lines do not begin with a segment name; they were read as text of the segment before."
    return lines, (Finding("MSH", "line_not_a_segment", words),)


def _check_size(lines: Sequence[str], kept: Sequence[str], marks: Separators) -> None:
    delimiters = sum(line.count(one) for line in kept for one in (marks.field, marks.component, marks.repetition))
    delimiters += sum(line.count(marks.subcomponent) for line in kept)
    if len(lines) > _MOST_SEGMENTS or delimiters > _MOST_DELIMITERS:
        raise Rejected("MSH", "too_many_parts", "The message has more segments or fields than any ADT message.")


def _read(kept: Sequence[str], marks: Separators, charset: str) -> list[Segment]:
    if not kept:
        return []
    encoding = marks.component + marks.repetition + marks.escape + marks.subcomponent
    parsed: Sequence[Any] = hl7.parse(  # type: ignore[no-untyped-call]  # the library has no types
        "\r".join([f"MSH{marks.field}{encoding}{marks.field}", *kept])
    )
    return [Segment(str(one[0]), one, marks, charset) for one in parsed[1:]]


def _grouped(header: Header, segments: Sequence[Segment], findings: tuple[Finding, ...]) -> Message:
    opening = Group()
    groups: list[Group] = []
    for segment in segments:
        if segment.name == "PID":
            groups.append(Group())
        (groups[-1] if groups else opening).add(segment)
    return Message(header, opening, groups, findings)
