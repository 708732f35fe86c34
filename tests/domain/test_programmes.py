"""The statutory clock: when a programme begins, goes on, and is one that was specified anew."""

from datetime import date

from hub.domain.line_spans import Span
from hub.domain.lines import LineState
from hub.domain.programmes import programmes


def line(
    name: str, *spans: tuple[str, str | None, str | None], service: str = "REABLEMENT", provider: str = "1-100"
) -> LineState:
    """Return a line by first day, last day and programme of each span."""
    made = [
        Span(date.fromisoformat(first), date.fromisoformat(last) if last else None, 700, 2000, 0, None, programme)
        for first, last, programme in spans
    ]
    return LineState(provider, name, service, None, tuple(made))


def clocks(*lines: LineState) -> list[tuple[str, str, str]]:
    """Return for each span its line, when its programme began, and the first day that is no longer free."""
    return [(name, str(one.started), str(one.free_until)) for (_, name, _), one in programmes(lines).items()]


def test_six_weeks_from_the_first_day_of_the_service() -> None:
    """42 days, whatever the discharge was; other services have no such clock."""
    assert clocks(line("L1", ("2026-11-23", None, None))) == [("L1", "2026-11-23", "2027-01-04")]
    assert clocks(line("L1", ("2026-11-23", None, None), service="MEALS")) == []
    assert clocks(line("L1", ("2026-11-23", None, None), service="INTERMEDIATE_CARE"))


def test_a_programme_that_ends_before_is_free_to_its_end() -> None:
    """Ten days of reablement are ten free days."""
    assert clocks(line("L1", ("2026-11-01", "2026-11-10", None))) == [("L1", "2026-11-01", "2026-11-11")]


def test_a_pause_starts_no_new_six_weeks() -> None:
    """The same id, or none, goes on with its first day; two lines at once are one programme."""
    for name in ("P1", None):
        shown = clocks(line("L1", ("2026-11-01", "2026-11-10", name)), line("L2", ("2026-11-20", None, name)))
        assert shown == [("L1", "2026-11-01", "2026-12-13"), ("L2", "2026-11-01", "2026-12-13")]


def test_a_new_id_is_specified_anew() -> None:
    """A second programme has its own six weeks; what names none goes on with the newest one."""
    shown = clocks(
        line("L1", ("2026-11-01", "2026-11-10", "P1")),
        line("L2", ("2026-11-20", "2026-12-24", "P2")),
        line("L3", ("2026-11-25", None, None)),
        line("L4", ("2026-12-01", None, "P1")),
    )
    assert shown == [
        ("L1", "2026-11-01", "2026-12-13"),
        ("L2", "2026-11-20", "2027-01-01"),
        ("L3", "2026-11-20", "2027-01-01"),
        ("L4", "2026-11-01", "2026-12-13"),
    ]


def test_what_begins_months_later_is_another_provision() -> None:
    """Six weeks without any: the law's clock starts again though nobody named a programme."""
    spans = ("2026-03-01", "2026-03-20", None), ("2026-05-01", "2026-05-10", None), ("2026-06-22", None, None)
    assert clocks(line("L1", *spans)) == [
        ("L1", "2026-03-01", "2026-04-12"),
        ("L1", "2026-03-01", "2026-04-12"),
        ("L1", "2026-06-22", "2026-08-03"),
    ]


def test_days_the_wrong_way_round_are_no_programme() -> None:
    """A line that ended before it started ran on no day."""
    assert clocks(line("L1", ("2026-11-10", "2026-11-01", None))) == []


def test_an_id_is_its_provider_s_own() -> None:
    """Two providers call theirs P1, nine months apart: each has its own clock, and each goes on with its own."""
    shown = clocks(
        line("A1", ("2026-01-05", "2026-02-10", "P1")),
        line("B1", ("2026-12-10", "2026-12-20", "P1"), provider="1-200"),
        line("B2", ("2026-12-28", None, "P1"), provider="1-200"),
        line("A2", ("2026-12-28", None, "P1")),
    )
    assert shown == [
        ("A1", "2026-01-05", "2026-02-16"),
        ("B1", "2026-12-10", "2027-01-21"),
        ("A2", "2026-01-05", "2026-02-16"),
        ("B2", "2026-12-10", "2027-01-21"),
    ]


def test_another_provider_goes_on_with_a_programme_within_six_weeks() -> None:
    """The provider changes and the programme is the same; a day later it is another one of the same name."""
    first = line("A1", ("2026-11-01", "2026-11-10", "P1"))
    for day, began in (("2026-12-22", "2026-11-01"), ("2026-12-23", "2026-12-23")):
        assert clocks(first, line("B1", (day, None, "P1"), provider="1-200"))[1][1] == began


def test_what_nobody_ended_takes_in_nothing_that_begins_long_after_its_six_weeks() -> None:
    """Unnamed since January and never ended, or an open one of another provider's with the same name."""
    for name in (None, "P1"):
        first = line("A1", ("2025-01-05", None, name))
        for day, began in (("2025-03-30", "2025-01-05"), ("2025-03-31", "2025-03-31"), ("2026-12-10", "2026-12-10")):
            assert clocks(first, line("B1", (day, None, name), provider="1-200"))[1][1] == began
    assert clocks(line("A1", ("2025-01-05", "2025-11-30", None), ("2025-12-01", None, None)))[1][1] == "2025-01-05"


def test_a_name_that_a_provider_never_used_is_not_its_own() -> None:
    """B went on without a name with A's P1 of 2025; B's own P1 of thirteen months later is another programme."""
    shown = clocks(
        line("A1", ("2025-11-01", "2025-11-15", "P1")),
        line("B1", ("2025-11-20", "2025-12-10", None), provider="1-200"),
        line("B2", ("2026-12-28", None, "P1"), provider="1-200"),
    )
    assert shown == [
        ("A1", "2025-11-01", "2025-12-11"),
        ("B1", "2025-11-01", "2025-12-11"),
        ("B2", "2026-12-28", "2027-02-08"),
    ]
