"""Character sets and escapes: a name arrives as its owner writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.hospital_hl7v2.header import Separators
from connectors.hospital_hl7v2.text import decode, unescape

MARKS = Separators("|", "^", "~", "\\", "&")


def _with(declared: str, body: bytes) -> bytes:
    return f"MSH|^~\\&|PAS|RZZ|||20261102||ADT^A01|1|T|2.4||||||{declared}\r".encode() + body


@pytest.mark.parametrize(
    ("declared", "body", "used", "rules"),
    [
        ("UNICODE", "José".encode(), "utf-8", []),
        ("UNICODE UTF-8", "José".encode(), "utf-8", []),
        ("8859/1", "José".encode("latin-1"), "iso8859-1", []),
        ("8859/15", "José €".encode("iso8859-15"), "iso8859-15", []),
        ("", "José".encode(), "utf-8", ["charset_assumed"]),
        ("", "José".encode("cp1252"), "cp1252", ["charset_assumed"]),
        ("", b"plain", "ascii", []),
        ("UNICODE", "José".encode("cp1252"), "cp1252", ["charset_not_as_declared"]),
        ("ISO IR87", "José".encode(), "utf-8", ["charset_unknown", "charset_not_as_declared"]),
    ],
)
def test_the_declared_set_then_utf8_then_the_profiles_own(
    declared: str, body: bytes, used: str, rules: list[str]
) -> None:
    """An accent survives whatever the sender forgot to declare, and the choice is told."""
    found = decode(_with(declared, body), "cp1252")
    assert found.charset == used
    assert [one.rule for one in found.findings] == rules
    assert ("José" in found.text) == (b"plain" not in body)


def test_a_byte_order_mark_and_blank_lines_before_the_header_are_tolerated() -> None:
    """A file saved by an editor is still the message."""
    assert decode(b"\xef\xbb\xbf\r\n" + _with("", b""), "cp1252").text.startswith("MSH|")


def test_bytes_that_no_set_knows_are_still_read() -> None:
    """One stray byte never loses a message."""
    found = decode(_with("", b"\x81\x8d"), "cp1252")
    assert found.charset == "iso8859-1"


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (r"Fall at home\T\ unable", "Fall at home& unable"),
        (r"a\F\b\S\c\R\d\E\e", "a|b^c~d\\e"),
        (r"\H\loud\N\ quiet", "loud quiet"),
        (r"one\.br\two", "one\ntwo"),
        (r"Jos\XC3A9\ ", "José "),
        (r"\Z99\ and \X4\ stay", r"\Z99\ and \X4\ stay"),
        (r"C:\temp", r"C:\temp"),
    ],
)
def test_escapes_are_replaced_once_and_unknown_ones_stay(sent: str, meant: str) -> None:
    """A sender's words come through as they were typed."""
    assert unescape(sent, MARKS, "utf-8") == meant


@given(st.binary(max_size=400), st.sampled_from(["cp1252", "iso8859-1", "utf-8"]))
def test_any_bytes_become_text_that_gives_the_bytes_back(raw: bytes, fallback: str) -> None:
    """The control id can be echoed exactly: no byte is lost but blanks before a message and what C leaves behind it."""
    found = decode(raw, fallback)
    if found.charset != "utf-16":
        assert raw.rstrip(b"\r\n\0").endswith(found.text.encode(found.charset))
