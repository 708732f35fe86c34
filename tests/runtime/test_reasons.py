"""Every value says why: which event made it so, whose message that was, by which rule, and what was there before."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pytest

from connectors.simulator.demonstration import demonstration, demonstration_lives
from hub.domain.rules import Rule
from hub.errors import NotFound
from hub.people.claims import Identifier
from tests.partners.tables import row, table
from tests.runtime.asked import Sent, adt, at
from tests.runtime.leaves import leaves
from tests.simulator.whole_hub import WholeHub

ON = date(2026, 12, 1)
NO_CLAIMS: Final = frozenset({"subject_ref", "on", "known_at", "hash", "heading"})
"""What an answer says of itself and not of the person, and the names of the record's headings."""
TOLD: Final = ("id", "type", "occurred_at", "recorded_at", "received_at", "message_id", "source_organisation", "author")
IN = adt("A01", "202611020915")
OUT = adt("A03", "202611131640", place="W7^BAY1^12^RZZ01")
CANCELLED = adt("A13", "202611131640", sent="202611131900", place="W7^BAY1^12^RZZ01")


@pytest.fixture
def sent() -> Sent:
    """An empty hub."""
    return Sent()


async def rows(sent: Sent, when: str, *given: Mapping[str, str]) -> None:
    """Take rows of a care provider's table and fold them."""
    sent.hub.clock.set(at(when))
    receipt = await sent.hub._doors["provider-desk"].drop("provider-desk", {f"{when}.csv": table(given)})
    assert (receipt["accepted"], receipt["parked"], receipt["refused"]) == (len(given), [], None)
    await sent.hub.settle()


async def at_home(sent: Sent) -> bytes:
    """Somebody who left hospital on 13 November, with support that changed once and visits of which one was missed."""
    await sent.take(IN, OUT)
    await rows(sent, "202611160800", row("LINE_STARTED"), row("VISIT_CONFIRMED"), row("VISIT_MISSED"))
    await rows(sent, "202611170800", row("LINE_CHANGED", recorded_at="2026-11-17T08:00:00+00:00"))
    return await sent.who()


async def why(sent: Sent, who: bytes, path: str, on: date | None = ON) -> dict[str, Any]:
    """Ask why."""
    return await sent.reader.why(who, path, on, None)


async def check_every_value(hub: WholeHub, who: bytes, on: date | None = None) -> int:
    """Ask why of each value of state and record; give how many there were."""
    state, record = await hub.reader.joint_state(who, on, None), await hub.reader.record(who, on, None)
    happened = {line["id"] for line in await hub.reader.timeline(who, on, None)}
    every = [*leaves(state), *leaves(record)]
    asked = [(path, value) for path, value in every if path.rpartition(".")[2] not in NO_CLAIMS]
    for path, value in asked:
        chain = await hub.reader.why(who, path, on, None)
        assert (chain["path"], chain["value"]) == (path, value)
        assert chain["event"]["id"] in happened, path
        assert all(chain["event"][name] for name in TOLD), path
        assert chain["rule_words"] == Rule.of(chain["rule"]).words
        assert (chain["rule"] == "not_stated") <= (value in (None, "", [], {})), path
    return len(asked)


@pytest.mark.slow
@pytest.mark.timeout(400)  # each value of hundreds is asked apart
async def test_every_value_of_the_demonstrations_people_says_why() -> None:
    """Stays, episodes, lines, milestones, alerts, the next step, the record, and what nobody has said."""
    today, hub = date(2026, 11, 25), WholeHub()
    for one in demonstration(today):
        await hub.take(one)
    await hub.settle()
    numbers = [life.person.nhs_number for life in demonstration_lives(today)]
    found = [await hub.reader.find(Identifier("NHS", "NHS", number)) for number in numbers]
    people = [who for who in found if who is not None]
    assert len(people) >= 40
    assert sum([await check_every_value(hub, who) for who in people[::3]]) > 1000


@pytest.mark.slow
async def test_every_value_says_why_of_cancels_leave_missed_visits_and_hidden_whereabouts(sent: Sent) -> None:
    """What the demonstration does not have, on the days between as well."""
    who = await at_home(sent)
    await sent.take(CANCELLED, adt("A21", "202611181000"), adt("A22", "202611191000"))
    await sent.take(adt("A08", "202611201000", hiding="1"), adt("A03", "202611211000"))
    for on in (None, date(2026, 11, 12), date(2026, 11, 14), date(2026, 11, 18), date(2027, 2, 1)):
        await check_every_value(sent.hub, who, on)


@pytest.mark.parametrize(
    ("path", "event", "rule", "replaced"),
    [
        ("episodes.0.day", "SpellDischarged", "day_one", None),
        ("episodes.0.milestones.2.reached", "SpellDischarged", "day_one", None),
        ("episodes.0.coordinator", "SpellDischarged", "not_stated", None),
        ("episodes.0.pathway", "SpellDischarged", "not_stated", None),
        ("episodes.0.lines.0.started_on", "SupportLineStarted", "line_stated", None),
        ("episodes.0.lines.0.ended_on", "SupportLineStarted", "not_stated", None),
        ("episodes.0.lines.0.hours_per_week", "SupportLineChanged", "line_stated", 10.5),
        ("episodes.0.lines.0.price_per_hour", "SupportLineStarted", "line_stated", None),
        ("episodes.0.lines.0.visits.confirmed", "VisitConfirmed", "line_stated", 0),
        ("episodes.0.lines.0.visits.missed", "VisitMissed", "line_stated", 0),
        ("spells.0.ready_at", "SpellAdmitted", "not_stated", None),
        ("spells.0.destination.code", "SpellDischarged", "discharged", None),
        ("headings.2.items.0.values.hours_per_week", "SupportLineChanged", "line_stated", 10.5),
        ("headings.2.items.0.values.started_on", "SupportLineStarted", "line_stated", None),
        ("headings.2.items.0.values.visits_missed", "VisitMissed", "line_stated", 0),
        ("headings.3.items.0.values.day", "SpellDischarged", "day_one", None),
        ("headings.3.items.0.values.pathway", "SpellDischarged", "not_stated", None),
        ("headings.0.items.0.values.name.family", "SpellAdmitted", "stated_by_partner", None),
        ("headings.4.items.0.type", "SupportLineChanged", "stated_by_partner", None),
        ("card.nhs_number", "SpellAdmitted", "stated_by_partner", None),
    ],
)
async def test_a_value_names_the_event_that_made_it_so(
    sent: Sent, path: str, event: str, rule: str, replaced: object
) -> None:
    """Hours come from the change, the price from the start that it left alone, what is lacking from what lacks it."""
    chain = await why(sent, await at_home(sent), path)
    assert (chain["event"]["type"], chain["rule"], chain["replaced"]) == (event, rule, replaced)


async def test_the_line_that_a_value_replaced_is_the_same_line(sent: Sent) -> None:
    """A line that sorts before another took nothing from it, whatever place in the list it has now."""
    who = await at_home(sent)
    earlier = row("LINE_STARTED", line_id="L-02", started_on="2026-11-14", hours_per_week="3")
    await rows(sent, "202611180800", {**earlier, "recorded_at": "2026-11-18T08:00:00+00:00"})
    lines = (await sent.reader.joint_state(who, ON, None))["episodes"][0]["lines"]
    assert [line["line_id"] for line in lines] == ["L-02", "L-17"]
    assert (await why(sent, who, "episodes.0.lines.0.hours_per_week"))["replaced"] is None
    assert (await why(sent, who, "episodes.0.lines.1.hours_per_week"))["replaced"] == 10.5


async def test_a_cancel_is_what_took_a_value_back(sent: Sent) -> None:
    """Nobody is on a day of a void episode: the cancel says so, and before it the day was counted."""
    await sent.take(IN, OUT, CANCELLED)
    who = await sent.who()
    counted = await why(sent, who, "episodes.0.day")
    assert (counted["event"]["type"], counted["replaced"]) == ("DischargeCancelled", 19)
    left = await why(sent, who, "spells.0.discharged_at")
    assert (left["event"]["type"], left["rule"]) == ("DischargeCancelled", "not_stated")
    assert left["replaced"] == "2026-11-13T16:40:00+00:00"
    timeline = (await sent.reader.record(who, ON, None))["headings"][4]["items"]
    place = next(at for at, item in enumerate(timeline) if item["values"]["struck"])
    struck = await why(sent, who, f"headings.4.items.{place}.values.struck")
    assert (struck["event"]["type"], struck["replaced"]) == ("DischargeCancelled", False)


async def test_whoever_came_back_from_leave_is_on_none(sent: Sent) -> None:
    """The return says so, and names since when the person had been away."""
    await sent.take(IN, adt("A21", "202611041000"), adt("A22", "202611051000"))
    chain = await why(sent, await sent.who(), "spells.0.on_leave_since", None)
    assert (chain["value"], chain["event"]["type"]) == (None, "LeaveEnded")
    assert chain["replaced"] == "2026-11-04T10:00:00+00:00"


async def test_a_name_is_credited_to_the_first_who_gave_it_and_replaces_the_one_before(sent: Sent) -> None:
    """Repeats of a name change nothing; a new one shows what it was before."""
    await sent.take(IN, adt("A08", "202611031000", name="ASHWORTH-LEE^Margaret"), OUT)
    await sent.take(adt("A08", "202611141000", name="ASHWORTH-LEE^Margaret"))
    who = await sent.who()
    for path in ("card.name.family", "headings.0.items.0.values.name.family"):
        chain = await why(sent, who, path)
        assert chain["value"].upper() == "ASHWORTH-LEE"
        assert (chain["event"]["occurred_at"], chain["replaced"].upper()) == ("2026-11-14T10:00:00+00:00", "ASHWORTH")


async def test_what_is_hidden_is_not_told_by_what_it_replaced(sent: Sent) -> None:
    """That whereabouts are hidden says which message hid them, and shows none that were known before."""
    await sent.take(IN, adt("A08", "202611031000", hiding="1"), adt("A08", "202611041000"))
    who = await sent.who()
    hidden = await why(sent, who, "headings.0.items.0.values.location_hidden")
    assert (hidden["value"], hidden["event"]["occurred_at"]) == (True, "2026-11-03T10:00:00+00:00")
    with pytest.raises(NotFound):
        await why(sent, who, "headings.0.items.0.values.address")
    with pytest.raises(NotFound):
        await why(sent, who, "card.address")


@pytest.mark.parametrize(
    "path",
    [
        "spells.0.nothing",
        "spells.7",
        "nothing",
        "hash",
        "",
        "headings.9",
        "headings.0.items.9",
        "card.nothing",
        "lines",
    ],
)
async def test_a_place_that_no_answer_has_is_not_found(sent: Sent, path: str) -> None:
    """Asking about nothing is answered in words, never by something else."""
    await sent.take(IN)
    with pytest.raises(NotFound):
        await why(sent, await sent.who(), path)


async def test_what_nobody_ever_said_is_so_up_to_the_newest_event(sent: Sent) -> None:
    """No episode and no contact: the newest event is the last that could have brought one."""
    await sent.take(adt("A01", "202611020915"), adt("A02", "202611051000"))
    who = await sent.who()
    chain = await why(sent, who, "episodes")
    assert (chain["value"], chain["event"]["type"], chain["rule"]) == ([], "SpellTransferred", "not_stated")
    assert (await why(sent, who, "headings.2.items"))["event"]["type"] == "SpellTransferred"
