"""A check of a whole file: what is counted and listed, words on no list, and that nobody is named."""

import io
import json
from typing import Any, Final

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from connectors.client_level_data import lines
from connectors.client_level_data.check import Wanted, check
from connectors.client_level_data.fields import PERSONAL
from connectors.client_level_data.value_lists import RELEASE_1, RELEASE_2
from connectors.client_level_data.verdict import Check
from hub.commands.client_level_data_words import checked_in_words
from tests.partners.council_files import COUNCILS, PROFILE, SAMPLES, failing, file_of, quiet, row

VALID, MISSING = "Passed: Valid", "Failed: Blank (Mandatory)"
BY_DEFAULT: Final = Wanted()


def checked(*rows: dict[str, str], wanted: Wanted = BY_DEFAULT) -> dict[str, Any]:
    """Check rows."""
    return check(file_of(*rows), PROFILE, Check(RELEASE_2, COUNCILS.__contains__), quiet, wanted)


def test_case_14_a_word_on_no_list_is_counted_and_stops_nothing() -> None:
    """Nine rows with a council's own outcome: the cells fail, word and lines are told, other rows are checked."""
    own = [row("Request", Event_Outcome="Passed to the duty desk") for _ in range(9)]
    told = checked(*own, row("Request", Gender=""))
    assert told["unmapped"] == [
        {"field": "Event Outcome", "value": "Passed to the duty desk", "cells": 9, "lines": list(range(2, 11))}
    ]
    assert (told["rows"], told["failed_cells"]) == (10, 10)
    assert failing(told)[-1] == (11, "Gender", "blank")
    assert told["rules"] == [
        {"field": "Event Outcome", "rule": "not_in_list", "cells": 9},
        {"field": "Gender", "rule": "blank", "cells": 1},
    ]


def test_a_word_of_few_rows_may_be_a_name_and_is_hidden_unless_it_is_asked_for() -> None:
    """Seven rows hide it, eight show it; the lines stand there all the same.  Too long a word is never shown."""
    slipped = row("Request", Gender="Female", Event_Outcome="Underleaf")
    assert [one["value"] for one in checked(*[slipped] * 7)["unmapped"]] == [None]
    assert [one["lines"] for one in checked(*[slipped] * 7)["unmapped"]] == [list(range(2, 9))]
    assert [one["value"] for one in checked(*[slipped] * 8)["unmapped"]] == ["Underleaf"]
    asked = Wanted(rare_words=True)
    assert [one["value"] for one in checked(slipped, wanted=asked)["unmapped"]] == ["Underleaf"]
    long = row("Request", Event_Outcome="x" * 121)
    assert [one["value"] for one in checked(long, wanted=asked)["unmapped"]] == [None]
    named = row("Request", Event_Outcome="quillfeather")
    assert [one["value"] for one in checked(named, wanted=asked)["unmapped"]] == [None]


def test_counts_are_by_column_status_and_result() -> None:
    """Two requests, one without a gender: 50 columns each, and every cell is counted once."""
    told = checked(row("Request"), row("Request", Gender=""))
    assert sum(one["cells"] for one in told["results"]) == 100
    assert [one for one in told["results"] if one["field"] == "Gender"] == [
        {"field": "Gender", "status": "Mandatory", "result": MISSING, "cells": 1},
        {"field": "Gender", "status": "Mandatory", "result": VALID, "cells": 1},
    ]


def test_failing_cells_are_listed_up_to_a_number_and_all_are_counted() -> None:
    """Three fail, two are listed, one is said to be left out."""
    told = checked(*[row("Request", Gender="")] * 3, wanted=Wanted(2))
    assert (len(told["failures"]), told["failures_left_out"], told["failed_cells"]) == (2, 1, 3)


def test_rows_are_told_as_they_are_read() -> None:
    """Who waits for a long file is told how far it is."""
    told: list[int] = []
    check(
        file_of(row("Request"), row("Review")), PROFILE, Check(RELEASE_2, COUNCILS.__contains__), told.append, Wanted()
    )
    assert told == [1, 2]


def test_the_period_that_is_claimed_stands_beside_the_one_that_events_show() -> None:
    """120 events of September under a claim of a year; one row claims another period."""
    rows = [row(kind, Event_End_Date="2025-09-30") for kind in ("Request", "Assessment", "Review") for _ in range(40)]
    told = checked(*rows, row("Request", Reporting_Period_End_Date="2026-03-31"))["reporting_period"]
    assert told == {
        "claimed": {"from": "2025-07-01", "to": "2026-06-30"},
        "different_claims": 2,
        "shown": {"from": "2025-09-01", "to": "2025-09-30"},
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "one_fault_each",
            [
                (2, "LA Code", "council_unknown"),
                (3, "NHS Number", "nhs_number_check_failed"),
                (4, "Date of Birth", "not_a_date"),
                (5, "Gender", "blank"),
                (6, "Client Type", "release_1_value"),
                (7, "Event End Date", "ends_before_it_starts"),
                (8, "Event End Date", "blank"),
                (9, "Event Outcome", "not_in_list"),
                (10, "Total Hrs Caring per week", "only_for_carers"),
                (11, "Provider CQC Location ID", "location_id_shape"),
                (12, "Unit Cost", "not_a_decimal"),
                (13, "Event Start Date", "starts_after_death"),
            ],
        ),
        ("one_comma_too_many", [(2, "row", "row_width")]),
    ],
)
def test_bad_samples_fail_where_they_are_wrong(name: str, expected: list[tuple[int, str, str]]) -> None:
    """One fault a line, each with the rule that it breaks, and nothing else fails."""
    with (SAMPLES / "bad" / f"{name}.csv").open("rb") as file:
        told = check(file, PROFILE, Check(RELEASE_2, COUNCILS.__contains__), quiet, Wanted())
    assert failing(told) == expected


@pytest.mark.parametrize(("name", "release"), [("release_2", RELEASE_2), ("release_1", RELEASE_1)])
def test_good_samples_pass(name: str, release: str) -> None:
    """But for the costs of a service that its council has not commissioned, which the file of release 1 leaves out."""
    with (SAMPLES / "good" / f"{name}.csv").open("rb") as file:
        told = check(file, PROFILE, Check(release, COUNCILS.__contains__), quiet, Wanted())
    costs = {"Unit Cost", "Cost Frequency (Unit Type)", "Planned units per week"}
    assert {field for _, field, _ in failing(told)} == (costs if release == RELEASE_1 else set())


@for_any(
    columns=st.sets(st.sampled_from(sorted(PERSONAL)), min_size=1),
    kind=st.sampled_from(["Request", "Service", "Nonsense"]),
    words=st.text("bcdfghjklmn", min_size=12, max_size=20),
    rare=st.booleans(),
)
def test_no_cell_of_a_personal_column_is_in_a_report(columns: set[str], kind: str, words: str, *, rare: bool) -> None:
    """Whatever stands there, also when the same word slipped into a list, and in words for a person."""
    given = row("Request") | dict.fromkeys(columns, words) | {"Event Type": kind, "Gender": words, "Ethnicity": words}
    told = checked(*[given] * 9, wanted=Wanted(rare_words=rare))
    assert words not in json.dumps(told)
    assert words not in "\n".join(checked_in_words(told))
    assert {"9990000018", "Quillfeather"} & set(json.dumps(told).split('"')) == set()


def test_words_and_lines_beyond_what_is_kept_are_still_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A column of names under a list's heading fills no memory: two words are kept apart, the rest is counted."""
    monkeypatch.setattr(lines, "_MOST_WORDS", 2)
    monkeypatch.setattr(lines, "_MOST_LINES", 3)
    rows = [row("Request", Event_Outcome=word) for word in [*["one"] * 8, "two", "three", "four"]]
    assert checked(*rows)["unmapped"] == [
        {"field": "Event Outcome", "value": "one", "cells": 8, "lines": [2, 3, 4]},
        {"field": "Event Outcome", "value": None, "cells": 1, "lines": [10]},
        {"field": "Event Outcome", "value": None, "cells": 2, "lines": []},
    ]


def test_empty_lines_are_no_rows() -> None:
    """A blank line in the middle or at the end is neither counted nor wrong."""
    content = file_of(row("Request")).read() + b"\r\n,,\r\n"
    told = check(io.BytesIO(content), PROFILE, Check(RELEASE_2, COUNCILS.__contains__), quiet, BY_DEFAULT)
    assert (told["rows"], told["failed_cells"], told["rows_of_another_width"]) == (1, 0, 0)
