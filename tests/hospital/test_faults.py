"""Faults of real feeds, each with the response that keeps a person's stay right."""

import pytest

from connectors.hospital_hl7v2.profile import shipped_profiles
from hub.events.discharge import (
    ExpectedDischargeChanged,
    ReadinessChanged,
    Spell,
    SpellDetailsCorrected,
    SpellDischarged,
    SpellTransferred,
)
from hub.events.values import ERASED, Moment, Place, Precision, Zone
from tests.hospital.messages import NOW, PID, itk, message, names, pv1, read, rules


def test_a_cancelled_discharge_ignores_leftover_fields() -> None:
    """The trigger wins over the old method, destination and time that a cancel still carries."""
    told = read(
        message("A13", PID, pv1(f36="1", f37="19", f45="202611021015"), "PV2|||||||||20261109", "ZU1" + "|" * 22 + "Y")
    )
    assert names(told) == ["DischargeCancelled"]


def test_values_of_the_other_table_are_told_and_not_taken() -> None:
    """A feed with swapped fields, read by the wrong profile, must not send somebody to a wrong place."""
    told = read(message("A03", PID, pv1(f36="19", f37="1")))
    body = told.events[0].body
    assert isinstance(body, SpellDischarged)
    assert (body.method, body.destination) == (None, None)
    assert rules(told.findings) >= {("PV1-36", "looks_like_destination"), ("PV1-37", "looks_like_method")}


def test_an_update_says_only_what_is_present() -> None:
    """Absent is no statement, a null erases, a value is a value."""
    told = read(
        message("A08", PID, pv1(f10='""', f36='""', f37="19", f45='""'), 'PV2|||||||||""', "ZU1" + "|" * 24 + '""')
    )
    detail, expected, ready = (one.body for one in told.events)
    assert isinstance(detail, SpellDetailsCorrected)
    assert (detail.specialty, detail.method, detail.discharged_at, detail.gp_practice) == (ERASED, ERASED, ERASED, None)
    assert isinstance(expected, ExpectedDischargeChanged)
    assert expected.expected is ERASED
    assert ready == ReadinessChanged(detail.spell, ready=False)


@pytest.mark.parametrize(
    ("fit", "since", "ready"),
    [("Y", "20261101", True), ("N", "20261101", False), ("", "20261101", True), ("1", "", True)],
)
def test_fit_to_leave_from_flag_or_date(fit: str, since: str, ready: bool) -> None:  # noqa: FBT001 -- a table
    """A date alone says since when; the flag N takes it back."""
    body = read(message("A02", PID, pv1(f3="W7"), "ZU1" + "|" * 22 + f"{fit}||{since}")).events[1].body
    assert isinstance(body, ReadinessChanged)
    assert body.ready is ready


def test_a_stay_without_a_number_is_told_apart_by_its_admission_day() -> None:
    """The intake makes a key of hospital number and admission day; the message says what it has."""
    told = read(message("A02", PID, pv1(f3="W7", f19="", f44="202611012330")))
    assert told.events[0].body == SpellTransferred(Spell("RZZ", ""), Place(ward="W7"), "I")
    assert told.events[0].record_uid == "admitted-on:2026-11-01"
    assert ("PV1-19", "spell_number_missing") in rules(told.findings)


def test_the_first_non_empty_repetition_counts() -> None:
    """Feeds send `~I` for the class."""
    assert read(message("A01", PID, pv1(f2="~I"))).events[0].body.patient_class == "I"  # type: ignore[attr-defined]


def test_unknown_segments_and_broken_lines_do_not_disturb() -> None:
    """Vendor segments anywhere, and a line break inside a text, change nothing else."""
    raw = message("A02", "ZLW|1|x", PID, "ZPD|2", pv1(f3="W7"), "ZIN")
    told = read(raw.replace(b"ZLW|1|x", b"ZLW|1|two\nlines of text"))
    assert names(told) == ["SpellTransferred"]
    assert ("MSH", "line_not_a_segment") in rules(told.findings)


def test_other_separators_are_read_from_the_message() -> None:
    """The usual five marks are a habit, not a rule."""
    usual = message("A02", PID, pv1(f3="W7^B2"))
    other = usual.replace(b"MSH|^~\\&|", b"MSH#*+\\@#").replace(b"|", b"#").replace(b"^", b"*").replace(b"~", b"+")
    assert read(other).events == read(usual).events


def test_two_messages_in_one_frame_are_refused() -> None:
    """Nobody can say which of the two an acknowledgement would be for."""
    one = message("A02", PID, pv1(f3="W7"))
    told = read(one + one)
    assert (told.outcome, told.findings[0].rule) == ("rejected", "two_messages")


def test_an_outpatients_movements_are_ignored() -> None:
    """Leaving a clinic opens no six weeks; an admission is one whatever its class says."""
    for trigger in ("A02", "A03", "A08"):
        assert read(message(trigger, PID, pv1(f2="O"))).outcome == "ignored"
    assert read(message("A01", PID, pv1(f2="O"))).outcome == "accepted"


@pytest.mark.parametrize("ends", [{"f36": "1"}, {"f37": "19"}, {"f37": "Dead"}])
def test_a_discharge_that_says_how_a_stay_ended_is_one_whatever_its_class(ends: dict[str, str]) -> None:
    """A system that makes an outpatient of whoever leaves has them leave; and so does the cancel of that."""
    told = read(message("A03", PID, pv1(f2="O", **ends)))
    assert (told.outcome, getattr(told.events[0].body, "patient_class", None)) == ("accepted", "O")
    assert names(read(message("A13", PID, pv1(f2="O")))) == ["DischargeCancelled"]


def test_a_class_whose_movements_a_profile_calls_visits_ends_nothing() -> None:
    """Leaving the emergency department with a method and a destination, where the profile says that it is no stay."""
    profile = itk()
    places = profile.visit.model_copy(update={"attender_classes": frozenset({"O", "E"})})
    profile = profile.model_copy(update={"visit": places})
    assert read(message("A03", PID, pv1(f2="E", f36="1", f37="19")), profile).outcome == "ignored"


def test_a_clock_that_runs_ahead_is_told() -> None:
    """A sender whose clock is a day fast learns it; its message is taken as it says."""
    told = read(message("A02", PID, pv1(f3="W7")).replace(b"EVN||20261102101900", b"EVN||20261224101900"))
    assert ("EVN-2", "clock_ahead") in rules(told.findings)
    assert told.outcome == "accepted"


def test_an_event_in_the_future_is_told() -> None:
    """A slip in the year is seen by the sender before it misleads anybody."""
    told = read(message("A02", PID, pv1(f3="W7"), occurred="202711021015"))
    assert ("EVN-6", "occurred_ahead") in rules(told.findings)


def test_no_time_at_all_falls_back_to_receipt_and_says_so() -> None:
    """Even a message without a readable time keeps its place in the order of arrival."""
    raw = (
        message("A02", PID, pv1(f3="W7"), occurred="never")
        .replace(b"EVN||20261102101900", b"EVN||x")
        .replace(b"20261102102000", b"y")
    )
    told = read(raw)
    assert told.events[0].occurred.at == NOW
    assert rules(told.findings) >= {
        ("EVN-6", "time_not_understood"),
        ("EVN-2", "time_not_understood"),
        ("MSH-7", "time_not_understood"),
    }


def test_a_movement_segment_orders_before_evn() -> None:
    """IHE feeds say in ZBE when a movement began; it is preferred for order and for pairing a cancel."""
    told = read(message("A12", PID, pv1(), "ZBE|M1|202611020800||CANCEL|N|A02"))
    assert told.events[0].occurred == Moment(1_793_606_400_000, Precision.MINUTE, Zone.ASSUMED)


def test_words_for_codes_are_mapped_by_the_profile() -> None:
    """A vendor's `DAY CASE` and `Nursing home` become national codes."""
    raw = message("A03", PID, pv1(f2="day case", f36="nursing HOME", f37="Self Discharge"), version="2.3")
    body = read(raw, shipped_profiles()["words_2_3"]).events[0].body
    assert isinstance(body, SpellDischarged)
    assert body.destination is not None
    assert body.destination.code == "85"  # type: ignore[union-attr]  # a code, as mapped
    assert body.method.code == "6"  # type: ignore[union-attr]  # as above


def test_free_words_in_a_coded_field_stay_sealed() -> None:
    """A sentence typed into a code field might name somebody; it never stands in the clear."""
    told = read(message("A08", PID, pv1(f10="Ask for Mrs Ashworth's daughter")))
    assert "daughter" not in repr([one.body for one in told.events])
    assert ("PV1-10", "free_text_in_coded_field") in rules(told.findings)
