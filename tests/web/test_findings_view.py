"""Findings on a person's page: beside the line, charge, case or stay that they are about, with who said each side."""

from datetime import date
from typing import Any

from hub.domain.ordering import steps
from hub.domain.rules import Rule
from hub.events import care_record as c
from hub.events.charges import ChargeRecorded
from hub.events.continuing_healthcare import ChcChecklistCompleted, ChcEnded
from hub.events.determination import FundingDetermined
from hub.runtime.summaries import event_summary
from hub.runtime.values import MISSING, at_path
from hub.web.care_view import Notice, lines_of
from hub.web.findings_view import Findings
from hub.web.sections import sections_of
from tests.domain.stories import Story
from tests.processors.people import see
from tests.processors.standing import home

NAMES = {"provider": {"1-100": "Good Care"}, "trust": {"RZZ": "Invented Hospitals"}}
ORIGIN_WORDS = Rule.ORIGIN_CONTRADICTED.words
SAID_BY = {"SpellAdmitted": "RZZ", "SpellDischarged": "RZZ"}


def timeline(story: Story) -> list[dict[str, Any]]:
    """Give the person's events as the page has them, newest first: stays by the hospital, the rest by the provider."""
    lines = [event_summary(step.event) for step in steps(story.events)]
    return [line | {"source_organisation": SAID_BY.get(line["type"], "1-100")} for line in reversed(lines)]


def beside(story: Story) -> tuple[dict[str, Any], Findings]:
    """Give the state of a story and its findings; each has a place that can be asked why."""
    state = see(story)
    found = Findings(state, NAMES, timeline(story))
    for at in range(len(state["findings"])):
        assert at_path(state, f"findings.{at}") is not MISSING
    return state, found


def texts(notices: Any) -> list[tuple[str, str | None]]:
    """Return words and what stands behind them."""
    return [(notice.text, notice.more) for notice in notices]


def test_a_finding_stands_at_its_line_once_with_both_sources() -> None:
    """Fourteen hours for ten are two parts of one line: the finding stands at the first of them."""
    story = Story()
    story.line("2026-06-01", "L1", 1000, price_per_hour=2000)
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    story.tell("2026-11-14", c.SupportLineChanged("L1", "1-100", date(2026, 11, 14), None, "NEW", 1400, -2000))
    state, found = beside(story)
    lines = lines_of(state, NAMES, found.beside)
    assert [len(line.findings) for line in lines] == [2, 0]
    assert set(texts(lines[0].findings)) == {
        ("An amount, cost or price is less than nothing.", "Said by Good Care, 14-Nov-2026 00:00"),
        (ORIGIN_WORDS, "Said by Good Care, 01-Jun-2026 00:00; Good Care, 14-Nov-2026 00:00"),
    }
    assert found.rest() == []
    assert [line.findings for line in lines_of(state, NAMES)] == [[], []]


def test_a_line_that_ran_on_no_day_has_its_finding_above() -> None:
    """It ends before it starts, so that no line of the six weeks is shown: line and provider are named."""
    story = home()
    story.line("2026-11-14", "L1", 700, ended_on=date(2026, 11, 10))
    state, found = beside(story)
    assert lines_of(state, NAMES, found.beside) == []
    assert texts(found.rest()) == [
        (
            "The line ended before it started.",
            "Support line L1 of Good Care. Said by Good Care, 14-Nov-2026 00:00",
        )
    ]


def test_charges_cases_and_stays_have_theirs_beside_them() -> None:
    """A negative charge, a case that ended without having begun, and a second discharge; nothing is left over."""
    story = home()
    story.tell("2026-11-20T10:00", ChargeRecorded("F1", date(2026, 11, 20), date(2026, 11, 20), -100))
    story.tell("2026-11-21T10:00", ChcChecklistCompleted("K1", True, date(2026, 11, 21)))
    story.tell("2026-11-22T10:00", ChcEnded("K1", date(2026, 11, 22)))
    story.discharge("2026-11-15T09:00")
    state, found = beside(story)
    sections = {section.id: section for section in sections_of(state, NAMES, found.beside)}
    (charge,), (case,) = sections["charges"].shown, sections["chc"].shown
    assert texts(charge.findings) == [
        ("An amount, cost or price is less than nothing.", "Said by Good Care, 20-Nov-2026 10:00")
    ]
    assert [notice.label for notice in case.findings] == ["Chc does not fit"]
    (again,) = found.beside("spell", "SP1", "RZZ")
    assert again.more == "Said by Invented Hospitals, 13-Nov-2026 16:40; Invented Hospitals, 15-Nov-2026 09:00"
    assert found.rest() == []


def test_what_has_no_place_is_named_and_without_a_timeline_nobody_is() -> None:
    """A decision whose shares make no whole; an earlier view may be shown without its events."""
    story = home()
    story.tell("2026-11-20T10:00", FundingDetermined("D1", date(2026, 12, 25), 5000, 0, 0))
    state, found = beside(story)
    assert texts(found.rest())[0][1] == "Decision D1. Said by Good Care, 20-Nov-2026 10:00"
    bare: list[Notice] = Findings(state, NAMES).rest()
    assert [notice.more for notice in bare] == ["Decision D1"]


def test_both_clocks_stand_at_a_line_by_their_last_free_day() -> None:
    """Day 42 is 24 December; a programme of the law from the 20th keeps more days free; resumed support none."""
    story = Story()
    story.line("2026-06-01", "L0", 700, price_per_hour=2000)
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    story.line("2026-11-20", "L2", 700, origin="NEW", service="REABLEMENT", programme_id="P1", price_per_hour=2000)
    clocks = [
        {value.label: value.text for value in line.values if value.label.startswith("Free")}
        for line in lines_of(see(story), NAMES)
    ]
    assert clocks == [
        {},
        {"Free to": "24-Dec-2026", "Free to, by the six weeks": "24-Dec-2026"},
        {
            "Free to": "31-Dec-2026",
            "Free to, by the six weeks": "24-Dec-2026",
            "Free to, by law for its programme": "31-Dec-2026",
        },
    ]
