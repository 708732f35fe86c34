"""Invented figures of two systems, councils, trusts and providers, as addends; every number is said in a test.

Today is Monday 23 November 2026.  The hub began on Monday 1 June 2026.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from hub.ports.figures import Cell
from tests.api.invented import TODAY

BEGAN = date(2026, 6, 1)
PLACES = (
    ("QHL", "E08000025", "RZZ", "1-101"),
    ("QHL", "E08000029", "RZZ", "1-102"),
    ("QGH", "E08000029", "RYY", "1-102"),
)
WEEKS = [BEGAN + timedelta(weeks=n) for n in range((TODAY - BEGAN).days // 7)]


def cell(measure: str, place: int, day: date, amount: int, category: str = "") -> Cell:
    """One addend of everybody, told on its day."""
    return Cell(measure, *PLACES[place][:3], "", category, day, day, amount)


def by_provider(cells: Iterator[Cell], place: int) -> Iterator[Cell]:
    """Give addends, and the same once more of the provider of that place."""
    for one in cells:
        yield one
        yield one._replace(provider=PLACES[place][3])


def without_trust(cells: Iterator[Cell]) -> Iterator[Cell]:
    """Give addends of what no hospital has a part in."""
    return (one._replace(trust="") for one in cells)


def _wave(number: int, width: int = 5) -> int:
    """Numbers that go up and down without a trend: 0 to `width` - 1."""
    return number * 7919 % 9973 % width


def stock(measure: str, place: int, around: int, category: str = "") -> Iterator[Cell]:
    """People of a stock who begin and end so that there are always about so many."""
    yield cell(measure, place, BEGAN, around, category)
    before = 0
    for number in range(1, (TODAY - BEGAN).days + 1):
        now = _wave(number) - 2
        yield cell(measure, place, BEGAN + timedelta(days=number), now - before, category)
        before = now


def weekly(measure: str, place: int, around: int, category: str = "") -> Iterator[Cell]:
    """People of a flow, about so many in each week, all on its Wednesday."""
    for number, monday in enumerate(WEEKS):
        yield cell(measure, place, monday + timedelta(days=2), around + _wave(number) - 2, category)


def _of(place: int, size: int) -> Iterator[Cell]:
    yield from stock("in_hospital", place, 4 * size)
    yield from by_provider(stock("in_six_weeks", place, 6 * size), place)
    for pathway, share in (("P0", 4), ("P1", 3), ("P2", 2), ("unknown", 1)):
        yield from stock("ready_not_left", place, size * share // 10 + 2, pathway)
        yield from weekly("discharges_by_pathway", place, size * share // 10 + 2, pathway)
    for destination, share in (("19", 7), ("55", 2), ("unknown", 1)):
        yield from weekly("discharges", place, size * share // 10 + 2, destination)
    for band, share, days in (("0", 5, 0), ("1", 2, 1), ("4-6", 2, 5), ("21+", 1, 25)):
        yield from weekly("discharge_delay", place, size * share // 10 + 2, band)
        yield from weekly("delay_days", place, (size * share // 10 + 2) * days + 2)
    for measure, share in (("six_weeks_due", 10), ("six_weeks_done", 8), ("readmitted_30_days", 2)):
        yield from by_provider(weekly(measure, place, size * share // 10 + 2), place)
    for outcome, share in (("OWN_HOME", 5), ("HOME_WITH_SUPPORT", 2), ("unknown", 3)):
        yield from by_provider(weekly("six_weeks_outcome", place, size * share // 10 + 2, outcome), place)
    for wait, share in (("0", 3), ("1", 3), ("3-6", 2), ("none", 1)):
        yield from by_provider(weekly("first_visit", place, size * share // 10 + 2, wait), place)
    faults = {
        "all": 10,
        "council_unknown": 1,
        "destination_unknown": 0,
        "pathway_unknown": 4,
        "ready_unknown": 2,
        "delay_label_unmapped": 1,
    }
    for fault, share in faults.items():
        yield from weekly("quality", place, size * share // 10 + 2, fault)


def _of_delay(place: int, size: int) -> Iterator[Cell]:
    for code, group, share in (("CAP05", "capacity", 5), ("HOSP04", "hospital", 3), ("unknown", "unknown", 2)):
        yield from stock("delay_reason", place, size * share // 10 + 2, code)
        yield from stock("delay_group", place, size * share // 10 + 2, group)
    for counted, share, days in (("differ", 1, 6), ("same", 4, 3), ("no_wait", 5, 0)):
        yield from weekly("delay_definitions", place, size * share // 10 + 2, counted)
        yield from weekly("sitrep_days", place, (size * share // 10 + 2) * days + 2)
    for reason, share in (("ready_voided", 4), ("met_on_leaving", 3), ("any", 5)):
        yield from weekly("delay_differs_because", place, size * share // 10 + 2, reason)
        yield from weekly("delay_differs_days", place, size * share // 5 + 2, reason)
    for reason, share in (("CAP05", 5), ("HOSP04", 4), ("any", 6)):
        yield from weekly("delay_reason_people", place, size * share // 10 + 2, reason)
        yield from weekly("delay_reason_days", place, size * share // 5 + 2, reason)


def _of_early_help(place: int, size: int) -> Iterator[Cell]:
    for measure, share in (("received", 6), ("contacted_14", 4), ("contacted_28", 5), ("screened", 3), ("referred", 2)):
        yield from without_trust(weekly(f"early_help_{measure}", place, size * share // 10 + 2, "DWP"))
    yield from without_trust(weekly("carers_by_source", place, size * 3 // 10 + 2, "GP"))
    for measure, category in (
        ("carers_contacted", ""),
        ("carers_supported", ""),
        ("short_breaks_asked", "DAY"),
        ("short_breaks_decided", "in_time"),
        ("short_breaks_decided", "late"),
    ):
        yield from without_trust(weekly(measure, place, size // 5 + 2, category))
    yield from without_trust(stock("short_breaks_overdue", place, size // 10 + 3))


def _of_notices(place: int, size: int) -> Iterator[Cell]:
    for kind, share in (("ASSESSMENT", 5), ("DISCHARGE", 4)):
        yield from weekly("notices_issued", place, size * share // 10 + 2, kind)
        yield from weekly("notices_rejected", place, 2, kind)
    yield from weekly("notices_withdrawn", place, size // 10 + 2, "07")
    yield from weekly("referral_to_answer_days", place, size + 2, "count")
    yield from weekly("referral_to_answer_days", place, 2 * size + 2, "days")
    yield from stock("appeals_overdue", place, 4, "decision")
    yield from weekly("appeals_lodged", place, size // 4 + 2, "CHARGE")
    yield from weekly("appeals_decided", place, size // 5 + 2, "UPHELD")


def _of_support(place: int, size: int) -> Iterator[Cell]:
    for origin, share in (("RESUMED", 3), ("NEW", 5), ("INCREASE", 1)):
        people = size * share // 10 + 2
        yield from by_provider(stock("supported", place, people, origin), place)
        yield from by_provider(stock("support_hours", place, 1000 * people, origin), place)
    for payer in ("COUNCIL", "ICB"):
        yield from by_provider(weekly("joint_funded", place, size // 2 + 2, payer), place)
        yield from by_provider(weekly("joint_cost", place, 25_000 * size, payer), place)
    for band, share in (("0", 3), ("1", 3), ("4-6", 2)):
        yield from stock("waiting_for_start", place, size * share // 10 + 2, band)
    for days, share in (("0", 3), ("2", 5), ("6", 2), ("15", 2)):
        yield from weekly("notice_to_start", place, size * share // 5 + 2, days)


def _of_moves(place: int, size: int) -> Iterator[Cell]:
    for measure in ("moves_under_way", "moves_leaving"):
        yield from without_trust(stock(measure, place, size // 2 + 2))
    yield from without_trust(weekly("interim_duties", place, size // 5 + 2))
    yield from without_trust(weekly("move_days", place, size // 2 + 4))
    yield from without_trust(weekly("moves_without_papers", place, size // 10 + 2))


def invented_figures() -> list[Cell]:
    """Everything."""
    return [
        one
        for place, size in ((0, 30), (1, 12), (2, 20))
        for part in (_of, _of_delay, _of_early_help, _of_notices, _of_support, _of_moves)
        for one in part(place, size)
    ]
