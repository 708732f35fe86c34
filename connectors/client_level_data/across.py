"""Rules that take two cells of a row: days in their order, and what is after a death.

Source: Department of Health and Social Care, `DataS-DHSC/ASC-CLD-LA-Dashboard`, main tables (end before start, event
after death); a start before birth and a period that ends before it begins are rules of this product.
"""

from collections.abc import Mapping
from typing import Final

from connectors.client_level_data.fields import fields
from connectors.client_level_data.row import Row

NOT_A_DATE: Final = "not_a_date"
_ORDER: Final = (
    ("Reporting Period Start Date", "Reporting Period End Date", "ends_before_it_starts"),
    ("Date of Birth", "Date of Death", "died_before_birth"),
    ("Event Start Date", "Event End Date", "ends_before_it_starts"),
    ("Date of Birth", "Event Start Date", "starts_before_birth"),
)
"""The first may not be after the second; the rule is broken by the second."""
_DATES: Final = tuple(name for name, field in fields().items() if field.data_type == "date")


def across(row: Row) -> Mapping[str, str]:
    """Give the columns whose date is wrong, each with its rule."""
    days = {name: row.day(name) for name in _DATES}
    broken = {name: NOT_A_DATE for name in _DATES if days[name] is None and row.cell(name)}
    for earlier, later, rule in _ORDER:
        first, second = days[earlier], days[later]
        if first is not None and second is not None and second < first:
            broken.setdefault(later, rule)
    started, died = days["Event Start Date"], days["Date of Death"]
    if started is not None and died is not None and started > died:
        broken.setdefault("Event Start Date", "starts_after_death")
    return broken


def remarks(row: Row) -> Mapping[str, str]:
    """Give what is remarked on and fails nothing: an event that ends after a death is taken to end on that day."""
    ended, died = row.day("Event End Date"), row.day("Date of Death")
    after = ended is not None and died is not None and ended > died
    return {"Event End Date": "ends_after_death"} if after else {}
