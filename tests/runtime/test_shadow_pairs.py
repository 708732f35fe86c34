"""What one person's two folds say of each other where a release keeps states in another form."""

from datetime import date

import pytest

from hub.domain.care_changes import CareChange
from hub.domain.homes import stated
from hub.domain.portability_state import Case, PortabilityState, Word
from hub.events.values import Erased, Moment
from hub.ports.store import StateRow
from hub.processors.joint import JointProcessor
from hub.processors.portability import PortabilityProcessor
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


def moves(state: PortabilityState) -> StateRow:
    """Make a row of this release's fold of moves."""
    processor = PortabilityProcessor()
    return row(processor.name, processor.version, processor.encode(state))


def alone(mine: StateRow) -> tuple[set[CareChange], set[CareChange]]:
    """Compare one whose other fold keeps a row of nobody's joint state alone, both ways round."""
    judge = Judge((JointProcessor(), PortabilityProcessor()))
    joint = {one: row("joint", one, b"joint") for one in (1, 2)}
    before, after = {"joint": joint[1]}, {"joint": joint[2], mine.processor: mine}
    ways = (Pair(WHO, before, after), Pair(WHO, after, before))
    found, back = (set(judge.verdict(pair, TODAY).changes) for pair in ways)
    return found, back


def test_what_a_release_keeps_beside_and_shows_to_nobody_is_its_form() -> None:
    """A newer release that keeps everybody's homes moves nobody: an operator must not read that all of them move."""
    state = PortabilityState(homes=stated((), Erased.ERASED, 0, 0))
    assert state != PortabilityState()
    assert alone(moves(state)) == ({CareChange.FORM}, {CareChange.FORM})


def test_a_move_that_one_fold_alone_has_is_named() -> None:
    """What is shown of it is shown by one of the two."""
    state = PortabilityState(moves=(Case("M1", (Word("MoveNotified", Moment(0), 0),)),))
    assert alone(moves(state)) == ({CareChange.MOVES}, {CareChange.MOVES})
