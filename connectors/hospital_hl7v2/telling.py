"""Every name and number of a person that a message holds, whether or not anybody is matched by it."""

import re
from collections.abc import Iterator
from typing import Final

from connectors.hospital_hl7v2.parse import Group, Message, Segment

_NAMES: Final = (("PID", 5), ("PID", 9), ("MRG", 7))
_NUMBERS: Final = (("PID", 2), ("PID", 3), ("PID", 4), ("MRG", 1))
_PHONES: Final = (("PID", 13), ("PID", 14))
_PARTS_OF_NAME: Final = (1, 2, 3)
_NO_DIGIT: Final = re.compile(r"\D+")


def telling(message: Message) -> frozenset[str]:
    """Give family, given, middle, former and alias names, identifiers and telephones, of everybody in the message."""
    return frozenset(text for group in message.groups for text in _of(group) if text)


def _of(group: Group) -> Iterator[str]:
    for segment, parts in _every(group, _NAMES):
        yield from (segment.clean(parts, one) for one in _PARTS_OF_NAME)
    for segment, parts in _every(group, _NUMBERS):
        yield segment.clean(parts, 1)
    for segment, parts in _every(group, _PHONES):
        yield _NO_DIGIT.sub("", segment.clean(parts, 1))


def _every(group: Group, places: tuple[tuple[str, int], ...]) -> Iterator[tuple[Segment, list[str]]]:
    for name, field in places:
        for segment in group.every(name):
            for parts in segment.repetitions(field):
                yield segment, list(parts)
