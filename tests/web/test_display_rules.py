"""How names, dates and numbers are shown: rules that keep two people from being mistaken for each other."""

from datetime import date
from typing import Any

import pytest

from hub.adapters.reference_files import folders, load_areas
from hub.reception_desk import names_of
from hub.web import person_view, record_view
from hub.web.dates import age, clinical, clinical_time, duration, every, public, weekday
from hub.web.identity import identity_of, nhs_spaced, person_name
from hub.web.services import service_words
from hub.web.words import plain, words


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ({"family": "Evans West", "given": "Jonathan", "prefix": "Sir"}, "EVANS WEST, Jonathan (Sir)"),
        ({"family": "okonkwo-bright", "given": "ADAEZE", "prefix": "MRS."}, "OKONKWO-BRIGHT, Adaeze (Mrs)"),
        ({"family": "O'Brien", "given": "jean-paul o'neil"}, "O'BRIEN, Jean-Paul O'neil"),
        ({"family": "Ó Súilleabháin", "given": "Máire"}, "Ó SÚILLEABHÁIN, Máire"),
        ({"family": "Lee"}, "LEE"),
        ({"given": "McKenzie"}, "McKenzie"),
        ({}, "Name not known"),
    ],
)
def test_a_name_is_family_in_capitals_then_given_then_title(name: dict[str, str], shown: str) -> None:
    """`FAMILY, Given (Title)`, whole and in strict order; what is not known says so."""
    assert person_name({"name": name}) == shown


def test_an_erased_person_says_so() -> None:
    """A destroyed key leaves no name, and the row says why."""
    who = identity_of(None, date(2026, 11, 23))
    assert (who.name, who.born, who.gender, who.nhs_number) == ("Name erased", "Not Known", "Not Known", "Not Known")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1980-08-14", "14-Aug-1980"), ("2024-02-29", "29-Feb-2024"), ("", "Not recorded"), ("198", "Not recorded")],
)
def test_a_clinical_date_has_the_month_in_letters(value: str, shown: str) -> None:
    """`DD-Mmm-YYYY`; never blank and never a question mark."""
    assert clinical(value) == shown


def test_a_weekday_stands_before_the_date() -> None:
    """`Mon 05-Jan-2009`, and words on administrative pages."""
    assert weekday("2009-01-05") == "Mon 05-Jan-2009"
    assert public("2009-01-05") == "5 January 2009"


def test_a_time_is_shown_on_the_wall_clock_of_london() -> None:
    """In summer a UTC time is an hour later on the wall, and the day may change with it."""
    assert clinical_time("2026-07-01T23:30:00Z") == "02-Jul-2026 00:30"
    assert clinical_time("2026-12-01T23:30:00+00:00") == "01-Dec-2026 23:30"


@pytest.mark.parametrize(
    ("born", "on", "shown"),
    [
        ("1938-02-14", date(2026, 2, 13), "87y"),
        ("1938-02-14", date(2026, 2, 14), "88y"),
        ("2024-02-29", date(2026, 2, 28), "23m"),
        ("2026-11-01", date(2026, 11, 23), "22d"),
        ("2027-01-01", date(2026, 11, 23), None),
    ],
)
def test_an_age_counts_whole_years(born: str, on: date, shown: str | None) -> None:
    """A birthday tomorrow is not a birthday yet."""
    assert age(born, on) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [("9990000018", "999 000 0018"), ("999", "Not Known"), (None, "Not Known"), ("x" * 10, "Not Known")],
)
def test_an_nhs_number_is_three_three_four(value: str | None, shown: str) -> None:
    """Ten digits with single spaces, or that it is not known."""
    assert nhs_spaced(value) == shown


def test_a_number_that_failed_its_check_is_shown_as_not_verified() -> None:
    """A placeholder or failing number is never shown as if it were sure."""
    card = {"nhs_number": {"value": "9990000019", "usable": False}}
    assert identity_of(card, date(2026, 1, 1)).nhs_flag == "not verified"


def test_a_hidden_location_shows_neither_address_nor_phone_nor_next_of_kin() -> None:
    """ZU8-4: somebody's whereabouts, and whoever would lead there, are kept from every screen."""
    address = {"lines": ["1 Road"], "postcode": "ZZ99 3CZ"}
    card = {"location_hidden": True, "address": address, "phones": ["1"], "contacts": [{"name": "N"}], "email": "e"}
    who = identity_of(card, date(2026, 1, 1))
    assert who.address == ("Kept hidden",)
    assert who.phones == ()
    assert who.contacts == ()
    assert who.email is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "Not recorded"),
        ({}, "Not recorded"),
        (True, "Yes"),
        ({"system": "dd", "code": "19", "display": "Home"}, "Home"),
        ({"system": "dd", "code": "19"}, "19"),
        ({"site": "Main", "ward": "W1", "bed": None}, "Site: Main, Ward: W1"),
        (["a", "b"], "a, b"),
        (0, "0"),
    ],
)
def test_a_value_is_shown_in_words(value: Any, shown: str) -> None:
    """Codes by their display, maps part by part, nothing left blank."""
    assert plain(value) == shown


def test_a_code_without_words_is_written_out() -> None:
    """A new event type is readable before anybody writes words for it."""
    assert words("TransferPlanned") == "Transfer planned"
    assert words("latest_statement") == "Latest statement"
    assert words("P1") == "P1"


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (0, "less than a minute"),
        (1, "1 minute"),
        (119, "119 minutes"),
        (150, "2 hours"),
        (1440, "1 day"),
        (1646, "27 hours"),
    ],
)
def test_an_age_of_a_feed_is_said_in_the_largest_unit(minutes: int, shown: str) -> None:
    """Minutes, hours or days; less than two of a unit is said in the one below, so that a quarter more still shows."""
    assert duration(minutes) == shown


@pytest.mark.parametrize(("minutes", "shown"), [(60, "every hour"), (1440, "every day"), (10080, "every 7 days")])
def test_a_rhythm_is_said_as_people_say_it(minutes: int, shown: str) -> None:
    """Nobody says every 1 day."""
    assert every(minutes) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("REABLEMENT", "Reablement"),
        ("LIVE_IN_CARE", "Live-in care"),
        ("OTHER", "Another service"),
        ("NURSING_HOME", "Nursing home"),
        ("HOME_SUPPORT", "Home support"),
        ("HOME_CARE", "Home support"),
        ("CARER_RESPITE", "Respite for a carer"),
        ("SITTING_SERVICE", "Sitting service"),
    ],
)
def test_a_service_is_named_as_the_form_names_it(code: str, shown: str) -> None:
    """On the page, in the ledger, in the record: no code in capitals, and no place where a service is meant."""
    assert service_words(code) == shown
    assert person_view.text_of("service", code, {}) == record_view.text_of("service", code, {}) == shown


@pytest.mark.parametrize(
    ("field", "code", "shown"),
    [
        ("gp_practice", "Y99999", "The Sample Practice (Y99999)"),
        ("gp_practice", "Z00001", "Z00001"),
        ("ethnicity", "A", "White British (A)"),
        ("ethnicity", "99", "not known (99)"),
        ("ethnicity", "XX", "XX"),
    ],
)
def test_a_code_of_the_record_has_its_words_where_a_list_has_them(field: str, code: str, shown: str) -> None:
    """From the reference data that ships; a code that is on no list stays as it was sent."""
    assert record_view.text_of(field, code, names_of(load_areas(folders(live=False)))) == shown
