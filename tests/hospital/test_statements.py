"""What a hospital message states of the person and of the stay's class, however its feed writes it."""

from typing import Any

import pytest

from hub.events.discharge import PatientDiedInHospital, SpellDetailsCorrected
from hub.events.identity import DeathRecorded, PersonUpdated
from hub.events.values import Source, Stated
from tests.hospital.messages import PID, message, names, pv1, read

PAS = Source("RZZ", "PAS")
DEATH_FIELDS = PID + "|" * 21 + "{}|{}"
FIRST = {
    "A01": "SpellAdmitted",
    "A02": "SpellTransferred",
    "A03": "SpellDischarged",
    "A05": "AdmissionPlanned",
    "A08": "SpellDetailsCorrected",
    "A11": "AdmissionCancelled",
    "A12": "TransferCancelled",
    "A13": "DischargeCancelled",
    "A15": "TransferPlanned",
    "A16": "DischargeExpected",
    "A21": "LeaveStarted",
    "A22": "LeaveEnded",
    "A25": "DischargeExpectationCancelled",
    "A26": "TransferPlanCancelled",
    "A28": "PersonRecorded",
    "A31": "PersonUpdated",
    "A38": "AdmissionPlanCancelled",
    "A52": "LeaveStartCancelled",
    "A53": "LeaveEndCancelled",
}
PEOPLE_OR_PLANS = {"A05", "A28", "A31", "A38"}


def first(raw: bytes) -> Any:
    """Give the body of a message's first event."""
    return read(raw).events[0].body


def stated(*segments: str, trigger: str = "A31") -> Stated | None:
    """Give what a message states."""
    found: Stated | None = first(message(trigger, *segments)).stated
    return found


@pytest.mark.parametrize(
    ("died", "flag", "expected"),
    [
        ("", "N", Stated(PAS, alive=True)),
        ("", "n", Stated(PAS, alive=True)),
        ("", "0", Stated(PAS, alive=True)),
        ('""', "N", Stated(PAS, alive=True)),
        ("20261101", "N", None),
        ("not a time", "N", None),
        ("", "", None),
        ('""', '""', None),
        ("", "Y", None),
        ("", "1", None),
        ("", "X", None),
    ],
)
def test_life_is_stated_in_as_many_words(died: str, flag: str, expected: Stated | None) -> None:
    """PID-30 N or 0, and no time of death: an empty indicator says nothing, a time of death makes N doubtful."""
    assert stated(DEATH_FIELDS.format(died, flag)) == expected


@pytest.mark.parametrize("visit", [pv1(f36="Dead", f37="19"), pv1(f36="79"), pv1(f37="4")])
def test_a_word_of_death_makes_the_indicator_doubtful(visit: str) -> None:
    """A disposition that speaks of death beside PID-30 N states no life: it is a suspicion."""
    assert stated(DEATH_FIELDS.format("", "N"), visit, trigger="A08") is None


def test_method_4_beside_the_indicator_leaves_both_stated() -> None:
    """The discharge says died and the record says alive: both travel, and somebody is asked."""
    body = first(message("A03", DEATH_FIELDS.format("", "N"), pv1(f36="4", f37="79")))
    assert isinstance(body, PatientDiedInHospital)
    assert (body.stated, body.source) == (Stated(PAS, alive=True), None)


@pytest.mark.parametrize(("flag", "hidden"), [("0", False), ("1", True), ("2", True), ("X", True)])
def test_hiding_is_stated_three_valued(flag: str, hidden: bool) -> None:  # noqa: FBT001 -- a table
    """Hidden, not hidden, not said: only a clear 0 lifts anything, and a message without ZU8 says nothing."""
    assert stated(PID, f"ZU8||||{flag}") == Stated(PAS, hidden=hidden)
    assert stated(PID, "ZU8||||") is None
    assert stated(PID, 'ZU8||||""') is None
    assert stated(PID) is None


@pytest.mark.parametrize("trigger", FIRST)
def test_every_message_states_what_it_states_with_its_source_and_class(trigger: str) -> None:
    """Whichever trigger carries PID-30, ZU8 and PV1-2: the first event has all of it; a plan has no class of a stay."""
    segments = [DEATH_FIELDS.format("", "N"), *([] if trigger in {"A28", "A31"} else [pv1(f36="1", f45="20261102")])]
    told = read(message(trigger, *segments, "ZU8||||2"))
    assert names(told)[0] == FIRST[trigger]
    body: Any = told.events[0].body
    assert body.stated == Stated(PAS, alive=True, hidden=True)
    assert trigger in PEOPLE_OR_PLANS or body.patient_class == "I"


def test_an_emptied_class_says_nothing_but_in_an_update() -> None:
    """A transfer or discharge whose class was emptied keeps the one that was stated; A08 may empty it."""
    for trigger in ("A02", "A03", "A13"):
        assert first(message(trigger, PID, pv1(f2='""'))).patient_class is None


def test_an_update_that_says_nothing_else_still_states_it() -> None:
    """A08 with a visit number and PID-30 N alone: one event, so that a mistaken death is taken back."""
    told = read(message("A08", DEATH_FIELDS.format("", "N"), pv1(f2="")))
    assert names(told) == ["SpellDetailsCorrected"]
    assert names(read(message("A08", PID, pv1(f2="")))) == []


@pytest.mark.parametrize("flag", ["1", "2"])
def test_an_attender_who_is_hidden_is_hidden(flag: str) -> None:
    """The visit is not used; that the person must not be found is, and nothing else of the message."""
    visit = pv1(f2="O", f3="CLINIC")
    pid = PID + "|||7 Hiding Lane^^Testerton^^QX9 9ZZ^^H"
    (event,) = read(message("A08", pid, "PD1|||S^^Y77777", visit, f"ZU8||||{flag}")).events
    assert event.body == PersonUpdated(location_hidden=True, stated=Stated(PAS, hidden=True))
    assert "address" not in event.personal
    for silent in ("ZU8||||0", "ZU8||||"):
        assert read(message("A08", pid, visit, silent)).outcome == "ignored"


def test_a_death_in_an_update_is_the_records_word_and_the_way_of_leaving_its_own() -> None:
    """A08: PID-30 Y is an event with its source; method 4 travels in the correction, so that another replaces it."""
    told = read(message("A08", DEATH_FIELDS.format("202611021000", "Y"), pv1(f36="4", f37="79")))
    assert names(told) == ["SpellDetailsCorrected", "DeathRecorded"]
    body = told.events[1].body
    assert isinstance(body, DeathRecorded)
    assert (body.confirmed, body.source) == (True, PAS)
    coded = read(message("A08", PID, pv1(f36="4", f37="79")))
    assert names(coded) == ["SpellDetailsCorrected"]
    correction = coded.events[0].body
    assert isinstance(correction, SpellDetailsCorrected)
    assert getattr(correction.method, "code", None) == "4"


@pytest.mark.parametrize(
    ("visit", "pid", "source", "method", "destination"),
    [
        (pv1(f36="4", f37="79"), DEATH_FIELDS.format("", "Y"), None, "4", "79"),
        (pv1(f36="4", f37="19"), PID, None, "4", None),
        (pv1(f36="1", f37="79"), PID, None, None, "79"),
        (pv1(f36="1", f37="19"), DEATH_FIELDS.format("", "Y"), PAS, "1", "19"),
        (pv1(f36="1", f37="19"), DEATH_FIELDS.format("20261102", "N"), PAS, "1", "19"),
        (pv1(f36="1", f37="Dead"), PID, None, None, None),
    ],
)
def test_a_death_at_discharge_says_what_told_it(
    visit: str, pid: str, source: Source | None, method: str | None, destination: str | None
) -> None:
    """By the way of leaving, or by a source's indicator or time; a code that denies the first is left out."""
    body = first(message("A03", pid, visit))
    assert isinstance(body, PatientDiedInHospital)
    codes = getattr(body.method, "code", None), getattr(body.destination, "code", None)
    assert (body.source, *codes) == (source, method, destination)
