"""Nothing that names a person reaches a log, by whatever way it comes."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from hub.observe.logs import configure, processors
from hub.observe.redaction import REDACTED, redact, redact_text

SECRETS = (
    "NHS9990000018X",
    "9990000018",
    "999 000 0018",
    "999-000-0018",
    "AB123456C",
    "AB 12 34 56 C",
    "QX1 4ZZ",
    "qx14zz",
)
CONTACTS = ("01632960001", "01632 960 003", "+447700900001", "07700 900 002", "peggy.ashworth@example.test")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Configure the logs of this process to a stream."""
    into = io.StringIO()
    configure(into)
    yield into
    structlog.contextvars.clear_contextvars()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """Read what was logged."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_redaction_is_the_first_of_the_chain() -> None:
    """Nothing sees an entry before redaction does."""
    assert processors()[0] is redact


@pytest.mark.parametrize("secret", SECRETS + CONTACTS)
def test_values_that_look_personal_are_taken_out_everywhere(stream: io.StringIO, secret: str) -> None:
    """In the event's text, in values however deep, in keys, in bound context and in exceptions."""
    structlog.contextvars.bind_contextvars(bound=f"for {secret}")
    log = structlog.get_logger()
    text = f"message about {secret}, parked"
    log.info(text, path=f"PID-3={secret};", deep={"list": [{"x": (secret,)}]})
    log.info(
        "odd", **{f"k {secret}": 1}, error=ValueError(secret), other=frozenset({secret}), raw_bytes=secret.encode()
    )
    try:
        raise RuntimeError(f"failed for {secret}")  # noqa: TRY301 - the text is the point
    except RuntimeError as error:
        log.exception("went_wrong")
        log.warning("as_value", exc_info=error)
        log.warning("given", exc_info=sys.exc_info())
        log.warning("current", exc_info=True)
    written = stream.getvalue()
    assert secret not in written
    assert written.count(REDACTED) >= 10
    assert sum("Traceback" in line.get("exception", "") for line in lines(stream)) == 4


@pytest.mark.parametrize(
    "key",
    ["name", "familyName", "Date-Of-Birth", "date_of_birth", "born", "nhs_number", "NINO", "postcode", "original"],
)
def test_personal_keys_lose_their_value_whatever_it_is(stream: io.StringIO, key: str) -> None:
    """A date of birth or a name cannot be told by its looks, so its key decides, at any depth."""
    structlog.get_logger().info("kept", **{key: "Ashworth 1939-11-04"}, inner={"deeper": {key: ["Ashworth"]}})
    (line,) = lines(stream)
    assert line[key] == REDACTED
    assert "Ashworth" not in stream.getvalue()


def test_what_operators_need_stays_readable(stream: io.StringIO) -> None:
    """Ids, positions, times, codes, rules and counts pass unchanged."""
    kept = {
        "subject_ref": "0f8fad5b-d9cd-4a1b-ad12-ab1234567890",
        "event_id": "9990000018abcdef0123456789abcdef",
        "digest": "sha256:" + "9990000018ab" * 5 + "cdef",
        "uuid_like_a_number": "ab123456-1234-4123-8123-123456789012",
        "position": 9990000018,
        "received_at": 1793472103000,
        "at": "2026-11-13T17:12:33.120000+00:00",
        "feed": "rzz-adt",
        "rule": "nhs_number_placeholder",
        "path": "PV1-45",
        "trigger": "ADT^A01",
        "message_control": "RZZ-000000101",
        "seconds": 0.25,
        "ready": True,
        "nothing": None,
    }
    structlog.get_logger().info("batch_applied", **kept)
    (line,) = lines(stream)
    assert {key: line[key] for key in kept} == kept
    assert (line["event"], line["level"]) == ("batch_applied", "info")


def test_numbers_of_ten_digits_are_taken_out(stream: io.StringIO) -> None:
    """An NHS number that came as a number is one all the same; bytes are never printed."""
    structlog.get_logger().info("odd", value=9990000018, packet=b"PID|1||9990000018", thing=object)
    (line,) = lines(stream)
    assert (line["value"], line["packet"]) == (REDACTED, "[17 bytes]")


def test_other_libraries_take_the_same_way(stream: io.StringIO) -> None:
    """A library that logs a value or an exception through `logging` is redacted too."""
    try:
        raise ValueError("NHS 999 000 0018")  # noqa: TRY301 - the text is the point
    except ValueError:
        logging.getLogger("elsewhere").exception("row of %s failed", "QX1 4ZZ")
    logging.getLogger("uvicorn.access").info("GET /")
    (line,) = lines(stream)
    assert (line["logger"], line["level"]) == ("elsewhere", "error")
    assert "0018" not in stream.getvalue()
    assert "4ZZ" not in stream.getvalue()


def test_a_level_below_the_configured_one_is_not_written(stream: io.StringIO) -> None:
    """Debug chatter stays out."""
    structlog.get_logger().debug("chatter")
    assert stream.getvalue() == ""


@given(st.integers(0, 9_999_999_999), st.text(st.characters(categories=["P", "Z"]), max_size=4))
def test_every_number_of_ten_digits_is_found_in_running_text(number: int, around: str) -> None:
    """Whatever stands around it, in both ways of writing."""
    digits = f"{number:010}"
    for written in (digits, f"{digits[:3]} {digits[3:6]} {digits[6:]}"):
        assert written not in redact_text(f"see {around}{written}{around} there")
