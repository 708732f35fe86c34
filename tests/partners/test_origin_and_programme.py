"""What a provider's table says of support besides its hours: an increase, its price framework, its programme."""

from datetime import date

import pytest

from hub.events.care_record import SupportLineChanged, SupportLineStarted
from tests.partners.tables import Desk, row


async def test_an_increase_and_a_programme_are_told() -> None:
    """What is more than before admission, by which prices, and in which programme: as the sender says it."""
    desk = Desk()
    more = {"origin": "increase", "price_framework": "2026-2", "programme": "P-77", "service": "REABLEMENT"}
    receipt = await desk.rows(row(**more), row("LINE_CHANGED", origin="INCREASE", price_framework="2026-3"))
    assert (receipt["accepted"], receipt["findings"]) == (2, [])
    line, where, day = "L-17", "1-999000001", date(2026, 11, 16)
    assert [event.body for event in desk.intake.events] == [
        SupportLineStarted(
            line, where, "REABLEMENT", date(2026, 11, 14), "INCREASE", None, 1050, 2460,
            programme_id="P-77", price_framework="2026-2",
        ),
        SupportLineChanged(line, where, day, origin="INCREASE", hours_per_week=1400, price_framework="2026-3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "path", "rule"),
    [
        ({"programme": "the second one"}, "programme", "not_a_code"),
        ({"programme": "P-9990000018"}, "programme", "names_the_person"),
        ({"price_framework": "of 2026"}, "price_framework", "not_a_code"),
    ],
)
async def test_an_id_in_the_clear_is_one_code_and_names_nobody(cells: dict[str, str], path: str, rule: str) -> None:
    """Words and numbers of the person are held back with the column and the rule."""
    receipt = await Desk().rows(row(**cells))
    assert [(one["path"], one["rule"]) for one in receipt["parked"]] == [(path, rule)]


@pytest.mark.parametrize(
    ("sent", "kept", "remarked"),
    [
        ("resumed", "RESUMED", []),
        ("RESUMED_PRE_ADMISSION", "RESUMED", []),
        ("Maybe", "Maybe", ["unknown_origin"]),
        ("as her daughter says", None, ["unknown_origin"]),
    ],
)
async def test_an_origin_on_no_list_hides_no_support(sent: str, kept: str | None, remarked: list[str]) -> None:
    """The row is taken and its sender told: a code is kept as it was sent, words are in the original alone."""
    desk = Desk()
    receipt = await desk.rows(row(origin=sent))
    (event,) = desk.intake.events
    assert isinstance(event.body, SupportLineStarted)
    assert (event.body.origin, receipt["parked"]) == (kept, [])
    assert [(one["path"], one["rule"]) for one in receipt["findings"]] == [("origin", rule) for rule in remarked]
