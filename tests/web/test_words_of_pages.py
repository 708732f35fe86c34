"""What pages make of values: explanations, timelines, next steps and lists that are empty."""

from typing import Any

import httpx
import pytest

from hub.ports.reading import BoardRow
from hub.web.board_view import row_of
from hub.web.timeline_view import entries_of
from hub.web.why_view import why_of
from tests.api.desk import NAMES, Desk
from tests.api.invented import PEOPLE, TODAY, card_of, joint_of

EVENT = {"source_organisation": "RZZ"}


@pytest.mark.parametrize(
    ("path", "value", "place", "text"),
    [
        (
            "headings.0.items.0.values.address",
            {"lines": ["1 McKenzie Row"], "postcode": "QX3 4TS"},
            "Shared record, about me, address",
            "1 McKenzie Row, QX3 4TS",
        ),
        ("headings.0.items.0.values.name.family", "McKenzie", "Shared record, about me, name", "McKenzie"),
        ("headings.2.items.0.values.hours_per_week", 7.0, "Shared record, current services, hours a week", "7"),
        ("headings.4.items.3.values.struck", True, "Shared record, timeline, struck", "Yes"),
        ("card.nhs_number", {"value": "9990000018", "status": "01"}, "Name card, nhs number", "999 000 0018"),
        ("card.contacts", [{"name": "Sam", "carer": True}], "Name card, contacts", "Sam, gives unpaid care"),
        ("episodes.0.council", "E08000025", "Six weeks 1, council", "Testborough"),
        ("episodes.0.lines.1.hours_per_week", 10.5, "Six weeks 1, support line 2, hours per week", "10.5"),
        ("spells.0.ready_at", None, "Stay 1, ready at", "Not recorded"),
    ],
)
def test_an_explanation_names_place_and_value_as_the_page_does(path: str, value: Any, place: str, text: str) -> None:
    """Names and postcodes are shown as they were sent, organisations by name, numbers as people write them."""
    said = why_of({"path": path, "value": value, "replaced": value, "event": EVENT, "rule": "day_one"}, NAMES)
    assert (said.place, said.value, said.said_by) == (place, text, "Testborough General")
    assert said.replaced == (None if value is None else text)


def test_what_nobody_said_is_told_apart_from_what_somebody_did() -> None:
    """A message that lacks a pathway did not say that there is none."""
    assert why_of({"path": "episodes.0.pathway", "value": None, "rule": "not_stated"}, NAMES).unsaid
    assert not why_of({"path": "episodes.0.pathway", "value": "P1", "rule": "pathway_decided"}, NAMES).unsaid


def line(kind: str, day: int, who: str = "1-101", *, struck: bool = False) -> dict[str, Any]:
    """One event of a timeline."""
    at = f"2026-11-{day:02d}T08:15:00+00:00"
    return {"type": kind, "occurred_at": at, "recorded_at": at, "source_organisation": who, "struck": struck}


def test_visits_in_a_row_are_one_line_and_nothing_else_is() -> None:
    """Ten visits do not push a readmission off the page; a missed, another provider's and a struck one stand out."""
    visits = [line("VisitConfirmed", day) for day in (20, 19, 18)]
    rest = [
        line("VisitMissed", 17),
        line("VisitConfirmed", 16),
        line("VisitConfirmed", 15),
        line("VisitConfirmed", 14, "1-102"),
        line("VisitConfirmed", 13, struck=True),
        line("SpellDischarged", 12, "RZZ"),
    ]
    shown = entries_of([*visits, *rest], NAMES, "headings.4.items")
    assert [entry.text for entry in shown] == [
        "3 visits took place",
        "Visit missed",
        *["Visit took place"] * 4,
        "Left hospital",
    ]
    together = shown[0]
    assert (together.when, together.said_by) == ("18-Nov-2026 to 20-Nov-2026", "Sunrise Home Support")
    assert together.each[0] == "20-Nov-2026 08:15"
    assert [entry.struck.why for entry in shown if entry.struck] == ["headings.4.items.7.values.struck"]


def test_a_corrected_entry_says_so_and_moves_no_other() -> None:
    """What counts no more stands struck with who corrected it and why; paths of the others do not count it."""
    word = {"source_organisation": "RZZ", "recorded_at": "2026-11-20T09:00:00Z"}
    told = {"word": word, "instead": "a", "reason": "WRONG_VALUE", "words": "Another desk."}
    lines = [
        line("CoordinatorNamed", 20, "RZZ"),
        line("VisitConfirmed", 19) | {"corrected": told | {"instead": None, "reason": None, "words": None}},
        line("CoordinatorNamed", 18, "RZZ") | {"corrected": told},
        line("SpellDischarged", 12, "RZZ", struck=True),
    ]
    shown = entries_of(lines, NAMES, "headings.4.items")
    by = "Testborough General, 20-Nov-2026 09:00"
    assert [entry.corrected and tuple(entry.corrected) for entry in shown] == [
        None,
        ("Recorded by mistake", by, None, None),
        ("Corrected", by, "Wrong value", "Another desk."),
        None,
    ]
    assert shown[-1].struck is not None
    assert shown[-1].struck.why == "headings.4.items.1.values.struck"
    chain = {"path": "episodes.0.day", "value": 1, "correction": told}
    assert why_of(chain, NAMES).corrected == shown[2].corrected


def test_the_next_step_names_who_holds_it() -> None:
    """Not only that a provider has to act, but which."""
    who = PEOPLE[0]
    step = {"what": "visit", "holder": "provider", "organisation": "1-101", "due": str(TODAY)}
    row = row_of(BoardRow(who.subject, card_of(who), joint_of(who, "x"), step), NAMES, TODAY, show_names=True)
    assert row.step is not None
    assert (row.step.holder, row.step.by) == ("Provider", "Sunrise Home Support")


async def test_the_hospital_in_the_address_stays_when_another_filter_is_chosen(client: httpx.AsyncClient) -> None:
    """A coordinator of one hospital does not lose it by pressing the button."""
    text = (await client.get("/?trust=RZZ")).text
    assert '<option value="RZZ" selected>Testborough General</option>' in text


async def test_an_empty_board_says_when_people_appear(client: httpx.AsyncClient, desk: Desk) -> None:
    """Nobody yet is not the same as nobody under these filters."""
    assert "Nobody matches these filters" in (await client.get("/?ics=QXX")).text
    desk.reading.people.clear()
    text = (await client.get("/")).text
    assert "Nobody is here yet" in text
    assert "Nobody matches" not in text
