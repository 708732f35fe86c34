"""Deaths, however a hospital writes them: the family is never telephoned about a discharge."""

import pytest

from hub.events.discharge import (
    PatientDiedInHospital,
)
from hub.events.identity import DeathRecorded
from hub.events.values import Precision
from tests.hospital.messages import PID, message, names, pv1, read

DEATH_FIELDS = PID + "|" * 21 + "{}|{}"


@pytest.mark.parametrize(
    ("visit", "pid", "confirmed"),
    [
        (pv1(f36="4", f37="79"), PID, True),
        (pv1(f36="4"), PID, True),
        (pv1(f36="5"), PID, True),
        (pv1(f37="79"), PID, True),
        (pv1(f36="10"), PID, True),
        (pv1(f36="1", f37="19"), DEATH_FIELDS.format("202611021000", "Y"), True),
        (pv1(f36="1", f37="19"), DEATH_FIELDS.format("", "1"), True),
        (pv1(f36="1", f37="19"), DEATH_FIELDS.format("202611021000", "N"), False),
        (pv1(f36="Dead", f37="19"), DEATH_FIELDS.format("", "N"), False),
        (pv1(f36="79"), PID, False),
        (pv1(f37="4"), PID, False),
    ],
)
def test_a_death_is_seen_however_it_is_written(visit: str, pid: str, confirmed: bool) -> None:  # noqa: FBT001 -- a table
    """Nobody telephones a family about a discharge when any field says that the person died."""
    body = read(message("A03", pid, visit)).events[0].body
    assert isinstance(body, PatientDiedInHospital)
    assert body.confirmed is confirmed


def test_an_erased_death_is_no_death() -> None:
    """A record that takes its death back says so with nulls."""
    told = read(message("A03", DEATH_FIELDS.format('""', '""'), pv1(f36="1", f37="19")))
    assert names(told) == ["SpellDischarged"]


@pytest.mark.parametrize("trigger", ["A31", "A28"])
def test_a_death_in_the_record_alone_is_recorded(trigger: str) -> None:
    """A person who died at home is heard of through the record."""
    told = read(message(trigger, DEATH_FIELDS.format("20261101", "Y")))
    body = told.events[1].body
    assert isinstance(body, DeathRecorded)
    assert (body.confirmed, body.died_at is not None and body.died_at.precision) == (True, Precision.DAY)
