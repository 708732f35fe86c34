"""Bytes to text: character sets and escape sequences (HL7 v2.4 sections 2.9 and 2.10)."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from connectors.hospital_hl7v2.header import Separators
from hub.ports.connector import Finding

_BOM: Final = b"\xef\xbb\xbf"
_BEFORE: Final = b"\r\n\t \0"
_AFTER: Final = b"\r\n\0"
"""What programs in C leave behind the last segment: no part of any field."""
WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 begins."""
_NAMES: Final = {
    "ASCII": "ascii",
    "UNICODE": "utf-8",
    "UNICODE UTF-8": "utf-8",
    "UTF-8": "utf-8",
    "UTF8": "utf-8",
    "WINDOWS-1252": "cp1252",
    "CP1252": "cp1252",
}
_ISO: Final = re.compile(r"(?:ISO[ -]?)?8859[/-](\d{1,2})")
_ISO_PARTS: Final = frozenset({"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "13", "14", "15"})


class Decoded(NamedTuple):
    """A message as text, the character set that made it, and what there is to say about that."""

    text: str
    charset: str
    findings: tuple[Finding, ...]


def charset_named(declared: str) -> str | None:
    """Give Python's codec for a name of HL7 table 0211 as feeds write it, or none."""
    name = declared.strip().upper()
    iso = _ISO.fullmatch(name)
    if iso:
        return f"iso8859-{iso[1]}" if iso[1] in _ISO_PARTS else None
    return _NAMES.get(name)


def decode(raw: bytes, fallback: str) -> Decoded:
    """Decode by the declared set, else UTF-8, else the profile's own, else byte by byte; never fails.

    Undeclared feeds are often Windows-1252, and strict UTF-8 practically never accepts other text by accident.
    """
    if raw.startswith(WIDE_MARKS):
        return Decoded(raw.decode("utf-16", "replace").rstrip(_AFTER.decode()), "utf-16", ())
    body = raw.removeprefix(_BOM).lstrip(_BEFORE).rstrip(_AFTER)
    declared = _declared(body)
    if body.isascii():
        return Decoded(body.decode("ascii"), charset_named(declared) or "ascii", _unknown(declared))
    named = charset_named(declared)
    for charset in dict.fromkeys(one for one in (named, "utf-8", fallback, "iso8859-1") if one):
        text = _tried(body, charset)
        if text is not None:
            return Decoded(text, charset, _unknown(declared) + _chosen(declared, named, charset))
    raise AssertionError("ISO 8859-1 gives every byte a character")


def _declared(body: bytes) -> str:
    if not body.startswith(b"MSH") or len(body) <= len(b"MSH|"):
        return ""
    line = re.split(rb"[\r\n]", body[:4000], maxsplit=1)[0]
    parts = line.split(body[3:4])
    return parts[17].split(b"~", 1)[0].decode("ascii", "replace").strip() if len(parts) > 17 else ""  # noqa: PLR2004 -- MSH-18


def _tried(body: bytes, charset: str) -> str | None:
    try:
        return body.decode(charset)
    except UnicodeDecodeError:
        return None


def _unknown(declared: str) -> tuple[Finding, ...]:
    if not declared or charset_named(declared):
        return ()
    return (Finding("MSH-18", "charset_unknown", "The declared character set is not one the hub knows."),)


def _chosen(declared: str, named: str | None, used: str) -> tuple[Finding, ...]:
    if named == used:
        return ()
    if declared:
        words = f"The bytes do not fit the declared character set; they were read as {used}."
        return (Finding("MSH-18", "charset_not_as_declared", words),)
    words = f"No character set is declared; the bytes were read as {used}."
    return (Finding("MSH-18", "charset_assumed", words, "information"),)


def unescape(text: str, separators: Separators, charset: str) -> str:
    """Replace escape sequences, without nesting; unknown ones stay as they are."""
    mark = separators.escape
    if mark not in text:
        return text
    plain = {
        "F": separators.field,
        "S": separators.component,
        "T": separators.subcomponent,
        "R": separators.repetition,
        "E": mark,
        "H": "",
        "N": "",
        ".br": "\n",
        ".BR": "\n",
        ".sp": "\n",
    }

    def replaced(found: re.Match[str]) -> str:
        name = found[1]
        if name in plain:
            return plain[name]
        return _hex(name[1:], charset) if name[0] in "Xx" else found[0]

    return _sequence(mark).sub(replaced, text)


@lru_cache(maxsize=16)
def _sequence(mark: str) -> re.Pattern[str]:
    at = re.escape(mark)
    return re.compile(rf"{at}([FSTREHN]|\.br|\.BR|\.sp|[Xx](?:[0-9A-Fa-f]{{2}})+){at}")


def _hex(digits: str, charset: str) -> str:
    return bytes.fromhex(digits).decode(charset if charset != "ascii" else "utf-8", "replace")
