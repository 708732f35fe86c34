"""Reading hours, money and shares of an entry: exact hundredths, and what is more than can be; each raises `Wrong`."""

import re
from decimal import Decimal
from typing import Final

from connectors.hand_record.wrong import Wrong
from hub.domain.line_words import HOURS_AT_MOST

_DECIMAL: Final = re.compile(r"-?\d{1,7}(\.\d{1,9})?", re.ASCII)
_THOUSANDS: Final = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_HOURS_AT_MOST: Final = HOURS_AT_MOST // 100
"""Hours of two weeks: more than two carers at once are two lines."""
_POUNDS_AT_MOST: Final = 1000
_AMOUNT_AT_MOST: Final = 100_000
_PERCENT: Final = 100


def read_hours(written: str) -> int:
    """Give hours a week as hundredths."""
    return _hundredths(written, _HOURS_AT_MOST, "hours_impossible", "At most 336 hours fit a week, with two carers")


def read_pounds(written: str) -> int:
    """Give pounds an hour as pence."""
    return _hundredths(written.removeprefix("£"), _POUNDS_AT_MOST, "too_much", "Enter at most 1,000 pounds an hour")


def read_amount(written: str) -> int:
    """Give an amount of money in pounds as pence."""
    return _hundredths(
        _without_commas(written.removeprefix("£")), _AMOUNT_AT_MOST, "too_much", "Enter at most 100,000 pounds"
    )


def _without_commas(written: str) -> str:
    """Take out the commas that part thousands, and no others: 12,50 may be meant as twelve pounds fifty."""
    return written.replace(",", "") if _THOUSANDS.fullmatch(written.strip()) else written


def read_share(written: str) -> int:
    """Give per cent as hundredths of a per cent."""
    return _hundredths(written.removesuffix("%"), _PERCENT, "not_a_share", "A share is at most 100 per cent")


def _hundredths(written: str, most: int, rule: str, words: str) -> int:
    """Give a decimal as hundredths, exactly."""
    if not _DECIMAL.fullmatch(written.strip()):
        raise Wrong("not_a_decimal", "Enter a number, for example 10.5")
    exact = Decimal(written.strip()) * 100
    if exact < 0:
        raise Wrong("negative", "This cannot be below nought")
    if exact != exact.to_integral_value():
        raise Wrong("too_exact", "Use at most two decimal places")
    if exact > most * 100:
        raise Wrong(rule, words)
    return int(exact)
