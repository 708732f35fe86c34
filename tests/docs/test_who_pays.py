"""The page about money shows what the hub says."""

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final

from hub.adapters.duty_file import DUTY, load_duty
from hub.adapters.policy_file import POLICIES, load_policies
from hub.commands.what_if_report import report
from hub.domain.policy_names import NAMES
from hub.domain.what_if_rules import changes_of
from hub.events import care_record as c
from hub.events.charges import ChargeRecorded
from hub.runtime.what_if import Answer, Asked
from tests.docs.pages import ROOT, blocks
from tests.domain.stories import Story
from tests.processors.people import see
from tests.processors.under_rules import asked, home

PAGE: Final = ROOT / "docs" / "who-pays.md"


def test_the_example_is_what_the_hub_says() -> None:
    """Ten hours before and fourteen after, on the seventh day, word for word."""
    example, _ = blocks(PAGE, "json")
    story = Story()
    story.line("2026-06-01", "L1", 1000, price_per_hour=2000)
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    story.tell("2026-11-13T18:00", c.SupportLineChanged("L1", "1-100", date(2026, 11, 13), hours_per_week=1400))
    assert see(story, "2026-11-19")["episodes"][0]["responsibility"] == json.loads(example)


def test_the_example_of_another_rule_is_what_the_hub_says() -> None:
    """Four weeks and sixty to forty for one person with an hour a day and a charge, asked as the page shows it."""
    _, example = blocks(PAGE, "json")
    (typed,) = blocks(PAGE, "sh")
    words = typed.split()
    rules = [rule for flag, rule in pairwise(words) if flag == "--rule"]
    on = date.fromisoformat(words[words.index("--on") + 1])
    story = home()
    story.tell("2026-12-20T12:00", ChargeRecorded("F1", date(2026, 12, 11), date(2026, 12, 20), 10_000, "E06000001"))
    found = asked(story, *rules, on=on)
    assert report(Asked("QF7", changes_of(rules), on), Answer(1, found, {})) == json.loads(example)


def test_the_example_of_a_table_of_times_is_read_and_every_time_is_explained(tmp_path: Path) -> None:
    """Four weeks from the day of the example on; the page's table has a row for each name that a table may hold."""
    example, duty = blocks(PAGE, "csv")
    (tmp_path / POLICIES).write_text(example, encoding="utf-8")
    known = load_policies((tmp_path,))
    days = (date(2027, 3, 31), date(2027, 4, 1))
    assert [known.six_weeks.length_on(day) for day in days] == [42, 28]
    assert [known.law.is_minor(150_000, day) for day in days] == [False, True]
    (tmp_path / DUTY).write_text(duty, encoding="utf-8")
    assert [load_duty((tmp_path,)).in_force(day) for day in days] == [False, True]
    rows = [line.split("`")[1] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert set(rows) >= NAMES
