"""Age in whole years."""

from datetime import date

from hub.domain.years import age_on


def test_somebody_is_a_year_older_on_their_birthday() -> None:
    """The day before, the day, and a birthday on 29 February in years that have none."""
    assert [age_on(date(1960, 9, 2), date(2025, 9, day)) for day in (1, 2)] == [64, 65]
    leap = date(1960, 2, 29)
    assert [age_on(leap, date(2025, 2, 28)), age_on(leap, date(2025, 3, 1)), age_on(leap, date(2024, 2, 29))] == [
        64, 65, 64,
    ]  # fmt: skip
