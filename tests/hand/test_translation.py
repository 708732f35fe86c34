"""Entries by hand become events: each kind, good and bad, by the table alone."""

from datetime import date
from itertools import chain
from types import NoneType
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from connectors.hand_record.profile import named
from connectors.hand_record.reading import TYPES
from connectors.hand_record.translate import WRITTEN, Said, translate
from hub.domain.days import start_of
from hub.events.catalogue import BY_TYPE
from hub.people.claims import KnownPerson
from hub.people.screening import screened
from hub.ports.connector import Translation
from hub.ports.entry_rules import Rules
from hub.ports.recording import Entry, EntryField, EntryKind
from tests.api.invented import NOW
from tests.hand.entries import GOOD, KEY, KNOWN, SUBJECT, WHO

TABLE = named("entries")
SAID = Said(SUBJECT, WHO, NOW, KNOWN, message_id=f"{KEY}.x")
FILLED = [(kind, field) for kind in TABLE.by_what.values() for field in kind.fields if kind.event]


def told(what: str, fields: dict[str, Any], said: Said = SAID) -> Translation:
    """Translate one entry."""
    return translate(Entry(what, fields, KEY), TABLE, said)


def plainly(value: object) -> dict[str, Any]:
    """Give an event, or what is wanted of one, as JSON has it."""
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(value))
    return found


def faults(translation: Translation) -> set[tuple[str, str]]:
    """Give where an entry is wrong, and by which rule."""
    assert (translation.outcome, translation.events) == ("rejected", ())
    return {(finding.path, finding.rule) for finding in translation.findings}


def test_every_kind_has_a_good_entry_here() -> None:
    """No kind of the table is untried; the one without an event only takes others back."""
    assert set(GOOD) == {what for what, kind in TABLE.by_what.items() if kind.event}
    assert [what for what, kind in TABLE.by_what.items() if not kind.event] == ["recorded_by_mistake"]


@pytest.mark.parametrize("what", GOOD)
def test_a_good_entry_becomes_its_event(what: str) -> None:
    """The event says what was typed and chosen, of this very person, in the name of organisation and role."""
    fields, wanted = GOOD[what]
    translation = told(what, fields)
    assert (translation.outcome, translation.findings) == ("accepted", ())
    (event,) = translation.events
    assert type(event.body).__name__ == TABLE.by_what[what].event
    said = plainly(event.body)
    assert {name: said[name] for name in wanted} == plainly(wanted)
    assert event.person == KnownPerson(SUBJECT)
    assert (event.author, event.purpose, event.register) == ("social_worker", "DISCHARGE_COORDINATION", False)
    assert (translation.source_organisation, event.recorded.at) == ("E08000025", NOW)
    assert "" not in {value for value in said.values() if isinstance(value, str)}


@pytest.mark.parametrize("what", GOOD)
def test_what_is_required_and_empty_is_told_beside_each_field(what: str) -> None:
    """An empty form says everything that is missing at once, and makes nothing."""
    kind = TABLE.by_what[what]
    needed = {(f"fields.{field.name}", "missing") for field in kind.fields if field.required}
    needed |= {(f"fields.{name}", "missing") for name in kind.rules.needs[:1]}
    translation = told(what, {})
    if needed:
        assert faults(translation) == needed
    else:
        assert translation.outcome == "accepted"


BAD: dict[str, list[tuple[Any, str]]] = {
    "code": [("two words", "not_a_code"), ("x" * 41, "not_a_code"), ("9990000018", "person_number")],
    "text": [("x" * 2001, "too_long"), ("a\x00b", "control_character")],
    "label": [
        ("x", "not_a_label"),
        ("x" * 81, "not_a_label"),
        ("two\nlines", "not_a_label"),
        ("a <b>", "not_a_label"),
        ("No 999 000 0018", "person_number"),
        ("Born 14/02/1938", "person_number"),
    ],
    "council": [("Testborough", "not_a_council")],
    "choice": [("NONE-OF-THESE", "not_in_list")],
    "yes_no": [("NONE-OF-THESE", "not_in_list")],
    "choices": [(["NONE-OF-THESE"], "not_in_list"), ("CA-TOILET", "not_text")],
    "day": [("2026-02-30", "not_a_date"), ("20-11-2026", "not_a_date"), ("0009-01-01", "not_a_date")],
    "time": [("2026-11-20", "not_a_time"), ("2026-11-20T25:00", "not_a_time")],
    "hours": [("ten", "not_a_decimal"), ("-1", "negative"), ("1.005", "too_exact"), ("336.01", "hours_impossible")],
    "pounds": [("1,5", "not_a_decimal"), ("-0.01", "negative"), ("1000.01", "too_much")],
    "amount": [("1,5", "not_a_decimal"), ("-0.01", "negative"), ("100000.01", "too_much")],
    "share": [("half", "not_a_decimal"), ("100.01", "not_a_share")],
    "known": [("somebody else's", "not_known_here"), ("x" * 201, "too_long")],
}
"""What each type of field refuses, with the rule."""


def bad(field: EntryField) -> list[tuple[Any, str]]:
    """Give what a field refuses; a day or time that has not come is wrong where nothing can lie ahead."""
    ahead = {"day": "2026-11-24", "time": "2026-11-24T00:00"}.get(field.type)
    return [(7, "not_text"), *BAD[field.type], *([(ahead, "in_future")] if ahead and not field.ahead else [])]


@pytest.mark.parametrize(("kind", "field"), FILLED, ids=[f"{kind.what}-{field.name}" for kind, field in FILLED])
def test_a_bad_value_is_told_beside_its_field_in_words_of_our_own(kind: EntryKind, field: EntryField) -> None:
    """Path and rule name what is wrong; what was typed is in no word of it."""
    for value, rule in bad(field):
        translation = told(kind.what, GOOD[kind.what][0] | {field.name: value})
        assert (f"fields.{field.name}", rule) in faults(translation), value
        words = " ".join(finding.words for finding in translation.findings)
        assert len(str(value)) < 5 or str(value) not in words


def test_every_fault_of_an_entry_is_told_at_once() -> None:
    """Three wrong fields and one that does not exist are four faults, and the unknown name is not repeated."""
    fields = {"provider": "a b", "service": "MAGIC", "started_on": "2026-13-01", "price_of_everything": "1"}
    translation = told("support_line_started", fields)
    assert faults(translation) == {
        ("fields.provider", "not_a_code"),
        ("fields.service", "not_in_list"),
        ("fields.started_on", "not_a_date"),
        ("fields", "unknown_field"),
    }
    assert "price_of_everything" not in str(translation.findings)


@pytest.mark.parametrize(
    ("what", "changes", "fault"),
    [
        ("support_line_started", {"ended_on": "2026-11-15"}, ("fields.ended_on", "ends_before_it_starts")),
        ("funding_determined", {"person_share": "1"}, ("fields.council_share", "not_whole")),
        ("support_line_changed", {"hours_per_week": ""}, ("fields.service", "nothing_changed")),
        ("charge_recorded", {"equipment": "equipment"}, ("fields.equipment", "one_too_many")),
        ("charge_recorded", {"organisation": "1-101"}, ("fields.organisation", "one_too_many")),
        ("charge_recorded", {"council": ""}, ("fields.council", "missing")),
        ("delay_reason_recorded", {"reason_label": "Awaiting the moon"}, ("fields.reason_label", "one_too_many")),
        ("delay_reason_ended", {"reason": ""}, ("fields.reason", "missing")),
        ("criteria_to_reside", {"met": "no"}, ("fields.criteria", "contradicts")),
        ("consent_recorded", {"given": "no"}, ("fields.until", "contradicts")),
        ("appeal_lodged", {"about": "CHARGE"}, ("fields.about_id", "does_not_fit")),
        ("appeal_lodged", {"about": "PLAN"}, ("fields.about_id", "does_not_fit")),
        ("appeal_lodged", {"council": ""}, ("fields.council", "missing")),
        ("appeal_lodged", {"council": "no code"}, ("fields.council", "not_a_council")),
        ("appeal_lodged", {"about": "CONTINUING_HEALTHCARE", "about_id": ""}, ("fields.council", "contradicts")),
        ("delay_reason_recorded", {"until": "2026-11-22"}, ("fields.until", "ends_before_it_starts")),
        ("pathway_decided", {"destination": "P2-BED"}, ("fields.destination", "does_not_fit")),
        ("notice_answered", {"reason": ""}, ("fields.reason", "missing")),
        ("notice_answered", {"accepted": "yes"}, ("fields.reason", "contradicts")),
        ("notice_answered", {"reason": "MAGIC"}, ("fields.reason", "not_in_list")),
        ("withdrawal_answered", {"accepted": "no"}, ("fields.reason", "missing")),
        ("move_notified", {"intended_on": "1999-12-01"}, ("fields.intended_on", "far_away")),
        ("move_notified", {"intended_on": "2126-12-01"}, ("fields.intended_on", "far_away")),
        ("move_cancelled", {"happened_at": "2026-03-29T01:30"}, ("fields.happened_at", "not_a_time")),
    ],
)
def test_fields_that_contradict_each_other_are_refused(
    what: str, changes: dict[str, str], fault: tuple[str, str]
) -> None:
    """A line does not end before it starts, shares make a whole, one thing is said in one way, a no names nothing."""
    assert faults(told(what, GOOD[what][0] | changes)) == {fault}


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("E08000038", None),
        ("W06000015", None),
        ("E08000016", "superseded_council"),
        ("204", "superseded_council"),
        ("E99999999", "not_a_council"),
        ("716", "not_a_council"),
    ],
)
def test_a_council_is_taken_by_the_code_that_it_has_today(code: str, rule: str | None) -> None:
    """A code that no council of England has, or that was given up, is told beside the field."""
    codes = dict.fromkeys(("E08000016", "E08000038", "204"), "E08000038")
    said = SAID._replace(council_now=codes.get)
    found = told("move_notified", {"to_council": code, "intended_on": "2026-12-20"}, said)
    assert (found.outcome == "accepted") is (rule is None)
    assert {(each.path, each.rule) for each in found.findings} == (
        set() if rule is None else {("fields.to_council", rule)}
    )


def test_an_unknown_kind_is_no_entry() -> None:
    """Nothing is guessed of what somebody may have meant."""
    assert faults(told("weather", {})) == {("what", "unknown_kind")}


def test_a_field_in_the_clear_never_holds_the_persons_name() -> None:
    """A post called as the person is, or a provider with the person's number, is refused beside its field."""
    said = SAID._replace(telling=frozenset({"Ashworth", "0123456789"}))
    assert faults(told("coordinator_named", {"post_id": "desk-ASHWORTH"}, said)) == {
        ("fields.post_id", "names_the_person")
    }
    assert faults(
        told("support_line_started", GOOD["support_line_started"][0] | {"provider": "X-123456789"}, said)
    ) == {("fields.provider", "names_the_person")}


def test_each_kind_of_decision_offers_its_own_outcomes() -> None:
    """A carer's needs have the nine outcomes of regulation 3, an adult's the ten of regulation 2 (SI 2015/313)."""
    for what, few, own, other in (
        ("eligibility_determined", 10, "CA-TOILET", "CA-RECREATION"),
        ("carer_eligibility_determined", 9, "CA-HEALTH", "CA-TOILET"),
    ):
        (field,) = (one for one in TABLE.by_what[what].fields if one.name == "outcomes")
        assert len(field.choices) == few
        assert told(what, GOOD[what][0] | {"outcomes": [own]}).outcome == "accepted"
        assert faults(told(what, GOOD[what][0] | {"outcomes": [other]})) == {("fields.outcomes", "not_in_list")}


def test_a_local_label_is_a_reason_for_delay() -> None:
    """It goes as it was written, in the clear, and holds no name of the person."""
    said = SAID._replace(telling=frozenset({"Ashworth"}))
    (event,) = told("delay_reason_recorded", {"spell": "spell", "reason_label": "Awaiting the moon"}, said).events
    assert plainly(event.body)["reason"] == ["local-delay-reasons", "Awaiting the moon", None]
    named = told("delay_reason_recorded", {"spell": "spell", "reason_label": "Mrs Ashworth's stairs"}, said)
    assert faults(named) == {("fields.reason_label", "names_the_person")}


def test_a_charge_may_be_for_equipment() -> None:
    """It names the piece where a charge for support names the line."""
    fields = {
        "from_on": "2026-11-20",
        "to_on": "2026-11-20",
        "amount": "640.50",
        "equipment": "equipment",
        "organisation": "1-101",
    }
    (event,) = told("charge_recorded", fields).events
    assert (plainly(event.body)["provider"], plainly(event.body)["line_id"]) == (None, "E1")


def test_a_charge_happened_when_it_was_written_down() -> None:
    """Its days stay as they were charged; until somebody wrote it down it was no charge that anybody knew of."""
    (event,) = told("charge_recorded", GOOD["charge_recorded"][0]).events
    body = plainly(event.body)
    assert (body["from_on"], body["to_on"]) == ("2026-11-13", "2026-11-19")
    assert event.occurred.at == event.recorded.at == NOW


def test_words_of_ones_own_are_sealed() -> None:
    """A note is among what is sealed, and in no field that rules read."""
    (event,) = told("safeguarding_raised", GOOD["safeguarding_raised"][0]).events
    assert event.personal == {"text": "A bruise that nobody explains."}
    assert "bruise" not in str(msgspec.to_builtins(event.body))


def test_a_thing_happened_when_the_entry_says_so_else_now() -> None:
    """A day of the event, a stated time, and the moment of recording, in this order."""
    (dated,) = told("appeal_decided", GOOD["appeal_decided"][0]).events
    assert dated.occurred.at == start_of(date(2026, 11, 22))
    (stated,) = told("move_cancelled", {"move": "move", "happened_at": "2026-11-20T09:15"}).events
    assert stated.occurred.at == start_of(date(2026, 11, 20)) + (9 * 60 + 15) * 60_000
    (now,) = told("move_cancelled", {"move": "move"}).events
    assert now.occurred.at == NOW


def test_an_id_that_is_made_here_follows_from_the_key() -> None:
    """A repeat makes the same id, another entry another one, and two ids of the table are never equal."""
    once, again = (told("appeal_lodged", GOOD["appeal_lodged"][0]).events[0].body for _ in range(2))
    other = translate(Entry("appeal_lodged", GOOD["appeal_lodged"][0], "another-key"), TABLE, SAID).events[0].body
    ids = [getattr(body, "appeal_id") for body in (once, again, other)]  # noqa: B009 - the body is any event
    assert ids[0] == ids[1] != ids[2]


def test_nothing_of_a_good_entry_is_left_out_by_the_screening() -> None:
    """What the intake would leave out or replace is refused at the form already."""
    for what, (fields, _) in GOOD.items():
        translation = told(what, fields, SAID._replace(telling=frozenset({"Ashworth", "9990000018"})))
        assert screened(translation) is translation, what


def test_the_table_names_only_what_there_is() -> None:
    """Types, lists, groups and events exist, and each event gets every field that it has to have."""
    groups = {group.code for group in TABLE.groups}
    for kind in TABLE.by_what.values():
        assert kind.group in groups
        assert {field.type for field in kind.fields} <= TYPES
        if not kind.event:
            continue
        names = {field.into or field.name for field in kind.fields if field.required} | set(kind.fill) | set(kind.fixed)
        for field in kind.fields:
            names |= set(TABLE.things[field.of or ""].fields) if field.type == "known" else set()
        names |= set(kind.rules.needs)
        body = BY_TYPE[kind.event].body
        hints = get_type_hints(body)
        needed = {one.name for one in msgspec.structs.fields(body) if one.required}
        assert {name for name in needed if NoneType not in get_args(hints[name])} <= names, kind.what
        fields = {field.name for field in kind.fields}
        assert kind.when in {None, WRITTEN, *fields}
        assert {field.into for field in kind.fields if field.into} <= {one.name for one in msgspec.structs.fields(body)}
        assert _ruled(kind.rules) <= fields, kind.what


def _ruled(rules: Rules) -> set[str]:
    """Give every field that the rules of a kind name."""
    both = (
        rules.not_before,
        rules.differ,
        rules.only_if,
        rules.refused,
        rules.begins_with,
        rules.until,
        rules.not_confirmed,
    )
    more = (rules.after, rules.same, rules.not_if, rules.unless, rules.weeks_over)
    pairs = {name for pair in chain(*both, *more) for name in pair[:2]} | {*rules.given, *rules.not_past}
    fits = {rules.fits.field, rules.fits.by} if rules.fits else set()
    return (
        pairs
        | fits
        | {*rules.whole, *rules.one_of, *rules.needs, *(name for group in rules.only_one for name in group)}
    )
