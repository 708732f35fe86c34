"""A key goes to the lane where Kafka's own producers would put it."""

import pytest

from hub.domain.lanes import lane_of

ALL = 2**31


@pytest.mark.parametrize(
    ("key", "signed"),
    [
        (b"21", -973932308),
        (b"foobar", -790332482),
        (b"a-little-bit-long-string", -985981536),
        (b"a-little-bit-longer-string", -1486304829),
        (b"abc", 479470107),
    ],
)
def test_the_lane_is_kafkas_murmur2(key: bytes, signed: int) -> None:
    """Apache Kafka's own test values of murmur2, made positive as its partitioner does."""
    assert lane_of(key, ALL) == signed & 0x7FFFFFFF


def test_every_lane_is_used() -> None:
    """References spread over every lane."""
    assert {lane_of(number.to_bytes(16, "big"), 8) for number in range(500)} == set(range(8))
