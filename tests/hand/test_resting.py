"""An entry on which others rest is not taken back before them, nor made one of another provider or id."""

from typing import Any

import pytest
from msgspec.structs import replace

from connectors.hand_record.known import known_of
from connectors.hand_record.profile import named
from connectors.hand_record.translate import translate
from hub.ports.connector import Translation
from hub.ports.recording import Entry, Fault, Known, Reason, Recorder
from tests.hand.entries import WHO
from tests.hand.person import Hand, went_home
from tests.hand.test_translation import SAID, faults

TABLE = named("entries")
STARTED = {"provider": "1-177", "service": "HOME_SUPPORT", "started_on": "2026-11-13", "hours_per_week": "10"}
WRONG = Reason("WRONG_PERSON")


@pytest.fixture
async def hand() -> Hand:
    """Mrs Ashworth, who went home on 13 November."""
    return await went_home()


async def recorded(hand: Hand, what: str, **fields: Any) -> bytes:
    """Record an entry; give its event."""
    hand.hub.clock.set(hand.hub.clock.now() + 60_000)
    (event_id,) = await hand.record(Entry(what, fields, f"key-of-{hand.hub.clock.now()}"))
    return event_id


async def thing(hand: Hand, kind: str) -> str:
    """Give the one thing of a kind."""
    (one,) = (await hand.desk.known(hand.subject)).things[kind]
    return one.ref


async def wrong(
    hand: Hand, event_id: bytes, what: str = "recorded_by_mistake", fields: dict[str, Any] | None = None
) -> list[Fault]:
    """Give what is wrong with taking an entry back, or with another one in its place."""
    entry = Entry(what, fields or {}, "key-of-the-correction", event_id.hex(), WRONG)
    return list(await hand.desk.check(hand.subject, (await whose(hand, event_id)), entry))


async def whose(hand: Hand, event_id: bytes) -> Recorder:
    """Give the recorder whose entry it is."""
    known = await hand.desk.known(hand.subject)
    (organisation,) = {one.organisation for one in known.entries if one.event_id == event_id}
    return Recorder(organisation, "coordinator", "DISCHARGE_COORDINATION")


async def taken_back(hand: Hand, event_id: bytes) -> None:
    """Take an entry back."""
    await hand.record(Entry("recorded_by_mistake", {}, f"back-{event_id.hex()}", event_id.hex(), WRONG))


async def test_a_line_of_the_wrong_person_is_taken_back_after_what_rests_on_it(hand: Hand) -> None:
    """Before, a line of that provider ran on by its change, cost money and kept the record open to it."""
    started = await recorded(hand, "support_line_started", **STARTED)
    line = await thing(hand, "line")
    changed = await recorded(hand, "support_line_changed", line=line, changed_on="2026-11-14", hours_per_week="12")
    visits = [
        await recorded(hand, "visit_confirmed", line=line, done_at=f"2026-11-13T{hour:02}:00") for hour in (18, 20)
    ]
    (fault,) = await wrong(hand, started)
    assert (fault.path, fault.rule) == ("corrects", "others_rest_on_it")
    assert fault.words.endswith("first: Visit took place (13-Nov-2026); Support changed (14-Nov-2026)")
    for event_id in (changed, *visits):
        await taken_back(hand, event_id)
    assert await wrong(hand, started) == []
    await taken_back(hand, started)
    (episode,) = (await hand.state())["episodes"]
    assert episode["lines"] == []


async def test_another_provider_makes_it_another_line_and_other_hours_do_not(hand: Hand) -> None:
    """The fault stands at what was changed; what rests on the line rests on it with the right hours as well."""
    started = await recorded(hand, "support_line_started", **STARTED)
    line = await thing(hand, "line")
    await recorded(hand, "visit_confirmed", line=line, done_at="2026-11-13T18:00")
    (fault,) = await wrong(hand, started, "support_line_started", STARTED | {"provider": "1-102"})
    assert (fault.path, fault.rule) == ("fields.provider", "others_rest_on_it")
    assert await wrong(hand, started, "support_line_started", STARTED | {"hours_per_week": "9"}) == []


RESTING: list[tuple[str, dict[str, Any], str, str, dict[str, Any]]] = [
    ("safeguarding_raised", {}, "concern", "safeguarding_closed", {}),
    (
        "move_notified",
        {"intended_on": "2026-12-01", "to_council": "E10999002"},
        "move",
        "move_confirmed",
        {},
    ),
    (
        "appeal_lodged",
        {"about": "PLAN", "lodged_on": "2026-11-13", "council": "E10999001"},
        "appeal",
        "appeal_acknowledged",
        {"acknowledged_on": "2026-11-14"},
    ),
    (
        "chc_checklist",
        {"positive": "yes", "completed_on": "2026-11-13"},
        "chc_case",
        "chc_disputed",
        {"disputed_by": "COUNCIL"},
    ),
    ("coordinator_named", {"post_id": "HUB-3"}, "post", "coordinator_stood_down", {}),
    (
        "short_break_requested",
        {"kind": "DAY", "requested_on": "2026-11-13"},
        "short_break",
        "short_break_decided",
        {"granted": "no", "decided_on": "2026-11-14"},
    ),
    (
        "carer_assessment_requested",
        {},
        "carer_assessment",
        "carer_assessment_progressed",
        {"state": "IN_PROGRESS"},
    ),
]
NAMED = {"chc_case": "case", "short_break": "request", "carer_assessment": "assessment"}


@pytest.mark.parametrize(("what", "fields", "kind", "later", "more"), RESTING)
async def test_every_first_telling_of_a_thing_waits_for_what_rests_on_it(  # noqa: PLR0913, PLR0917 - one row
    hand: Hand, what: str, fields: dict[str, Any], kind: str, later: str, more: dict[str, Any]
) -> None:
    """A concern, move, appeal, case, post, break or assessment: its later words are taken back first, then it is."""
    first = await recorded(hand, what, **fields)
    about = {NAMED.get(kind, kind): await thing(hand, kind)}
    rests = await recorded(hand, later, **about, **more)
    assert [(one.path, one.rule) for one in await wrong(hand, first)] == [("corrects", "others_rest_on_it")]
    assert await wrong(hand, rests) == []
    await taken_back(hand, rests)
    assert await wrong(hand, first) == []


async def test_a_carers_assessment_on_which_steps_rest_stays_a_carers(hand: Hand) -> None:
    """As one of needs, in the general form, it would be none that a carer's step can be about."""
    first = await recorded(hand, "carer_assessment_requested")
    step = {"assessment": await thing(hand, "carer_assessment"), "state": "IN_PROGRESS"}
    await recorded(hand, "carer_assessment_progressed", **step)
    (fault,) = await wrong(hand, first, "assessment_requested", {"kind": "NEEDS"})
    assert (fault.path, fault.rule) == ("fields.kind", "others_rest_on_it")
    assert await wrong(hand, first, "assessment_requested", {"kind": "CARER"}) == []


async def known(hand: Hand, feed: str, *types: str) -> Known:
    """Give what is known where the events of some types came from a feed."""
    told = [
        replace(event, provenance=replace(event.provenance, feed=feed))
        if event.provenance is not None and event.type in types
        else event
        for event in await hand.hub.reader.told(hand.subject)
    ]
    return known_of(told, TABLE)


async def test_what_a_feed_says_of_the_line_keeps_no_entry(hand: Hand) -> None:
    """A provider's own table is not this hub's to take back; and a line that a feed told of too goes on without it."""
    started = await recorded(hand, "support_line_started", **STARTED)
    await recorded(hand, "visit_confirmed", line=await thing(hand, "line"), done_at="2026-11-13T18:00")

    def back(known: Known) -> Translation:
        who = WHO._replace(organisation="QZZ")
        entry = Entry("recorded_by_mistake", {}, "key-of-the-tests", started.hex(), WRONG)
        return translate(entry, TABLE, SAID._replace(known=known, who=who))

    assert faults(back(await known(hand, "hand"))) == {("corrects", "others_rest_on_it")}
    assert back(await known(hand, "provider-desk", "VisitConfirmed")).outcome == "accepted"
    whole = await known(hand, "hand")
    (line,) = whole.things["line"]
    twice = {**whole.things, "line": [line._replace(told_by=line.told_by | {b"another"})]}
    assert back(whole._replace(things=twice)).outcome == "accepted"


async def test_many_days_are_counted_and_another_organisations_entries_are_called_theirs(hand: Hand) -> None:
    """Who has to take them back is to be known, and a hundred visits are not told one by one."""
    hand.hub.clock.set(hand.hub.clock.now() + 10 * 86_400_000)
    started = await recorded(hand, "support_line_started", **STARTED)
    line = await thing(hand, "line")
    for day in (14, 15, 16, 17, 18):
        visit = Entry("visit_missed", {"line": line, "planned_at": f"2026-11-{day}T08:00"}, f"key-of-day-{day}")
        who = Recorder("1-177", "care_staff", "CARE_DELIVERY", "own_provider")
        await hand.desk.record(hand.subject, who, visit)
    (fault,) = await wrong(hand, started)
    days = "14-Nov-2026, 15-Nov-2026, 16-Nov-2026, and 2 days more"
    assert fault.words.endswith(f"first: Visit missed by another organisation ({days})")
