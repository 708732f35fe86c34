"""Which system answers for a council that was named, as systems change."""

from collections.abc import Sequence
from datetime import date

from hub.domain.council_area import areas_of_council, system_of
from hub.domain.figures_bodies import Area
from hub.events.values import HomeArea

FIRST, SECOND, THIRD = date(2022, 7, 1), date(2026, 4, 1), date(2027, 4, 1)


class Merging:
    """A council whose board merged in April 2026; a change in 2027 is about other councils."""

    changes: Sequence[date] = (FIRST, SECOND, THIRD)

    def ics_of(
        self, gp_practice: str | None, home: HomeArea | None, council: str | None, on: date
    ) -> tuple[str, str] | None:
        """Decide by the council and the day."""
        assert (gp_practice, home, council) == (None, None, "E1")
        return ("QB" if on >= SECOND else "QA"), "council"


def test_a_council_goes_over_to_the_new_system_on_its_day() -> None:
    """What is open over a merger is counted in the old system before it and in the new one from it on."""
    assert areas_of_council(Merging(), "E1", date(2026, 3, 1)) == (
        Area("E1", "QA", date(2026, 3, 1)),
        Area("E1", "QB", SECOND),
    )
    assert areas_of_council(Merging(), "E1", SECOND) == (Area("E1", "QB", SECOND),)


def test_without_a_council_there_is_no_system() -> None:
    """Reference data is not asked about nobody."""
    assert system_of(Merging(), None, SECOND) is None
    assert areas_of_council(Merging(), None, FIRST) == (Area(None, None, FIRST),)
