"""What one person's two folds say of each other where a release keeps states in another form."""

from datetime import date

import pytest

from hub.domain.care_changes import CareChange
from hub.ports.store import StateRow
from hub.processors.joint import JointProcessor
from hub.processors.record import RecordProcessor
from hub.runtime.rows import Packed, pack
from hub.runtime.shadow_pairs import Judge, Pair
from tests.runtime.made import person

WHO, TODAY = person("1"), date(2026, 11, 27)
FACT = (("record", "key", b"digest"),)


def row(
    name: str, version: int, state: bytes, due: date | None = None, published: tuple[tuple[str, str, bytes], ...] = ()
) -> StateRow:
    """Make a row of a person."""
    return StateRow(name, WHO, pack(Packed(version, state, published)), due)


def found(live: StateRow, shadow: StateRow) -> set[CareChange]:
    """Compare one person of whom one processor keeps something."""
    pair = Pair(WHO, {live.processor: live}, {shadow.processor: shadow})
    return set(Judge((JointProcessor(), RecordProcessor())).verdict(pair, TODAY).changes)


@pytest.mark.parametrize("name", ["record", "joint"])
def test_another_form_is_counted_apart_from_a_record_that_changes(name: str) -> None:
    """Over an upgrade bytes differ for everybody: whoever decides about it reads whose record says something else."""
    assert found(row(name, 1, b"one"), row(name, 2, b"two")) == {CareChange.FORM}


@pytest.mark.parametrize(
    ("live", "shadow"),
    [
        (row("record", 2, b"one"), row("record", 2, b"two")),
        (row("record", 1, b"one"), row("record", 2, b"two", TODAY)),
        (row("record", 1, b"one"), row("record", 2, b"two", published=FACT)),
        (row("record", 1, b"one"), row("record", 2, RecordProcessor().encode(RecordProcessor().initial()))),
    ],
    ids=["same version", "looked at on another day", "told others", "gone"],
)
def test_a_record_that_says_something_else_is_named_whatever_its_form(live: StateRow, shadow: StateRow) -> None:
    """What one release alone kept, or what both can be held against each other in, is no matter of form."""
    assert found(live, shadow) == {CareChange.RECORD}
    assert found(shadow, live) == {CareChange.RECORD}
