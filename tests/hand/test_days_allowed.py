"""Days and answers of an entry that cannot be: too early for what it is about, already over, or too far away."""

from datetime import date
from typing import Any

import pytest

from connectors.hand_record.known import known_of
from connectors.hand_record.translate import Said, translate
from connectors.hand_record.weeks import weeks_of
from hub.events.discharge import Spell
from hub.ports.recording import Entry, Known, Recorder, Thing, Weeks
from tests.hand.entries import DAY, GOOD, KEY, KNOWN, WRONG, earlier
from tests.hand.person import WHO, after, went_home
from tests.hand.test_against import known
from tests.hand.test_translation import SAID, TABLE, faults, told

HELP = [what for what, kind in TABLE.by_what.items() if kind.group == "early_help" and "referral" in GOOD[what][0]]
STEPS = [what for what in HELP if not what.startswith("consent")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"allergies": "N"}, "allergies_are"),
        ({"consent": "Y", "consent_refused_because": "She does not want it."}, "consent_refused_because"),
    ],
)
def test_a_referral_does_not_say_none_and_which(changes: dict[str, str], field: str) -> None:
    """No known allergies and a list of them, or consent and why there is none: who reads one half is misled."""
    entry = GOOD["hospital_referral_made"][0] | changes
    assert faults(told("hospital_referral_made", entry)) == {(f"fields.{field}", "contradicts")}
    del entry[field]
    assert told("hospital_referral_made", entry).outcome == "accepted"


@pytest.mark.parametrize("answer", ["Y", "NK"])
def test_allergies_that_are_known_are_written_down(answer: str) -> None:
    """Also where the ward itself knows none for sure."""
    assert told("hospital_referral_made", GOOD["hospital_referral_made"][0] | {"allergies": answer}).outcome == (
        "accepted"
    )


def weeks(*, ended: bool = False, spell: str = "SP7700123", first: str = "2026-10-01") -> Weeks:
    """Give six weeks; the last covered day is 20 November unless they begin on another day."""
    last = date(2026, 11, 20) if first == "2026-10-01" else date(2026, 12, 30)
    return Weeks(("RZZ", spell), date.fromisoformat(first), last, ended)


def outcome(on: str, *held: Weeks, **more: str) -> set[tuple[str, str]]:
    """Give what is wrong with an outcome of a day."""
    said = SAID._replace(known=KNOWN._replace(weeks=held))
    found = told("six_weeks_outcome", {"outcome": "OWN_HOME", "recorded_on": on} | more, said)
    return set() if found.outcome == "accepted" else faults(found)


def test_how_the_six_weeks_ended_is_said_when_they_have() -> None:
    """An outcome on the day of discharge would silence the question for good; the last covered day is early enough."""
    refused = {("fields.recorded_on", "weeks_go_on")}
    assert outcome("2026-10-01", weeks()) == outcome("2026-11-19", weeks()) == refused
    assert outcome("2026-11-20", weeks()) == outcome("2026-11-19", weeks(ended=True)) == set()
    assert outcome("2026-11-19", weeks(), outcome="DIED") == set()
    assert outcome("2026-09-30", weeks()) == outcome("2026-09-30") == set()


def test_an_outcome_is_held_against_the_weeks_that_it_is_of() -> None:
    """Of a stay that it names, else of the last that had begun by its day, as the fold pairs them."""
    later = weeks(spell="SP2", first="2026-11-18")
    refused = {("fields.recorded_on", "weeks_go_on")}
    assert outcome("2026-11-21", weeks(), later) == refused
    assert outcome("2026-11-21", weeks(), later, spell="spell") == set()
    assert outcome("2026-11-17", weeks(), later) == refused
    assert outcome("2026-11-17", later, spell="spell") == set()


async def test_the_weeks_are_those_of_the_person_now() -> None:
    """Refused of who went home a day ago; who is back in hospital, or has no weeks, may have an outcome."""
    hand = await went_home()
    early = Entry("six_weeks_outcome", {"outcome": "OWN_HOME", "recorded_on": "2026-11-14"}, KEY)
    found = await hand.desk.check(hand.subject, WHO, early)
    assert [(fault.path, fault.rule) for fault in found] == [("fields.recorded_on", "weeks_go_on")]
    state = await hand.state()
    (held,) = weeks_of(state)
    assert held == (("RZZ", "SP7700123"), date(2026, 11, 13), date(2026, 12, 24), False)
    (episode,) = state["episodes"]
    for change in ({"ended_on": "2026-11-14"}, {"suspended_on": "2026-11-14"}):
        assert weeks_of({"episodes": [episode | change]})[0].ended
    assert weeks_of({"episodes": [episode | {"status": "void"}]}) == []
    stays = await after("a01_emergency_admission")
    assert await stays.desk.check(stays.subject, WHO, early) == []


@pytest.mark.parametrize("what", ["delay_reason_recorded", "pathway_decided"])
def test_nothing_delays_or_decides_a_stay_before_its_admission(what: str) -> None:
    """Typed to the minute of the admission it may be; another word of the stay says nothing of when it began."""
    entry = GOOD[what][0] | {"happened_at": "2026-11-22T08:30"}
    assert faults(told(what, entry, SAID._replace(known=known("spell", "SpellAdmitted")))) == {
        ("fields.happened_at", "before_it_began")
    }
    for said in (known("spell", "SpellDischarged"), known("spell", "SpellAdmitted", DAY - 86_400_000)):
        assert told(what, entry, SAID._replace(known=said)).outcome == "accepted"


async def test_a_stay_begins_when_its_admission_says() -> None:
    """Not when the message came about: the hospital may send the admission hours later."""
    hand = await after("a01_emergency_admission")
    (spell,) = known_of(await hand.hub.reader.told(hand.subject), TABLE).things["spell"]
    assert spell.values == {"spell": Spell("RZZ", "SP7700123")}
    for happened, wrong in (("2026-11-02T09:14", ["before_it_began"]), ("2026-11-02T09:15", [])):
        fields = {"spell": spell.ref, "pathway": "P1", "happened_at": happened}
        found = await hand.desk.check(hand.subject, WHO, Entry("pathway_decided", fields, KEY))
        assert [fault.rule for fault in found] == wrong


@pytest.mark.parametrize("what", STEPS)
def test_no_step_of_early_help_is_before_its_notice(what: str) -> None:
    """Nobody offers, tries or closes what nobody has passed on yet."""
    entry = GOOD[what][0] | {"happened_at": "2026-11-22T08:30"}
    assert faults(told(what, entry, SAID._replace(known=known("referral")))) == {
        ("fields.happened_at", "before_it_began")
    }
    assert told(what, entry).outcome == "accepted"
    assert len(STEPS) == 7


def case(who: Recorder, council: str | None = "E08000025", corrected: str | None = None) -> Said:
    """Give what stands around an entry about a case that a council was given, perhaps corrected."""
    told = {"case_council": {"referral_id": "R1", "council": council}}
    told |= {"case_corrected": {"supersedes": "R1", "council": corrected}} if corrected else {}
    things = {kind: (Thing(kind, values, "Told", DAY),) for kind, values in told.items()}
    return SAID._replace(who=who, known=KNOWN._replace(things={**KNOWN.things, **things}))


TEAM = Recorder("QHL", "coordinator", "EARLY_HELP_OFFER")
OTHER = Recorder("E08000029", "social_worker", "EARLY_HELP_OFFER")


@pytest.mark.parametrize("what", STEPS)
def test_a_step_of_early_help_is_the_councils_that_was_given_the_case(what: str) -> None:
    """Another one is refused in its own name, and where the joint team names it; a correction may route it anew."""
    entry, theirs = GOOD[what][0], GOOD[what][0] | {"council": "E08000029"}
    assert faults(told(what, theirs, case(TEAM))) == {("fields.council", "does_not_fit")}
    assert faults(told(what, entry, case(OTHER))) == {("fields.referral", "not_your_case")}
    for said in (case(TEAM, "E08000029"), case(OTHER, None), case(OTHER, corrected="E08000029")):
        assert told(what, theirs, said).outcome == "accepted"
    assert told(what, entry, case(TEAM)).outcome == "accepted"


def test_consent_does_not_end_before_it_is_written_down() -> None:
    """Until today it may count; one that is written down late, or corrected, is held against the day it was given."""
    yes = GOOD["consent_recorded"][0]
    assert faults(told("consent_recorded", yes | {"until": "2026-11-22"})) == {("fields.until", "has_passed")}
    assert told("consent_recorded", yes | {"until": "2026-11-23"}).outcome == "accepted"
    late = yes | {"happened_at": "2026-11-01T10:00"}
    for until, wanted in (("2026-11-01", "accepted"), ("2026-10-31", "rejected")):
        assert told("consent_recorded", late | {"until": until}).outcome == wanted
    before = earlier("consent_recorded")._replace(recorded_at=DAY - 10 * 86_400_000)
    old = SAID._replace(known=Known(KNOWN.things, (before,)))
    for until, wanted in (("2026-11-13", "accepted"), ("2026-11-12", "rejected")):
        entry = Entry("consent_recorded", yes | {"until": until}, KEY, before.event_id.hex(), WRONG)
        assert translate(entry, TABLE, old).outcome == wanted


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        ("2026-11-24", None),
        ("2027-01-04", None),
        ("2027-01-05", "far_away"),
        ("2000-01-01", None),
        ("1999-12-31", "far_away"),
    ],
)
def test_support_that_begins_soon_may_be_written_down_today(day: str, rule: str | None) -> None:
    """On Friday for Monday, at most six weeks ahead; a year that is a slip of the hand is refused."""
    entry: dict[str, Any] = GOOD["support_line_started"][0] | {"started_on": day}
    found = told("support_line_started", entry)
    assert (found.outcome == "accepted") if rule is None else (faults(found) == {("fields.started_on", rule)})
