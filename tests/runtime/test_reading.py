"""The real reader: as of a day, as known at a time, why, merged, erased, hidden, nameless."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, Never, cast
from uuid import UUID

import pytest

from hub.adapters.memory_access import MemoryAccess
from hub.adapters.memory_store import MemoryStore
from hub.adapters.spread_store import SpreadStore
from hub.errors import NotFound, Unavailable
from hub.ports.board_filter import BoardFilter
from hub.ports.missing import Missing
from hub.ports.reading import Ties
from hub.runtime.reading_lists import HubReader
from tests.runtime.asked import HOME, Sent, adt, at

IN = adt("A01", "202611020915")
MOVED = adt("A02", "202611051000", place="W7^BAY1^12^RZZ01")
OUT = adt("A03", "202611131640", place="W7^BAY1^12^RZZ01")
CANCELLED = adt("A13", "202611131640", sent="202611131900", place="W7^BAY1^12^RZZ01")
WHEREABOUTS = ("14 Sample Lane", "QX1 4ZZ", "01632960001", "Daniel", "07700900002", "Y99999")


@pytest.fixture
def sent() -> Sent:
    """An empty hub."""
    return Sent()


async def test_a_day_is_answered_as_it_was(sent: Sent) -> None:
    """On 6 November she was on ward 7 and nowhere near home; on the 13th her six weeks began."""
    await sent.take(IN, MOVED, OUT)
    who = await sent.who()
    before = await sent.reader.joint_state(who, date(2026, 11, 3), None)
    between = await sent.reader.joint_state(who, date(2026, 11, 6), None)
    after = await sent.reader.joint_state(who, date(2026, 11, 13), None)
    assert (before["spells"][0]["location"]["ward"], before["spells"][0]["status"]) == ("AMU", "open")
    assert (between["spells"][0]["location"]["ward"], between["episodes"]) == ("W7", [])
    assert (after["episodes"][0]["day"], after["episodes"][0]["last_covered_day"]) == (1, "2026-12-24")


async def test_a_time_is_answered_as_it_was_known(sent: Sent) -> None:
    """Between the discharge and its cancel we believed that she had left; the cancel changes that for today alone."""
    await sent.take(IN, OUT, CANCELLED)
    who = await sent.who()
    known = await sent.reader.joint_state(who, None, at("202611131800"))
    now = await sent.reader.joint_state(who, None, None)
    assert [episode["status"] for episode in known["episodes"]] == ["open"]
    assert [episode["status"] for episode in now["episodes"]] == ["void"]
    with pytest.raises(NotFound):
        await sent.reader.joint_state(who, None, at("202611020000"))


async def test_a_page_of_now_has_the_hash_of_the_state_that_the_board_shows(sent: Sent) -> None:
    """Whatever is read of a person now comes from the state that was folded, whichever way it is read."""
    await sent.take(IN, OUT)
    who = await sent.who()
    page = await sent.reader.page(who, None, None)
    assert page.joint["hash"] == (await sent.reader.joint_state(who, None, None))["hash"]
    board = await sent.reader.board(BoardFilter(date(2026, 11, 13)))
    assert board.rows[0].joint["episodes"][0]["day"] == 1
    assert board.counts == {"open": 1}


class _NoBoard(MemoryStore):
    """A server that has the same people and lists none of them."""

    def __init__(self, well: MemoryStore) -> None:
        lists = "board", "candidates", "counts", "steps", "choices"
        self.__dict__.update(vars(well) | dict.fromkeys(lists, self._away))

    async def _away(self, *_: object) -> Never:
        raise Unavailable("the store")


async def test_a_board_without_the_server_that_is_away_notes_it(sent: Sent) -> None:
    """Rows, numbers, steps, choices and the board of another day: each says of how many servers one does not answer."""
    await sent.take(IN, OUT)
    reader = sent.reader
    well = cast("MemoryStore", reader.parts.store)
    parted = HubReader(reader.parts._replace(store=SpreadStore([well, _NoBoard(well)], well.lanes)), MemoryAccess())
    today = BoardFilter(date(2026, 11, 13))
    asked: list[Callable[[Missing], Awaitable[Any]]] = [
        lambda missing: parted.board(today, counted=False, missing=missing),
        lambda missing: parted.board(today, missing=missing),
        lambda missing: parted.board(BoardFilter(date(2026, 11, 12)), missing=missing),
        lambda missing: parted.steps(today, missing),
        lambda missing: parted.choices(today.on, missing=missing),
    ]
    for ask in asked:
        missing = Missing()
        await ask(missing)
        assert missing.told == {"servers": 1, "of": 2}
    with pytest.raises(Unavailable):
        await parted.board(today)


async def test_why_names_event_message_rule_times_and_what_it_replaced(sent: Sent) -> None:
    """The ward is the last transfer's, and before it there was another one."""
    await sent.take(IN, MOVED)
    chain = await sent.reader.why(await sent.who(), "spells.0.location", None, None)
    assert (chain["value"]["ward"], chain["replaced"]["ward"]) == ("W7", "AMU")
    assert chain["rule_words"].endswith(".")
    assert chain["event"]["type"] == "SpellTransferred"
    assert chain["event"]["message_id"].startswith("CA02")
    assert {"occurred_at", "recorded_at", "received_at", "feed"} <= chain["event"].keys()
    with pytest.raises(NotFound):
        await sent.reader.why(await sent.who(), "spells.0.nothing", None, None)


async def test_a_merged_record_answers_as_the_survivor_on_every_day(sent: Sent) -> None:
    """A merge is what we learnt and not what happened: the survivor had both stays on the days before it."""
    other = {"pid3": "T1000999^^^RZZ^MR", "spell": "SP1", "in": "202610010900"}
    await sent.take(adt("A01", "202610010900", **other), adt("A03", "202610021000", **other), IN)
    retired, survivor = await sent.who("HOSPITAL", "RZZ", "T1000999"), await sent.who()
    await sent.take(adt("A40", "202611030815", mrg="T1000999^^^RZZ^MR"))
    state = await sent.reader.joint_state(retired, None, None)
    assert (UUID(state["now"]).bytes, UUID(state["asked_for"]).bytes) == (survivor, retired)
    assert await sent.who("HOSPITAL", "RZZ", "T1000999") == survivor
    earlier = await sent.reader.joint_state(survivor, date(2026, 10, 5), None)
    assert [spell["spell_id"] for spell in earlier["spells"]] == ["SP1"]
    assert len(await sent.reader.timeline(retired, None, None)) == len(await sent.reader.timeline(survivor, None, None))


async def test_before_we_knew_of_a_merge_there_were_two_people(sent: Sent) -> None:
    """As known before the merge, the retired reference answers for itself, and the survivor for its own stay."""
    other = {"pid3": "T1000999^^^RZZ^MR", "spell": "SP1", "in": "202610010900"}
    await sent.take(adt("A01", "202610010900", **other), IN)
    retired, survivor = await sent.who("HOSPITAL", "RZZ", "T1000999"), await sent.who()
    await sent.take(adt("A40", "202611030815", mrg="T1000999^^^RZZ^MR"))
    then = at("202611030000")
    alone = await sent.reader.joint_state(retired, None, then)
    own = await sent.reader.joint_state(survivor, None, then)
    assert "now" not in alone
    assert [spell["spell_id"] for spell in alone["spells"]] == ["SP1"]
    assert [spell["spell_id"] for spell in own["spells"]] == ["SP7700123"]


async def test_an_erased_person_keeps_days_and_codes_and_no_name(sent: Sent) -> None:
    """After the keys are destroyed the six weeks stay for the count; nothing that names her can be read."""
    await sent.take(IN, OUT)
    who = await sent.who()
    await sent.reader.parts.vault.destroy(who, at("202611140000"))
    text = await sent.told(who)
    assert not [word for word in ("Ashworth", "ASHWORTH", "19391104", *WHEREABOUTS) if word in text]
    page = await sent.reader.page(who, None, None)
    assert (page.card, page.joint["episodes"][0]["discharged_on"]) == (None, "2026-11-13")
    assert page.record["headings"][0]["items"][0]["values"] == {"erased": True}
    assert (await sent.reader.board(BoardFilter(date(2026, 11, 14)))).rows[0].card is None


async def test_hiding_reaches_back_to_what_was_said_before(sent: Sent) -> None:
    """ZU8-4: once hidden, no answer gives address, phone, contacts or GP, neither those of earlier messages."""
    await sent.take(IN)
    who = await sent.who()
    shown = await sent.told(who)
    assert [word for word in WHEREABOUTS if word in shown] == list(WHEREABOUTS)
    await sent.take(adt("A08", "202611031000", hiding="1"), MOVED)
    text = await sent.told(who)
    assert not [word for word in WHEREABOUTS if word in text]
    assert (await sent.reader.card(who) or {})["location_hidden"] is True
    assert "ASHWORTH" in text.upper()
    early = await sent.reader.page(who, date(2026, 11, 2), at("202611021000"))
    assert not [word for word in WHEREABOUTS if word in repr(early)]


async def test_hiding_is_lifted_by_a_clear_word_alone(sent: Sent) -> None:
    """A message without ZU8 says nothing of it; ZU8-4 = 0 of the same hospital shows her address again."""
    await sent.take(adt("A01", "202611020915", hiding="2"), MOVED)
    who = await sent.who()
    assert not [word for word in WHEREABOUTS if word in await sent.told(who)]
    await sent.take(adt("A08", "202611061000", hiding="0"))
    assert "14 Sample Lane" in await sent.told(who)


async def test_lists_hold_what_tells_people_apart_and_no_whereabouts(sent: Sent) -> None:
    """A list needs name, birth date and numbers; where somebody lives is on their own page."""
    await sent.take(IN)
    card = (await sent.reader.board(BoardFilter(date(2026, 11, 3)))).rows[0].card
    assert card is not None
    assert set(card) == {"name", "born", "sex", "nhs_number"}


async def test_the_board_says_whose_somebody_in_hospital_is(sent: Sent) -> None:
    """Before any six weeks a row has the codes by which the board finds it; of whoever is hidden it has none."""
    await sent.take(IN)
    (row,) = (await sent.reader.board(BoardFilter(date(2026, 11, 2), council="E10999001", ics="QZZ"))).rows
    assert (row.council, row.ics, row.joint["episodes"]) == ("E10999001", "QZZ", [])
    await sent.take(MOVED)
    (past,) = (await sent.reader.board(BoardFilter(date(2026, 11, 3)))).rows
    assert (past.council, past.ics) == ("E10999001", "QZZ"), "on another day as well"
    await sent.take(adt("A08", "202611061000", hiding="1"))
    for on in (date(2026, 11, 6), date(2026, 11, 3)):
        (row,) = (await sent.reader.board(BoardFilter(on))).rows
        assert (row.council, row.ics) == (None, None)


async def test_somebody_without_a_name_is_known_by_a_number(sent: Sent) -> None:
    """An unknown patient has a hospital number, and that is what the list says."""
    await sent.take(adt("A01", "202611020915", pid3="T1000777^^^RZZ^MR", name="", home=HOME))
    card = (await sent.reader.board(BoardFilter(date(2026, 11, 3)))).rows[0].card
    assert card is not None
    assert "name" not in card
    assert [one["value"] for one in card["identifiers"]] == ["T1000777"]


async def test_a_shorter_name_takes_no_longer_one_away(sent: Sent) -> None:
    """A sender that knows the family name alone does not make her a stranger in the list."""
    await sent.take(IN, adt("A08", "202611031000", name="ASHWORTH"))
    name = ((await sent.reader.board(BoardFilter(date(2026, 11, 3)))).rows[0].card or {})["name"]
    assert name["given"] == "Margaret"


async def test_struck_events_stay_in_the_timeline_and_say_so(sent: Sent) -> None:
    """What was taken back did happen at the keyboard: it is shown struck, newest first."""
    await sent.take(IN, OUT, CANCELLED)
    lines = await sent.reader.timeline(await sent.who(), None, None)
    assert [line["type"] for line in lines if line["struck"]] == ["SpellDischarged"]
    moments = [line["occurred_at"] for line in lines]
    assert moments == sorted(moments, reverse=True)


async def test_nobody_is_not_found(sent: Sent) -> None:
    """An unknown reference is nobody, by every way of asking."""
    for ask in (sent.reader.joint_state, sent.reader.record, sent.reader.timeline, sent.reader.page):
        with pytest.raises(NotFound):
            await ask(bytes(16), None, None)
    assert await sent.reader.now(bytes(16)) == bytes(16)
    assert await sent.reader.ties(bytes(16)) == Ties()


async def test_ties_last_for_as_long_as_stay_or_weeks(sent: Sent) -> None:
    """A council opens its residents in hospital, in their six weeks and six weeks after them, or while work is left.

    The tick of the day finds that nobody has said how the weeks ended.
    """
    home = "1 Test Street^^^Exampleshire^QX1 7EG^GBR^H"
    await sent.take(adt("A01", "202611020915", home=home))
    who = await sent.who()
    inside = (await sent.reader.ties(who)).councils
    await sent.take(adt("A03", "202611131640", home=home))
    assert (await sent.reader.ties(who)).councils == inside != frozenset()
    sent.hub.clock.set(at("202612242300"))
    assert (await sent.reader.ties(who)).councils == inside
    seen = []
    for now in ("202612250100", "202702042300", "202702050100"):
        sent.hub.clock.set(at(now))
        seen.append((await sent.reader.ties(who)).councils)
    assert seen == [inside, inside, frozenset()]
    await sent.hub.tick()
    assert (await sent.reader.ties(who)).councils == inside
