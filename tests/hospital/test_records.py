"""Records of people: hidden whereabouts, home areas, merges and moves."""

from datetime import date
from typing import Any

import pytest
from msgspec import structs

from hub.adapters.reference_files import folders, load_areas
from hub.events.identity import PersonUpdated
from hub.events.values import HomeArea
from tests.hospital.messages import PID, message, names, pv1, read, rules


def _home(postcode: str, day: date) -> HomeArea | None:
    return HomeArea(postcode, day.isoformat(), 1.0, "directory")


@pytest.mark.parametrize("flag", ["1", "2", "X"])
def test_hidden_whereabouts_are_in_nothing_that_is_published(flag: str) -> None:
    """Somebody who fled is not found through us: no address, phone, kin, GP, area; a doubtful flag hides too."""
    pid = PID + "|||7 Hiding Lane^^Testerton^^QX9 9ZZ^^H||01632960777"
    segments = (pid, "PD1|||SECRET SURGERY^^Y77777", "NK1|1|KINSMAN^Joe|20^Carer||01632960888", "ZU8||||" + flag)
    for raw in (message("A01", *segments, pv1()), message("A08", *segments, pv1()), message("A31", *segments)):
        told = read(raw, home_of=_home)
        published = repr(structs.replace(told, telling=frozenset()))  # looked for, and never kept
        for secret in ("Hiding", "QX9", "960777", "Y77777", "SECRET", "KINSMAN", "960888"):
            assert secret not in published, secret
        assert told.events[0].personal["location_hidden"] is True
        body: Any = told.events[0].body
        assert (body.home, body.gp_practice, body.stated.hidden) == (None, None, True)


def test_a_home_area_comes_from_the_home_address() -> None:
    """The postal or temporary address never decides the council."""
    pid = PID + "|||1 Post Row^^T^^QX1 1AA^^PST~2 Home Row^^T^^qx22bb^^H"
    told = read(message("A31", pid), home_of=_home)
    body = told.events[0].body
    assert isinstance(body, PersonUpdated)
    assert body.home == HomeArea("QX2 2BB", "2026-11-02", 1.0, "directory")


def test_a_home_in_another_country_is_stated_as_one() -> None:
    """A hospital's update with a Welsh postcode says that the person lives outside England, not that nobody knows."""
    areas = load_areas(folders(live=True))
    told = read(message("A31", PID + "|||1 Stryd^^Caerdydd^^CF10 1EP^^H"), home_of=areas.home_of)
    body = told.events[0].body
    assert isinstance(body, PersonUpdated)
    assert body.home == HomeArea("W92000004", None, 1.0, "sector")


def test_a_merge_carries_no_demographics() -> None:
    """A merge says which records are one; names follow in an update."""
    told = read(message("A40", PID + "|||5 Lane^^^^QX1 1AA", "MRG|T9"))
    event = told.events[0]
    assert set(event.personal) == {"identifiers", "nhs_number"}
    assert event.has_card is False
    assert [(one.authority, one.value) for one in event.other.identifiers] == [("RZZ", "T9")]


def test_several_merges_in_one_message_are_several_events() -> None:
    """The standard lets the pair of PID and MRG repeat."""
    second = PID.replace("9990000018", "9990000026").replace("T1000451", "T2")
    assert names(read(message("A40", PID, "MRG|T8", second, "MRG|T9"))) == ["PersonMerged", "PersonMerged"]


def test_a_visit_moved_under_a_new_number_is_also_merged() -> None:
    """Moved and renumbered at once: both facts are kept, and the second names no second person."""
    told = read(message("A45", PID, "MRG|T9||||OLD1", pv1(f19="NEW1")))
    assert names(told) == ["SpellMoved", "SpellMerged"]
    assert told.events[0].other is not None
    assert told.events[1].other is None


def test_a_merge_of_visits_without_numbers_is_kept_unused() -> None:
    """What cannot mean anything yet is not lost: its original stays sealed."""
    assert names(read(message("A42", PID, "MRG|T9", pv1()))) == ["MessageKept"]


def test_an_update_without_a_visit_is_about_the_person() -> None:
    """Some systems send A08 for a change of address."""
    told = read(message("A08", PID, "PD1|||X^^Y99999"))
    assert names(told) == ["PersonUpdated"]
    assert ("PV1", "segment_missing") in rules(told.findings)
