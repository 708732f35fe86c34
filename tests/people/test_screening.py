"""Clear texts of events name nobody: left out where they may be, private where they hold things together."""

import typing
from collections.abc import Iterator
from datetime import date

import msgspec
import pytest

from hub.events.care_record import SupportLineStarted, VisitConfirmed
from hub.events.catalogue import ENTRIES
from hub.events.discharge import Spell, SpellAdmitted, SpellMerged, SpellTransferred
from hub.events.values import ERASED, Moment, Place
from hub.people.claims import Identifier, PersonClaim
from hub.people.screening import ORGANISATIONS, RULE, TEXTS, ids_of, replaced, screened
from hub.ports.connector import Proposed, Translation

AT = Moment(0)
HER = PersonClaim(
    (Identifier("NHS", "NHS", "9990000018"), Identifier("HOSPITAL", "RZZ", "T1000451")),
    family="Ashworth",
    given="Margaret",
)
STAY = Spell("RZZ", "SP1")
CLOSED = {
    "patient_class": "a letter of table 0004", "pathway": "P0 to P3", "origin": "RESUMED or NEW", "trigger": "HL7 code",
    "kind": "closed list", "council": "code of the reference data", "routed_by": "ours",
    "lawful_basis": "closed list", "accessible_format": "closed list", "benefits": "closed list",
    "contact_caution": "closed list", "reason": "closed list, or an operator's words", "criteria": "closed list",
    "destination": "eight values", "state": "closed list", "outcomes": "ten outcomes of the Care Act",
    "consent": "Y, N or L", "third_party_consent": "C, O, B or N/A", "person_informed": "Y or N",
    "carer_informed": "Y, N or NKC", "person_consulted": "Y or N", "carer_consulted": "Y, N or NKC",
    "continuing_healthcare": "Y or N", "source": "three senders of carers' notices", "relationship": "closed list",
    "child_age_band": "closed list", "ehc_stage": "closed list", "other_dependants": "0, 1 or 2+",
    "how": "closed list", "scope": "closed list", "about": "closed list", "purpose": "closed list",
    "disputed_by": "closed list", "ics": "code of the reference data", "from_council": "code of the reference data",
    "to_council": "code of the reference data", "sha256": "a hash", "signature": "made by a machine",
    "allergies": "Y, N or NK", "legal": "closed list", "risks": "closed list", "actions": "closed list",
    "level_of_care": "closed list",
}  # fmt: skip
OURS = {"DayStarted", "FactChanged"}


def told(body: msgspec.Struct, **more: object) -> Translation:
    """Give a translation of one event about her."""
    message = {name: more.pop(name) for name in tuple(more) if name in Translation.__struct_fields__}
    event = Proposed(body, AT, AT, HER, {}, **more)  # type: ignore[arg-type]
    return Translation("accepted", (event,), (), **{"telling": {"Rose"}, "source_organisation": "RZZ", **message})  # type: ignore[arg-type]


def place_kept(place: Place, **more: object) -> Place:
    """Give what is kept of a place."""
    body = screened(told(SpellTransferred(STAY, place), **more)).events[0].body
    assert isinstance(body, SpellTransferred)
    assert body.place is not None
    return body.place


def paths(translation: Translation) -> list[str]:
    """Give where findings of this rule point."""
    return [one.path for one in translation.findings if one.rule == RULE]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (Place("RZZ01", "W7", "BAY1", "12"), Place("RZZ01", "W7", "BAY1", "12")),
        (Place("RZZ01", "ASHWORTH", "BAY1", "12"), Place("RZZ01", None, "BAY1", "12")),
        (Place("RZZ01", "W7", "Margaret's room", "T1000451"), Place("RZZ01", "W7")),
        (Place("999 000 0018", "W7"), Place(None, "W7")),
        (Place(None, "Ashworth", "Margaret", "Rose"), Place()),
    ],
)
def test_a_part_of_a_place_that_names_the_person_is_left_out(sent: Place, kept: Place) -> None:
    """The rest of the place stays; an empty place still says that she is not where she was."""
    assert place_kept(sent) == kept


def test_a_ward_that_is_really_called_rose_stays_her_ward() -> None:
    """Where she lies tonight is worth more than a word that everybody on that ward has; unlisted, it is left out."""
    rose = frozenset({"rose"})
    assert place_kept(Place(ward="Rose Ward"), place_words=rose) == Place(ward="Rose Ward")
    assert place_kept(Place(ward="ROSE"), place_words=rose) == Place(ward="ROSE")
    assert place_kept(Place(ward="ROSE")) == Place()


def test_two_names_in_one_place_are_no_ward() -> None:
    """The fields of the name have slipped into those of the place, and a known word among them is hers."""
    assert place_kept(Place(ward="Rose", room="Margaret"), place_words=frozenset({"rose"})) == Place()


def test_a_finding_says_where_the_text_stood_and_never_what_it_was() -> None:
    """The sender's engineer reads the field of the message, and an operator how to list a ward."""
    done = screened(told(SpellTransferred(STAY, Place(ward="Ashworth")), read_at={"place": "PV1-3"}))
    (finding,) = done.findings
    assert (finding.path, finding.rule, finding.severity) == ("PV1-3", RULE, "warning")
    assert "visit.place_names" in finding.words
    assert "ashworth" not in finding.words.casefold()


def test_the_number_of_a_stay_and_the_ids_of_message_and_record_are_private() -> None:
    """They hold messages together, so they are named for whoever has the key, and kept in the translation."""
    stay = Spell("RZZ", "T1000451-3")
    done = screened(told(SpellTransferred(stay), message_id="M-T1000451", record_uid="T1000451-3"))
    assert done.private == {"T1000451-3", "M-T1000451"}
    assert done.events[0].body == SpellTransferred(stay)
    assert paths(done) == ["spell.number", "message_id"]
    assert ids_of(done) == {"RZZ", "T1000451-3"}


def test_a_record_id_of_its_own_and_a_second_stay_are_searched_too() -> None:
    """A42 names two stays; a record's id need not be that of the stay."""
    done = screened(told(SpellMerged(STAY, Spell("RZZ", "ASHWORTH/2")), record_uid="REC T1000451"))
    assert done.private == {"ASHWORTH/2", "REC T1000451"}
    assert paths(done) == ["retired.number", "record_uid"]


def test_an_organisation_may_be_called_as_the_patient_is() -> None:
    """The trust of a Mrs Rose may be the Rose Trust; a number of hers there is a slip all the same."""
    assert screened(told(SpellTransferred(Spell("ROSE", "SP1")), source_organisation="ROSE")).private == frozenset()
    slipped = screened(told(SpellTransferred(Spell("T1000451", "SP1")), source_organisation="T1000451"))
    assert slipped.private == {"T1000451"}
    assert screened(told(SpellTransferred(STAY), source_system="9990000018")).private == {"9990000018"}


def test_a_code_that_names_the_person_is_left_out_unless_it_has_to_be_there() -> None:
    """A specialty may be absent; a service may not, so a digest will stand for it.  Other codes stay as they are."""
    body = SpellAdmitted(STAY, AT, "I", method="21", specialty="ashworth", gp_practice="Y99999")
    done = screened(told(body))
    assert done.events[0].body == SpellAdmitted(STAY, AT, "I", method="21", gp_practice="Y99999")
    assert paths(done) == ["specialty"]
    erased = SpellAdmitted(STAY, AT, gp_practice=ERASED)
    assert screened(told(erased)).events[0].body == erased
    line = SupportLineStarted("L-1", "1-99", "Ashworth care", AT, origin="NEW")  # type: ignore[arg-type]
    assert screened(told(line)).private == {"Ashworth care"}
    visit = VisitConfirmed("L-1", "1-99", None, 0, "ASHWORTH")
    assert screened(told(visit)).events[0].body == VisitConfirmed("L-1", "1-99", None, 0)


@pytest.mark.parametrize(("service", "private"), [("HOME_SUPPORT", ()), ("Home sitting", ("Home sitting",))])
def test_a_service_of_the_list_names_nobody(service: str, private: tuple[str, ...]) -> None:
    """Home support of a Mr Home stays home support; words that his provider made up are replaced."""
    line = SupportLineStarted("L-1", "1-99", service, date(2026, 11, 14))
    told_of = Proposed(line, AT, AT, PersonClaim((), family="Home"), {})
    done = screened(Translation("accepted", (told_of,), (), source_organisation="RZZ"))
    assert (done.private, done.events[0].body) == (frozenset(private), line)


def test_a_message_that_names_nobody_comes_back_as_it_is() -> None:
    """Nothing is copied, and nothing is told twice."""
    clean = told(SpellTransferred(STAY, Place(ward="W7")), message_id="M1")
    assert screened(clean) is clean
    once = screened(told(SpellTransferred(Spell("RZZ", "T1000451-3")), record_uid="T1000451-3"))
    assert len(once.findings) == 1


def test_a_stand_in_goes_where_the_text_was_and_nowhere_else() -> None:
    """Texts of a closed list that happen to be equal stay."""
    stay = SpellAdmitted(Spell("RZZ", "I"), AT, patient_class="I", specialty="I")
    shown = SpellAdmitted(Spell("RZZ", "~1"), AT, patient_class="I", specialty="~1")
    assert replaced(stay, {"I": "~1"}) == shown
    assert replaced(stay, {"J": "~1"}) is stay


def test_every_text_of_every_event_is_searched_or_comes_from_a_closed_list() -> None:
    """Whoever adds a field says on which side it is, so that no text slips past the search."""
    bodies: list[type[msgspec.Struct]] = [entry.body for entry in ENTRIES if entry.name not in OURS]
    bodies.append(Spell)
    named = {name for body in bodies for name in _texts(body)}
    assert named - TEXTS - ORGANISATIONS == CLOSED.keys()
    assert named >= TEXTS | ORGANISATIONS


def _texts(body: type[msgspec.Struct]) -> Iterator[str]:
    for field in msgspec.structs.fields(body):
        kinds = {field.type, *typing.get_args(field.type)}
        if str in kinds:
            yield field.name
