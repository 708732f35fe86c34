"""What no field may hold: U+0000, sent as it is or as an escape of hexadecimal digits.

A field holds displayable characters (HL7 v2.4, chapter 2, message construction rules), and no database keeps U+0000 as
text.  Other control characters are taken as ever: senders have them in free text, and they harm nothing.
"""

from collections.abc import Sequence
from typing import Final

from connectors.hospital_hl7v2.header import Header, Separators
from connectors.hospital_hl7v2.text import unescape
from hub.errors import Rejected

_NUL: Final = "\0"
_RULE: Final = "control_character"
_WORDS: Final = "This field holds the character U+0000, which no text has."


def refuse_in_header(header: Header) -> None:
    """Raise `Rejected` with the first field of MSH that holds U+0000."""
    _refuse("MSH", header.fields)


def refuse_in_segments(lines: Sequence[str], marks: Separators, charset: str) -> None:
    """Raise `Rejected` with the first field of these segments that holds U+0000, or becomes it when it is read."""
    for line in lines:
        if _NUL in unescape(line, marks, charset):
            fields = [unescape(field, marks, charset) for field in line.split(marks.field)]
            _refuse(line[:3], fields)


def _refuse(name: str, fields: Sequence[str]) -> None:
    for number, field in enumerate(fields):
        if _NUL in field:
            raise Rejected(f"{name}-{number}", _RULE, _WORDS)
