"""What contradicts what is known of the person is refused beside its field; what comes through other doors is kept."""

from datetime import date
from typing import Any

import pytest

from connectors.hand_record.known import known_of
from hub.domain.days import start_of
from hub.events.care_record import SupportLineEnded
from hub.events.values import Code
from hub.ports.recording import Entry, Faulty, Known, Reason, Recorder, Thing
from tests.domain.stories import Story
from tests.hand.entries import DAY, GOOD, KNOWN, THINGS
from tests.hand.person import WHO, Hand, went_home
from tests.hand.test_translation import SAID, TABLE, faults, told

HOUR = 3_600_000
BEFORE = "2026-11-22"
"""The day before the things here began."""


def known(kind: str, type_: str = "Told", at: int = DAY, **more: Any) -> Known:
    """Give what is known, with one thing that began at a time by an event of a type."""
    thing = Thing(kind, THINGS[kind], type_, at, None, {type_: at}, **more)
    return KNOWN._replace(things={**KNOWN.things, kind: (thing,)})


@pytest.mark.parametrize(
    ("what", "fields", "thing", "field"),
    [
        ("coordinator_stood_down", {"post": "post"}, "post", "happened_at"),
        ("team_member_left", {"member": "member"}, "member", "happened_at"),
        ("support_line_ended", {"line": "line"}, "line", "ended_on"),
        ("visit_missed", {"line": "line"}, "line", "planned_at"),
        ("visit_confirmed", {"line": "line"}, "line", "done_at"),
        ("carer_told", {"visit": "missed_visit"}, "missed_visit", "happened_at"),
        ("charge_reversed", {"charge": "charge"}, "charge", "reversed_on"),
        ("safeguarding_closed", {"concern": "concern"}, "concern", "happened_at"),
        ("short_break_decided", {"request": "short_break", "granted": "yes"}, "short_break", "decided_on"),
        (
            "notice_withdrawn",
            {"notice": "issued", "kind": "DISCHARGE", "reason": "07"},
            "issued",
            "happened_at",
        ),
        ("notice_answered", {"notice": "notice", "accepted": "yes"}, "notice", "happened_at"),
        ("withdrawal_answered", {"withdrawal": "withdrawal", "accepted": "yes"}, "withdrawal", "happened_at"),
        ("appeal_acknowledged", {"appeal": "appeal"}, "appeal", "acknowledged_on"),
        ("appeal_decided", {"appeal": "appeal", "outcome": "UPHELD"}, "appeal", "decided_on"),
        ("appeal_withdrawn", {"appeal": "appeal"}, "appeal", "withdrawn_on"),
    ],
)
def test_nothing_ends_or_is_decided_before_it_began(what: str, fields: dict[str, str], thing: str, field: str) -> None:
    """On the day on which it began it may; so may what nobody told the beginning of."""
    said, clock = SAID._replace(known=known(thing)), "T08:30" if field.endswith("_at") else ""
    assert faults(told(what, fields | {field: BEFORE + clock}, said)) == {(f"fields.{field}", "before_it_began")}
    same = "2026-11-23" + ("T08:30" if clock else "")
    assert told(what, fields | {field: same}, said).outcome == "accepted"
    assert told(what, fields | {field: BEFORE + clock}).outcome == "accepted"


@pytest.mark.parametrize(
    ("what", "fields", "thing", "type_", "field"),
    [
        ("assessment_completed", {"kind": "NEEDS"}, "assessment", "AssessmentRequested", "happened_at"),
        ("assessment_progressed", {"state": "IN_PROGRESS"}, "assessment", "AssessmentRequested", "happened_at"),
        ("carer_assessment_completed", {}, "carer_assessment", "AssessmentRequested", "happened_at"),
        ("chc_decided", {"outcome": "ELIGIBLE"}, "chc_case", "ChcChecklistCompleted", "decided_on"),
        ("chc_ended", {}, "chc_case", "ChcFastTracked", "ended_on"),
    ],
)
def test_which_word_began_it_counts(what: str, fields: dict[str, str], thing: str, type_: str, field: str) -> None:
    """A decision is held against the checklist, an end against the decision or fast track; other words say nothing."""
    about = {"chc_case": "case"}.get(thing, "assessment")
    entry = fields | {about: thing, field: BEFORE + ("T08:30" if field == "happened_at" else "")}
    assert faults(told(what, entry, SAID._replace(known=known(thing, type_)))) == {
        (f"fields.{field}", "before_it_began")
    }
    assert told(what, entry, SAID._replace(known=known(thing, "AssessmentProgressed"))).outcome == "accepted"


def test_what_is_typed_to_the_minute_is_not_before_what_was_recorded_in_it() -> None:
    """A concern raised a moment ago is closed in the same minute."""
    said = SAID._replace(known=known("concern", at=DAY + 30_500))
    closed = {"concern": "concern", "happened_at": "2026-11-23T00:00"}
    assert told("safeguarding_closed", closed, said).outcome == "accepted"


def test_no_visit_is_after_the_last_day_of_its_line() -> None:
    """Taken place or missed; on the last day itself it may be."""
    said = SAID._replace(known=known("line", at=DAY - 90 * HOUR, ended_on=date(2026, 11, 21)))
    for what, field in (("visit_missed", "planned_at"), ("visit_confirmed", "done_at")):
        late = {"line": "line", field: "2026-11-22T08:30"}
        assert faults(told(what, late, said)) == {(f"fields.{field}", "after_it_ended")}
        assert told(what, late | {field: "2026-11-21T08:30"}, said).outcome == "accepted"


@pytest.mark.parametrize(
    ("what", "fields", "thing", "says"),
    [
        ("assessment_completed", {"assessment": "assessment", "kind": "CARER"}, "assessment", {"kind": "NEEDS"}),
        (
            "notice_withdrawn",
            {"notice": "issued", "kind": "ASSESSMENT", "reason": "07"},
            "issued",
            {"kind": "DISCHARGE"},
        ),
        ("move_confirmed", {"move": "move", "council": "E08000025"}, "move", {"to_council": "E08000029"}),
    ],
)
def test_a_word_says_what_is_known_of_its_thing(
    what: str, fields: dict[str, str], thing: str, says: dict[str, str]
) -> None:
    """A needs assessment is finished as one, a notice withdrawn as it was given, a move confirmed by its council."""
    (name,) = says
    field = "council" if what == "move_confirmed" else name
    said = SAID._replace(known=known(thing, said=says))
    assert faults(told(what, fields, said)) == {(f"fields.{field}", "does_not_fit")}
    assert told(what, fields | {field: says[name]}, said).outcome == "accepted"
    if what == "notice_withdrawn":
        assert told(what, fields | {field: "BOTH"}, said).outcome == "accepted"


def test_only_a_reason_that_ones_own_organisation_gave_ends() -> None:
    """By its code or by the label that means the same; another organisation's reason is not one's own to end."""
    ended = {"spell": "spell", "reason_label": "Awaiting patient transport services"}
    assert told("delay_reason_ended", ended).outcome == "accepted"
    assert faults(told("delay_reason_ended", ended | {"reason_label": "Awaiting the moon"})) == {
        ("fields.reason_label", "never_given")
    }
    others = SAID._replace(who=Recorder("QHL", "coordinator", "DISCHARGE_COORDINATION"))
    assert faults(told("delay_reason_ended", {"spell": "spell", "reason": "HOSP04"}, others)) == {
        ("fields.reason", "never_given")
    }
    local = Thing("local", {"reason": Code("local", "Awaiting the moon"), "said_by": WHO.organisation}, "Told", DAY)
    said = SAID._replace(known=KNOWN._replace(things={**KNOWN.things, "delay_reason": (local,)}), who=WHO)
    assert told("delay_reason_ended", ended | {"reason_label": "Awaiting the moon"}, said).outcome == "accepted"


NEWER = {"E08000016": "E08000038", "E08000038": "E08000038", "E08000025": "E08000025"}.get
"""The code that a council has today."""


def test_a_council_ends_under_its_newer_code_the_reason_that_it_gave_under_the_older_one() -> None:
    """The end names the code under which the reason stands, so that the two meet; another council still ends none."""
    ended = {"spell": "spell", "reason": "HOSP04"}
    given = Thing("one", {"reason": Code("delay-reasons-2024", "HOSP04"), "said_by": "E08000016"}, "Told", DAY)
    who = Recorder("E08000038", "social_worker", "DISCHARGE_COORDINATION")
    known = KNOWN._replace(things={**KNOWN.things, "delay_reason": (given,)})
    said = SAID._replace(known=known, who=who, council_now=NEWER)
    (event,) = told("delay_reason_ended", ended, said).events
    assert getattr(event.body, "said_by", None) == "E08000016"
    other = said._replace(who=Recorder("E08000025", "social_worker", "DISCHARGE_COORDINATION"))
    assert faults(told("delay_reason_ended", ended, other)) == {("fields.reason", "never_given")}


@pytest.mark.parametrize("what", ["move_confirmed", "move_documents_requested", "determination_accepted"])
def test_a_step_of_a_move_names_its_council_under_either_code(what: str) -> None:
    """The notice came under the older one; another council is still another."""
    said = SAID._replace(known=known("move", said={"to_council": "E08000016"}), council_now=NEWER)
    fields = {name: value for name, value in GOOD[what][0].items() if name != "happened_at"}
    assert told(what, fields | {"council": "E08000038"}, said).outcome == "accepted"
    assert ("fields.council", "does_not_fit") in faults(told(what, fields | {"council": "E08000025"}, said))


@pytest.mark.parametrize("planned", [DAY, None])
def test_a_visit_that_took_place_was_not_missed(planned: int | None) -> None:
    """Of the same line and planned time; that a missed one took place after all may be said (docs/joint-state.md)."""
    missed = {"line": "line", "planned_at": "2026-11-23T00:00"}
    visit = Thing("visit", THINGS["line"] | {"planned_at": planned, "done_at": DAY}, "VisitConfirmed", DAY)
    said = SAID._replace(known=KNOWN._replace(things={**KNOWN.things, "visit": (visit,)}))
    assert faults(told("visit_missed", missed, said)) == {("fields.planned_at", "took_place")}
    assert told("visit_missed", missed | {"planned_at": "2026-11-22T08:30"}, said).outcome == "accepted"
    other = KNOWN._replace(
        things={**KNOWN.things, "visit": (visit._replace(values={**visit.values, "line_id": "L2"}),)}
    )
    assert told("visit_missed", missed, SAID._replace(known=other)).outcome == "accepted"
    took_place = {"line": "line", "done_at": "2026-11-23T00:00"}
    assert told("visit_confirmed", took_place, said).outcome == "accepted"


async def refused(hand: Hand, what: str, **fields: Any) -> list[tuple[str, str]]:
    """Give the faults of an entry; nothing is recorded."""
    with pytest.raises(Faulty) as faulty:
        await hand.record(Entry(what, fields, f"key-refused-{what}"))
    return [(fault.path, fault.rule) for fault in faulty.value.faults]


async def test_what_is_known_is_read_from_the_persons_own_events() -> None:
    """Through the whole hub: the line's first and last day, the kind of an assessment, the beginning of an appeal."""
    hand = await went_home()
    started = {"provider": "1-101", "service": "HOME_SUPPORT", "started_on": "2026-11-13", "hours_per_week": "7"}
    await hand.record(Entry("support_line_started", started, "key-00001"))
    (line,) = (await hand.desk.known(hand.subject)).things["line"]
    assert await refused(hand, "support_line_ended", line=line.ref, ended_on="2026-11-10") == [
        ("fields.ended_on", "before_it_began")
    ]
    await hand.record(Entry("support_line_ended", {"line": line.ref, "ended_on": "2026-11-13"}, "key-00002"))
    (line,) = (await hand.desk.known(hand.subject)).things["line"]
    assert (line.began, line.ended_on, line.said) == (
        {"SupportLineStarted": start_of(date(2026, 11, 13))},
        date(2026, 11, 13),
        {"hours_per_week": 700},
    )
    assert await refused(hand, "visit_missed", line=line.ref, planned_at="2026-11-14T08:00") == [
        ("fields.planned_at", "after_it_ended")
    ]
    await hand.record(Entry("assessment_requested", {"kind": "NEEDS"}, "key-00003"))
    (one,) = (await hand.desk.known(hand.subject)).things["assessment"]
    assert await refused(hand, "assessment_completed", assessment=one.ref, kind="CARER") == [
        ("fields.kind", "does_not_fit")
    ]


async def test_a_line_that_runs_again_has_no_last_day() -> None:
    """What was written last counts: a start without an end, after an end."""
    hand = await went_home()
    started = {"provider": "1-101", "service": "HOME_SUPPORT", "started_on": "2026-11-13", "ended_on": "2026-11-13"}
    (first,) = await hand.record(Entry("support_line_started", started, "key-00001"))
    (line,) = (await hand.desk.known(hand.subject)).things["line"]
    assert line.ended_on == date(2026, 11, 13)
    again = {name: value for name, value in started.items() if name != "ended_on"}
    hand.hub.clock.set(hand.hub.clock.now() + 60_000)
    await hand.record(Entry("support_line_started", again, "key-00002", first.hex(), Reason("WRONG_VALUE")))
    (line,) = (await hand.desk.known(hand.subject)).things["line"]
    assert line.ended_on is None


def test_a_line_that_started_again_has_no_last_day_though_the_end_before_was_written_down_later() -> None:
    """Ended on the 15th, running again from the 18th, and the end is told after the start: visits go on."""
    story = Story()
    story.line("2026-11-13", "L1", 1000)
    story.tell("2026-11-15", SupportLineEnded("L1", "1-100", date(2026, 11, 15)), recorded="2026-11-20T08:00")
    assert known_of(story.events, TABLE).things["line"][0].ended_on == date(2026, 11, 15)
    story.line("2026-11-18", "L1", 1000, recorded="2026-11-18T08:00")
    assert known_of(story.events, TABLE).things["line"][0].ended_on is None


def test_a_visit_over_midnight_is_one_of_the_day_for_which_it_was_planned() -> None:
    """The night visit of the last day ends after it; one that was planned for a later day is none of the line's."""
    said = SAID._replace(known=known("line", at=DAY - 90 * HOUR, ended_on=date(2026, 11, 21)))
    night = {"line": "line", "planned_at": "2026-11-21T23:45", "done_at": "2026-11-22T00:20"}
    assert told("visit_confirmed", night, said).outcome == "accepted"
    late = night | {"planned_at": "2026-11-22T00:05"}
    assert faults(told("visit_confirmed", late, said)) == {("fields.done_at", "after_it_ended")}


async def test_chc_runs_from_the_day_that_was_decided() -> None:
    """An end between that day and the decision is none before its begin."""
    hand = await went_home()
    await hand.record(Entry("chc_checklist", {"positive": "yes", "completed_on": "2026-11-05"}, "key-00001"))
    (case,) = (await hand.desk.known(hand.subject)).things["chc_case"]
    decided = {"case": case.ref, "outcome": "ELIGIBLE", "decided_on": "2026-11-12", "from_on": "2026-11-10"}
    await hand.record(Entry("chc_decided", decided, "key-00002"))
    assert await refused(hand, "chc_ended", case=case.ref, ended_on="2026-11-09") == [
        ("fields.ended_on", "before_it_began")
    ]
    await hand.record(Entry("chc_ended", {"case": case.ref, "ended_on": "2026-11-11"}, "key-00003"))
