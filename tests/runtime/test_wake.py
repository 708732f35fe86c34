"""On the day to which a discharge is dated ahead, the tick alone moves the person on."""

from datetime import date

import pytest

from hub.codec.events import EventCodec
from hub.processors.joint import JointProcessor
from hub.runtime.apply import Group
from hub.runtime.driver import Driver
from hub.runtime.folding import Standing, nobody
from hub.runtime.rows import Packed, pack, row_of
from hub.runtime.ticks import wake
from tests.processors.people import fold
from tests.processors.standing import in_bed
from tests.runtime.made import person, stay

ANNA = person("anna")
WRITTEN, DAY = date(2026, 11, 25), date(2026, 12, 25)


@pytest.mark.parametrize("merged", [False, True])
def test_the_boards_row_changes_with_the_day(*, merged: bool) -> None:
    """In hospital until then, in the six weeks from then on; who was merged away stays off the board."""
    story = in_bed()
    story.discharge("2026-12-25T16:40", recorded="2026-11-25T16:40")
    joint, subject = JointProcessor(), b"p" * 16
    person = nobody(subject, [joint])
    person.survivor = b"q" * 16 if merged else subject
    state = fold(story, joint)
    packed = pack_of(joint, state)
    row = row_of(joint, subject, person, joint.outline(state, WRITTEN), packed)
    assert (row.due_on, row.listing and row.listing.status) == (DAY, None if merged else "in_hospital")
    (woken,), outbox = wake(EventCodec(), Group("spells", (joint,), ()), [row], DAY)
    assert (woken.listing and woken.listing.status) == (None if merged else "open")
    # Figures of stay and weeks, milestone 1; next, one working day after Christmas, nobody coordinates.
    assert (len(outbox), woken.due_on) == (3, date(2026, 12, 29))
    assert woken.value != pack(packed)


def pack_of(joint: JointProcessor, state: object) -> Packed:
    """Pack a state with nothing published yet."""
    return Packed(joint.version, joint.encode(state), (), Standing())  # type: ignore[arg-type]


def test_before_the_first_day_what_lies_ahead_has_not_happened(driver: Driver) -> None:
    """A lane that was told of no day yet goes by the day on which the log took the records, 1 November."""
    driver.send(stay(ANNA, "SP1", 0))
    driver.settle()
    assert driver.derived() == []
    driver.advance(date(2026, 11, 13))
    assert {event.body.kind for event in driver.derived()} >= {"EpisodeFigures", "StayFigures"}  # type: ignore[attr-defined]
