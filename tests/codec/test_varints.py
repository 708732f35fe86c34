"""Whole numbers on the wire, beside fastavro's."""

import pytest
from hypothesis import given

from hub.codec.varints import int_bytes, length_at, long_at, long_bytes
from tests.codec.oracle import written
from tests.strategies import ANY_INT, ANY_LONG


@given(ANY_LONG)
def test_every_number_is_written_as_fastavro_writes_it(value: int) -> None:
    """All 64-bit numbers come back, and end where they end."""
    assert long_bytes(value) == written("", value, "long")
    assert long_at(b"x" + long_bytes(value) + b"y", 1) == (value, 1 + len(long_bytes(value)))


@given(ANY_INT)
def test_small_numbers_are_written_alike(value: int) -> None:
    """A number of 32 bits looks the same whether it is called int or long."""
    assert int_bytes(value) == long_bytes(value)


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1])
def test_numbers_beyond_64_bits_are_not_written(value: int) -> None:
    """Nothing is cut off silently."""
    with pytest.raises(OverflowError):
        long_bytes(value)


@pytest.mark.parametrize("value", [2**31, -(2**31) - 1])
def test_numbers_beyond_32_bits_are_no_int(value: int) -> None:
    """A Java reader would refuse them."""
    with pytest.raises(OverflowError):
        int_bytes(value)


@pytest.mark.parametrize("value", [b"\xff" * 10 + b"\x01", b"\xff" * 9 + b"\x02"])
def test_numbers_that_never_end_are_refused(value: bytes) -> None:
    """Eleven bytes, or ten that say more than 64 bits, are no number."""
    with pytest.raises(OverflowError):
        long_at(value, 0)


def test_a_negative_length_is_refused() -> None:
    """No text is shorter than empty."""
    with pytest.raises(ValueError, match=r"^$"):
        length_at(b"\x01", 0)
