"""The NHS number at the edge: its shape and its check digit (NHS Data Dictionary, modulus 11)."""

from typing import Final

LENGTH: Final = 10
_BASE: Final = 11


def check_digit(first_nine: str) -> str | None:
    """Give the tenth digit of nine; none for the nine-digit stems that are never issued."""
    total = sum(int(digit) * weight for digit, weight in zip(first_nine, range(LENGTH, 1, -1), strict=True))
    check = (_BASE - total % _BASE) % _BASE
    return None if check == LENGTH else str(check)


def plain(written: str) -> str:
    """Take out the spaces and hyphens that people write (3-3-4)."""
    return written.replace(" ", "").replace("-", "")


def fault_of(digits: str) -> str | None:
    """Name the rule that a number breaks; none when it may be used to find a person.

    A number of ten equal digits passes the check but is a placeholder in real feeds.
    """
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        return "nhs_number_shape"
    if len(set(digits)) == 1:
        return "nhs_number_placeholder"
    if check_digit(digits[:-1]) != digits[-1]:
        return "nhs_number_check_failed"
    return None
