"""Release 1 in, release 2 out: what is brought forward, what is not, and that every other byte stays."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from connectors.client_level_data.convert import convert
from connectors.client_level_data.fields import PERSONAL
from connectors.client_level_data.profile import profile
from connectors.client_level_data.value_lists import RELEASE_1, RELEASE_2, to_release_2, value_lists
from hub.commands.client_level_data_words import converted_in_words
from hub.errors import Rejected
from tests.partners.council_files import NAMES, PROFILE, SAMPLES, quiet, row, rows_shipped, text_of

OUTCOMES = rows_shipped("cld_event_outcome_r1_to_r2.csv")
NOT_MAPPED = {"Progress to financial assessment", "Progress to End of Life Care"}
LISTS = [one["field_name"] for one in rows_shipped("cld_fields.csv") if one["data_type"] == "list"]


def converted(content: bytes, *, rare_words: bool = False) -> tuple[bytes, dict[str, Any]]:
    """Convert a file."""
    out = io.BytesIO()
    told = convert(io.BytesIO(content), out, PROFILE, quiet, rare_words=rare_words)
    return out.getvalue(), told


def brought(column: str, word: str, kind: str = "Request") -> tuple[str, dict[str, Any]]:
    """Convert one cell, and give what it becomes."""
    content, told = converted(text_of([{**row(kind), column: word}]).encode())
    (read,) = csv.DictReader(io.StringIO(content.decode(), newline=""))
    return read[column], told


def test_case_5_every_outcome_lands_as_the_mapping_has_it() -> None:
    """A row for each of the 19: 17 land, and the two without a place stay and are told with their lines."""
    sent = (SAMPLES / "good" / "release_1.csv").read_bytes()
    out = io.BytesIO()
    told = convert(io.BytesIO(sent), out, profile("council_file"), quiet)
    before, after = (list(csv.DictReader(io.StringIO(one.decode(), newline=""))) for one in (sent, out.getvalue()))
    mapping = {one["r1_value"]: one["r2_value"] for one in OUTCOMES}
    assert [one["Event_Outcome"] for one in before[:19]] == list(mapping)
    for old, new in zip(before, after, strict=True):
        word = old["Event_Outcome"]
        assert new["Event_Outcome"] == (word if word in NOT_MAPPED else mapping[word])
    assert [one for one in told["not_brought_forward"] if one["field"] == "Event Outcome"] == [
        {"field": "Event Outcome", "value": "Progress to End of Life Care", "cells": 1, "lines": [6],
         "rule": "release_1_only"},
        {"field": "Event Outcome", "value": "Progress to financial assessment", "cells": 1, "lines": [5],
         "rule": "release_1_only"},
    ]  # fmt: skip
    assert not told["whole"]
    untouched = set(before[0]) - {column.replace(" ", "_") for column in LISTS}
    assert all(old[name] == new[name] for old, new in zip(before, after, strict=True) for name in untouched)


@pytest.mark.parametrize(
    ("column", "old", "new"),
    [
        ("Client Type", "Service User", "Service user"),
        ("Client Type", "Carer", "Unpaid carer"),
        ("Client Type", "Carer known by association", "Unpaid carer known by association"),
        ("Service Type", "Short Term Support: ST-Max", "Short term support: ST-Max"),
        ("Service Type", "Carer Support: Direct to Carer", "Unpaid carer support: Direct to unpaid carer"),
        ("Service Component", "Home Support", "Home support or domiciliary care"),
        ("Service Component", "Other Carer Support", "Other unpaid carer support"),
        ("Ethnicity", "No data - Undeclared or Not known", "No data: Undeclared or not known"),
        ("Assessment Type", "Short Term Assessment", "Short term assessment"),
        ("Delivery Mechanism", "CASSR Commissioned Support", "CASSR commissioned support"),
        ("Employment Status", "Not in Paid Employment (seeking work)", "Not in paid employment: Seeking work"),
        ("Primary Support Reason", "Social Support: Support to Carer", "Social support: Support to unpaid carer"),
        ("Accommodation Status", "Tenant", "Tenant: Local authority or other social housing provider"),
        ("Event Type", "Referral", "Request"),
    ],
)
def test_words_are_brought_forward_where_the_lists_make_it_sure(column: str, old: str, new: str) -> None:
    """The same list in other words, in the same order; a request by its older name."""
    assert brought(column, old)[0] == new


def test_lists_that_are_paired_say_the_same_in_both_releases() -> None:
    """A pair that came together by a slip of the order would share no long word."""
    for column in LISTS:
        for old, new in to_release_2(column).items():
            if new is None or column == "Event Outcome":
                continue
            long = {word for word in "".join(c if c.isalnum() else " " for c in old).lower().split() if len(word) > 3}
            assert not long or long & set("".join(c if c.isalnum() else " " for c in new).lower().split()), (old, new)
    assert sum(bool(to_release_2(column)) for column in LISTS) == 11
    assert len(value_lists(RELEASE_1)["Event Outcome"].values) == 19
    assert len(value_lists(RELEASE_2)["Event Outcome"].values) == 16


@pytest.mark.parametrize(
    ("column", "word", "rule"),
    [
        ("Delivery Mechanism", "Self-Funder Metering Only", "release_1_only"),
        ("Assessment Type", "Financial Assessment", "wording_not_confirmed"),
    ],
)
def test_what_has_no_sure_place_stays_and_is_told(column: str, word: str, rule: str) -> None:
    """Release 2 has no such word, or one that no source confirms: the cell stays, with its line in the report."""
    stayed, told = brought(column, word)
    assert stayed == word
    assert told["not_brought_forward"] == [{"field": column, "value": word, "cells": 1, "lines": [2], "rule": rule}]
    assert not told["whole"]


def test_words_of_lists_that_nobody_has_published_stay_and_are_counted() -> None:
    """A review's reason of release 1 may or may not be one of release 2: it stays, and the file is whole."""
    stayed, told = brought("Review Reason", "Unplanned - Carer related", "Review")
    assert stayed == "Unplanned - Carer related"
    assert {"field": "Review Reason", "cells": 1} in told["unverified"]
    assert told["whole"]


def test_a_word_on_no_list_stays_and_goes_to_the_report() -> None:
    """A council's own word is not guessed at."""
    stayed, told = brought("Event Outcome", "Passed to the duty desk")
    assert stayed == "Passed to the duty desk"
    assert told["unmapped"] == [{"field": "Event Outcome", "value": None, "cells": 1, "lines": [2]}]
    assert not told["whole"]


def test_every_other_byte_stays() -> None:
    """A byte order mark, an unknown column, quotes, blanks, NULL, empty lines, and a row of another width."""
    head = '﻿"LA Code",Ward,Client Type,Event Type,Event Description,Event Outcome\r\n'
    rows = (
        '"X01",North, Carer ,Review,"said ""so"", twice",NULL\n'
        "\n"
        'X01,,"Service User",Request,"two\r\nlines",NFA- Other\r\n'
        "X01,Service User,Request\r\n"
        "X01,,Service user,Request,,Progress to Assessment"
    )
    content, told = converted((head + rows).encode())
    assert content.decode() == head + (
        '"X01",North,Unpaid carer,Review,"said ""so"", twice",NULL\n'
        "\n"
        'X01,,"Service user",Request,"two\r\nlines",NFA: Other\r\n'
        "X01,Service User,Request\r\n"
        'X01,,Service user,Request,,"Progress to assessment, review or reassessment"'
    )
    assert told["rows_of_another_width"] == [6]
    assert told["rows"] == 4
    assert not told["whole"]


def test_a_file_that_cannot_be_cut_into_rows_is_refused() -> None:
    """The line and the rule, and nothing that stands in it."""
    with pytest.raises(Rejected, match=r"line 2.*not_csv") as refused:
        converted(b'LA Code,Client Type,Event Type\r\nX01,"Quillfeather,\r\n')
    assert "Quillfeather" not in str(refused.value)


WORDS = {column: sorted(value_lists(RELEASE_2)[column].values) for column in LISTS if column in value_lists(RELEASE_2)}
OLD = {column: sorted(value_lists(RELEASE_1)[column].values) for column in LISTS if column in value_lists(RELEASE_1)}
FREE = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=8)
CELLS = {name: st.sampled_from(WORDS[name]) if name in WORDS else FREE for name in NAMES}
ROW = st.fixed_dictionaries({}, optional=CELLS)


@for_any(rows=st.lists(ROW, max_size=5))
def test_a_file_of_release_2_stays_as_it_is(rows: list[dict[str, str]]) -> None:
    """Nothing is changed in words of release 2, whatever stands in the other columns."""
    sent = text_of(rows).encode()
    content, told = converted(sent)
    assert content == sent
    assert told["changed"] == []


@for_any(cells=st.fixed_dictionaries({n: st.sampled_from(words) for n, words in OLD.items()}))
def test_converting_again_changes_nothing(cells: dict[str, str]) -> None:
    """What was brought to release 2 is there, and what could not be is told again in the same words."""
    once, told = converted(text_of([{**row("Request"), **cells}]).encode())
    twice, again = converted(once)
    assert twice == once
    assert again["changed"] == []
    assert again["not_brought_forward"] == told["not_brought_forward"]


@for_any(
    words=st.text("bcdfghjklmn", min_size=12, max_size=20),
    columns=st.sets(st.sampled_from(sorted(PERSONAL)), min_size=1),
)
def test_no_cell_of_a_personal_column_is_in_the_report(words: str, columns: set[str]) -> None:
    """Also where the same word slipped into a list of nine rows, and every word is asked for."""
    given = {**row("Request"), **dict.fromkeys(columns, words), "Event Outcome": words}
    _, told = converted(text_of([given] * 9).encode(), rare_words=True)
    assert words not in json.dumps(told) + "\n".join(converted_in_words(told))
