"""Working days: Monday to Friday, but for the bank holidays of a nation.

Bank holidays are data by date and nation: Banking and Financial Dealings Act 1971 section 1 and schedule 1, with the
days moved or added by proclamation (2020 VE Day moved, 2022 the Platinum Jubilee and the State Funeral, 2023 the
Coronation).  They are the days of `hub/reference/bank_holidays_england.csv`, which a test compares; whoever needs days
that were proclaimed later gives them.  Outside the years that are known only weekends are no working days.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final

_SATURDAY: Final = 5
_DAY: Final = timedelta(days=1)
_ENGLAND: Final = {
    2015: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
    2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2029: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2030: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
}


def _dates(years: Mapping[int, str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(f"{year}-{day}") for year, days in years.items() for day in days.split())


ENGLAND: Final = _dates(_ENGLAND)
BANK_HOLIDAYS: Final[Mapping[str, frozenset[date]]] = MappingProxyType({"England": ENGLAND})
"""The bank holidays by nation."""


def is_working_day(day: date, holidays: frozenset[date] = ENGLAND) -> bool:
    """Say whether a day is a working day: neither Saturday, Sunday nor a bank holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


@lru_cache(maxsize=1 << 12)
def working_days_after(day: date, n: int, holidays: frozenset[date] = ENGLAND) -> date:
    """Return the nth working day after a day, which itself is never counted; with 0 or less the day itself.

    Past the last date there is it stays there: a foreign producer's mistake must not stop a lane.
    """
    while n > 0 and day < date.max:
        day += _DAY
        n -= is_working_day(day, holidays)
    return day


def working_days_between(after: date, upto: date, holidays: frozenset[date] = ENGLAND) -> int:
    """Count the working days after one day up to and with another; none when the second is not later."""
    weeks, rest = divmod(max((upto - after).days, 0), 7)
    odd = sum((after.weekday() + 1 + past) % 7 < _SATURDAY for past in range(rest))
    return weeks * _SATURDAY + odd - sum(after < day <= upto and day.weekday() < _SATURDAY for day in holidays)
