"""What messages state of a person, from bytes in the log to what others are told and readers see."""

import itertools
import json
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from hub.codec.events import EventCodec
from hub.domain.days import day_of
from hub.events.envelope import Event
from hub.events.identity import DeathRecorded, PersonUpdated
from hub.events.time import FactChanged
from hub.events.values import HomeArea, Moment, Source, Stated
from hub.ports.board_filter import BoardFilter
from hub.runtime.apply import Group
from hub.runtime.driver import Driver
from tests.runtime.asked import Sent, adt, at
from tests.runtime.conftest import new_driver
from tests.runtime.leaves import leaves
from tests.runtime.made import HOUR, MONDAY, happened, person, stay

WHO = person("somebody")
PAS, OTHER = Source("RZZ", "PAS"), Source("RZY", "PAS")
LEFT = day_of(MONDAY + 240 * HOUR)
"""Day 1."""
DEAD = DeathRecorded(Moment(MONDAY + (240 + 7 * 24) * HOUR), confirmed=True, source=PAS)
"""On day 8."""


def at_home() -> list[Event]:
    """Make a stay of ten days of somebody whose home is known."""
    home = PersonUpdated(home=HomeArea("E06000001", "QF7", 1.0, "directory"))
    return [happened(WHO, home, -10), *stay(WHO, "SP1", 0)]


def told(driver: Driver) -> list[tuple[str, str, str | None]]:
    """Give kind and key, state and council of every milestone and alert, in the order of the log."""
    bodies = [event.body for event in driver.derived() if isinstance(event.body, FactChanged)]
    return [
        (f"{body.kind} {body.key.split(':', 1)[1]}", body.state, json.loads(body.body).get("council"))
        for body in bodies
        if ":" in body.key
    ]


def folded(driver: Driver, *groups: Sequence[Event]) -> None:
    """Send events in groups and fold after each."""
    for group in groups:
        driver.send(group)
        driver.settle()


def test_a_death_withdraws_what_was_told_and_its_retraction_tells_it_again(driver: Driver) -> None:
    """Day 14 was told, a death on day 8 withdraws it, and N of the same hospital tells it again; the days go on."""
    folded(driver, at_home())
    driver.advance(LEFT + timedelta(days=20))
    folded(driver, [happened(WHO, DEAD, 500)])
    lives = happened(WHO, PersonUpdated(stated=Stated(PAS, alive=True)), 510)
    folded(driver, [happened(WHO, PersonUpdated(stated=Stated(OTHER, alive=True)), 505)])
    assert driver.view(WHO, "joint", LEFT + timedelta(days=20))["episodes"][0]["ended_because"] == "death"
    folded(driver, [lives])
    assert [(state, council) for key, state, council in told(driver) if key == "WindowMilestone 14"] == [
        ("NEW", "E06000001"),
        ("WITHDRAWN", None),
        ("NEW", "E06000001"),
    ]
    driver.advance(LEFT + timedelta(days=30))
    assert told(driver)[-1][:2] == ("WindowMilestone 28", "NEW")
    row = driver.view(WHO, "joint", LEFT + timedelta(days=30))["episodes"][0]
    assert (row["status"], row["last_covered_day"]) == ("open", (LEFT + timedelta(days=41)).isoformat())


def test_a_suspicion_that_is_taken_back_closes_its_alert(driver: Driver) -> None:
    """A time of death alone opens an alert; N without one, of the same hospital, withdraws it."""
    folded(driver, at_home(), [happened(WHO, DeathRecorded(None, confirmed=False, source=PAS), 500)])
    driver.advance(LEFT + timedelta(days=20))
    folded(driver, [happened(WHO, PersonUpdated(stated=Stated(PAS, alive=True)), 510)])
    assert [state for key, state, _ in told(driver) if key == "Alert death_suspected:"] == ["NEW", "WITHDRAWN"]


def test_hiding_changes_what_others_were_told(driver: Driver) -> None:
    """Milestones lose the council with an alert in its place, and have it again once the hospital lifts it."""
    hide, lift = (PersonUpdated(stated=Stated(PAS, hidden=hidden)) for hidden in (True, False))
    folded(driver, at_home())
    driver.advance(LEFT)
    folded(driver, [happened(WHO, hide, 241)], [happened(WHO, lift, 242)])
    found = told(driver)
    assert [(state, council) for key, state, council in found if key == "WindowMilestone 1"] == [
        ("NEW", "E06000001"),
        ("CHANGED", None),
        ("CHANGED", "E06000001"),
    ]
    alert = [(state, council) for key, state, council in found if key == "Alert whereabouts_hidden:"]
    assert alert == [("NEW", None), ("WITHDRAWN", None)]


def test_every_arrival_of_deaths_and_retractions_folds_to_one_hash(codec: EventCodec, group: Group) -> None:
    """Six statements of two hospitals in every order, one by one through the log: the same bytes of state."""
    said = [
        happened(WHO, DEAD, 500),
        happened(WHO, DeathRecorded(None, confirmed=True, source=OTHER), 501),
        happened(WHO, PersonUpdated(stated=Stated(PAS, alive=True, hidden=True)), 502, recorded=504),
        happened(WHO, DEAD, 503, recorded=503.5),
        happened(WHO, PersonUpdated(stated=Stated(PAS, alive=True, hidden=False)), 505, recorded=506),
    ]
    hashes = set()
    for order in itertools.permutations(said):
        with new_driver(codec, group) as driver:
            folded(driver, at_home(), *([event] for event in order))
            hashes.add(driver.hash(WHO, "joint"))
            assert driver.view(WHO, "joint", LEFT + timedelta(days=20))["episodes"][0]["ended_because"] == "death"
    assert len(hashes) == 1


HOME = "1 Test Street^^^Exampleshire^QX1 7EG^GBR^H"
IN = adt("A01", "202611020915", home=HOME)
OUT = adt("A03", "202611131640", home=HOME)
ON = date(2026, 11, 20)


def indicated(raw: bytes, died: str, flag: str) -> bytes:
    """Give a message with PID-29 and PID-30."""
    segments = raw.decode().split("\r")
    segments[2] += "|" * (28 - segments[2].count("|")) + f"|{died}|{flag}"
    return "\r".join(segments).encode()


def coded(raw: bytes, method: str, destination: str) -> bytes:
    """Give a discharge or an update of one with another way of leaving (PV1-36, PV1-37, PV1-45)."""
    segments = raw.decode().split("\r")
    place = next(place for place, segment in enumerate(segments) if segment.startswith("PV1"))
    fields = segments[place].split("|")
    fields[36], fields[37], fields[45] = method, destination, "202611131640"
    segments[place] = "|".join(fields)
    return "\r".join(segments).encode()


@pytest.fixture
def sent() -> Sent:
    """An empty hub."""
    return Sent()


def _now(sent: Sent) -> BoardFilter:
    """Ask for the board of today."""
    return BoardFilter(day_of(sent.hub.clock.now()))


async def row_of(sent: Sent) -> tuple[str, str | None]:
    """Give status and last covered day of the only person's current six weeks on the board."""
    board = await sent.reader.board(_now(sent))
    assert board.counts is not None
    (status,) = board.counts
    (row,) = board.rows or (None,)
    episodes = row.joint["episodes"] if row else []
    return status, episodes[-1]["last_covered_day"] if episodes else None


async def test_messages_of_a_mistaken_death_end_where_it_never_was(sent: Sent) -> None:
    """A31 with Y takes her off the open board; the next N of that hospital puts her back, another's does not."""
    await sent.take(IN, OUT, indicated(adt("A31", "202611151000", home=HOME), "20261115", "Y"))
    assert (await sent.reader.board(_now(sent))).counts == {"died": 1}
    await sent.take(indicated(adt("A31", "202611160900", home=HOME, trust="RZY"), "", "N"))
    assert (await sent.reader.board(_now(sent))).counts == {"died": 1}
    await sent.take(indicated(adt("A08", "202611161000", home=HOME), '""', "N"))
    assert await row_of(sent) == ("open", "2026-12-24")
    chain = await sent.reader.why(await sent.who(), "episodes.0.status", None, None)
    assert (chain["value"], chain["replaced"], chain["rule"]) == ("open", "ended", "death_taken_back")
    assert (chain["event"]["type"], chain["event"]["source_organisation"]) == ("SpellDetailsCorrected", "RZZ")


async def test_messages_of_a_death_at_discharge_that_was_none(sent: Sent) -> None:
    """A03 with method 4, N of the hospital's record (a contradiction), then A08 with method 1: home on the 13th."""
    await sent.take(IN, coded(OUT, "4", "79"), indicated(adt("A31", "202611140900", home=HOME), "", "N"))
    who = await sent.who()
    state = await sent.reader.joint_state(who, None, None)
    assert (state["spells"][0]["status"], state["episodes"]) == ("died", [])
    assert [finding["rule"] for finding in state["findings"]] == ["lives_and_died"]
    await sent.take(coded(adt("A08", "202611141000", home=HOME), "1", "19"))
    assert await row_of(sent) == ("open", "2026-12-24")
    assert (await sent.reader.joint_state(who, None, None))["findings"] == []


async def test_a_person_hidden_by_one_message_is_on_no_list_of_a_place(sent: Sent) -> None:
    """ZU8-4 on one transfer: council and system leave board, choices, ties and every answer, past days and why too."""
    await sent.take(IN, OUT)
    who = await sent.who()
    before = await sent.reader.joint_state(who, None, None)
    council, system = before["episodes"][0]["council"], before["episodes"][0]["ics"]["code"]
    assert (await sent.reader.ties(who)).councils == {council}
    await sent.take(adt("A02", "202611141000", home=HOME, hiding="2"))
    await sent.take(adt("A31", "202611151000", home=HOME, trust="RZY", hiding="0"))
    for narrowed in ({"council": council}, {"ics": system}):
        assert (await sent.reader.board(BoardFilter(ON, **narrowed))).rows == []
    choices = await sent.reader.choices(ON)
    assert (list(choices["council"]), list(choices["ics"]), list(choices["trust"])) == ([], [], ["RZZ"])
    assert (await sent.reader.ties(who)).councils == frozenset()
    (row,) = (await sent.reader.board(_now(sent))).rows
    past = [await sent.reader.page(who, date(2026, 11, 13), None), await sent.reader.page(who, ON, at("202611132000"))]
    assert [page.joint["episodes"][0]["whereabouts_hidden"] for page in past] == [True, True]
    shown = await sent.reader.joint_state(who, None, None)
    chains = [await sent.reader.why(who, path, None, None) for path, _ in leaves(shown["episodes"], "episodes")]
    everything = repr([row.joint, await sent.told(who), past, chains])
    assert not [code for code in (council, system, "QX1 7EG", "Y99999") if code in everything]
    await sent.take(adt("A08", "202611161000", home=HOME, hiding="0"))
    after = await sent.reader.joint_state(who, None, None)
    assert (after["episodes"][0]["council"], after["episodes"][0]["ics"]["code"]) == (council, system)
    assert "1 Test Street" in await sent.told(who)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
async def test_the_card_follows_the_same_rule_in_any_order_of_arrival(sent: Sent, order: Sequence[int]) -> None:
    """Hidden, said 0 by another hospital, said 0 by the same one before: whichever arrives first, it stays hidden."""
    said = (
        adt("A31", "202611040900", home=HOME, hiding="0"),
        adt("A31", "202611050900", home=HOME, hiding="1"),
        adt("A31", "202611060900", home=HOME, hiding="0", trust="RZY"),
    )
    await sent.take(IN, *(said[place] for place in order))
    who = await sent.who()
    assert (await sent.reader.card(who) or {})["location_hidden"] is True
    assert "1 Test Street" not in await sent.told(who)
    await sent.take(adt("A31", "202611070900", home=HOME, hiding="0"))
    assert "1 Test Street" in await sent.told(who)


async def test_what_was_written_before_the_hiding_shows_no_card(sent: Sent) -> None:
    """Hidden since the 5th, entered on the 8th: an update of the 6th that still said 0 lifts nothing."""
    await sent.take(IN, adt("A31", "202611060900", home=HOME, hiding="0"))
    await sent.take(adt("A31", "202611050900", sent="202611080900", home=HOME, hiding="1"))
    who = await sent.who()
    assert (await sent.reader.card(who) or {})["location_hidden"] is True
    assert (await sent.reader.joint_state(who, None, None))["episodes"] == []
    assert (await sent.reader.ties(who)).councils == frozenset()
