"""Changed since you looked: for each reader by themselves, by what is held of a person and not by the clock."""

from datetime import date
from typing import Any

import httpx
import pytest

from hub.adapters.memory_looks import MemoryLooks
from hub.api.access import Caller
from hub.api.purposes import Purpose, Role
from hub.api.refs import ref_of
from hub.events import coordination, discharge
from hub.events.care_record import VisitConfirmed, VisitMissed
from hub.ports.reading import BoardRow
from hub.processors.joint import JointProcessor
from hub.web.looked import CHANGED, NEW, LastLook, Looking, mark_of
from hub.web.session import COOKIE
from hub.web.timeline_view import entries_of, since_words
from tests.api.desk import Desk
from tests.api.invented import PEOPLE
from tests.domain.stories import Story, ms, spell
from tests.processors.people import AREAS, fold

ADA, ARTHUR = PEOPLE[0], PEOPLE[1]
PAGE = f"/people/{ref_of(ADA.subject)}"
DAY = date(2026, 11, 23)
ANN = Caller("ann", Role.COORDINATOR, "QHL", frozenset({Purpose.DISCHARGE_COORDINATION}))


def home() -> Story:
    """Home on 13 November with a coordinator and a line whose visits take place."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    story.tell("2026-11-13T17:00", coordination.CoordinatorNamed("HUB-3", "E08000025"))
    story.line("2026-11-13", "L1", 700, origin="NEW")
    visited(story, "2026-11-13T18:00")
    return story


def visited(story: Story, at: str) -> None:
    """Let a visit take place as planned."""
    story.tell(at, VisitConfirmed("L1", "1-100", ms(at), ms(at)))


def mark(story: Story, on: date) -> bytes:
    """Give the mark of the person's row on a day."""
    view: dict[str, Any] = dict(JointProcessor(AREAS).view(fold(story), on))
    return mark_of(BoardRow(bytes(16), None, view, view.get("next_step")))


def test_days_that_pass_and_visits_as_planned_change_no_mark() -> None:
    """Nobody is called to a row because it is tomorrow, or because the carer came."""
    story = home()
    first = mark(story, date(2026, 11, 15))
    for day in range(16, 22):
        visited(story, f"2026-11-{day}T08:00")
        assert mark(story, date(2026, 11, day)) == first


@pytest.mark.parametrize(
    "body",
    [
        VisitMissed("L1", "1-100", ms("2026-11-16T08:00")),
        coordination.CoordinatorStoodDown("HUB-3", "E08000025"),
        coordination.SafeguardingConcernRaised("C1", "1-100"),
        coordination.TeamMemberJoined("OT-9", "QHL", None, "CARE_DELIVERY"),
        discharge.PathwayDecided(spell(), "P1", "P1-REHAB", False, "QHL"),
    ],
    ids=lambda body: type(body).__name__,
)
def test_what_a_coordinator_acts_on_changes_the_mark(body: Any) -> None:
    """Each of them is news."""
    story = home()
    before = mark(story, date(2026, 11, 16))
    story.tell("2026-11-16T09:00", body)
    assert mark(story, date(2026, 11, 16)) != before


def test_an_alert_that_opens_is_news_though_nothing_was_sent() -> None:
    """Nobody coordinates: on the working day after it is on the row, and the mark with it."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    assert mark(story, date(2026, 11, 15)) != mark(story, date(2026, 11, 16))


def look(book: MemoryLooks, caller: Caller = ANN, *, opens: bool = True) -> LastLook:
    """Give a look of somebody."""
    return LastLook(Looking(book, b"key"), caller, DAY, opens)


def row(number: int, what: str) -> BoardRow:
    """Give a row with a next step."""
    return BoardRow(bytes([number]) * 16, None, {"status": "open"}, {"what": what})


async def test_rows_are_marked_for_whoever_saw_them_otherwise() -> None:
    """Nothing at the first look; then what changed and who is new, as long as the page is open; then no more."""
    book = MemoryLooks()
    assert await look(book).since([row(1, "a"), row(2, "b")]) == {}
    now = [row(1, "c"), row(2, "b"), row(3, "d")]
    wanted = {row(1, "").subject: CHANGED, row(3, "").subject: NEW}
    assert await look(book).since(now) == wanted
    assert await look(book, opens=False).since(now) == wanted
    assert await look(book).since(now) == {}


async def test_each_reader_has_looks_of_their_own() -> None:
    """The same name elsewhere, or in another role, is somebody else."""
    book = MemoryLooks()
    await look(book).since([row(1, "a")])
    others = [ANN._replace(user="ben"), ANN._replace(organisation="QGH"), ANN._replace(role=Role.ANALYST)]
    for other in others:
        assert await look(book, other).since([row(1, "b")]) == {}
    assert await look(book, ANN._replace(session="another")).since([row(1, "b")]) == {row(1, "").subject: CHANGED}
    keys = [Looking(book, b"key").reader(caller) for caller in (ANN, *others)]
    assert len(set(keys)) == 4
    assert all(b"ann" not in key for key in keys)
    assert Looking(book, b"other").reader(ANN) != keys[0]


async def test_an_event_that_comes_late_is_new_wherever_it_stands() -> None:
    """By its id: what was sent last is new in the middle of the timeline too, and nothing else is."""
    book = MemoryLooks()
    seen = [{"id": name} for name in ("e3", "e1")]
    assert await look(book).unseen(bytes(16), seen) == frozenset()
    late = [{"id": "e3"}, {"id": "e2"}, {"id": "e1"}]
    assert await look(book).unseen(bytes(16), late) == {"e2"}
    assert await look(book, opens=False).unseen(bytes(16), late) == {"e2"}
    assert await look(book).unseen(bytes(16), late) == frozenset()
    assert await LastLook(None, ANN, DAY, opens=True).unseen(bytes(16), late) == frozenset()


def test_new_entries_are_marked_and_counted_in_words() -> None:
    """A run of visits is new when one of them is; kinds are counted, and many kinds are summed."""
    visits = [
        {"id": f"v{n}", "type": "VisitConfirmed", "occurred_at": f"2026-11-1{n}T08:00:00+00:00"} for n in range(4)
    ]
    timeline = [{"id": "c", "type": "CoordinatorNamed"}, *visits, {"id": "s", "type": "SpellDischarged"}]
    entries = entries_of(timeline, {}, "headings.4.items", frozenset({"c", "v2"}))
    assert [entry.is_new for entry in entries] == [True, True, False]
    assert since_words(timeline, frozenset({"c", "v2", "v3"})) == "3 entries: Coordinator named, Visit took place (2)"
    assert since_words(timeline, frozenset({"s"})) == "1 entry: Left hospital"
    assert since_words(timeline, frozenset()) is None
    many = [{"id": str(n), "type": f"Kind{n}"} for n in range(7)]
    assert (since_words(many, frozenset(str(n) for n in range(7))) or "").endswith("and 2 more kinds")


async def test_the_board_marks_what_changed_since_it_was_opened_last(client: httpx.AsyncClient, desk: Desk) -> None:
    """A new pathway is marked in its row and counted above; opened once more the board is quiet."""
    assert "since you" not in (await client.get("/")).text
    desk.reading.change(ARTHUR._replace(pathway="P2"))
    text = (await client.get("/")).text
    row_ = text[text.index(f'id="row-{ref_of(ARTHUR.subject)}"') :]
    assert CHANGED in row_[: row_.index("</tr>")]
    assert text.count(CHANGED) == 1
    assert "1 person changed since you last opened the board" in text
    assert "since you" not in (await client.get("/")).text


async def test_the_page_marks_what_came_since_it_was_opened_last(client: httpx.AsyncClient, desk: Desk) -> None:
    """What came is said at the head and marked in the timeline; a look at another day notes nothing."""
    assert "Since you last opened" not in (await client.get(PAGE)).text
    desk.reading.tell(ADA, "CoordinatorNamed")
    assert "Since you last opened" not in (await client.get(f"{PAGE}?on=2026-11-20")).text
    text = (await client.get(PAGE)).text
    assert "1 entry: Coordinator named" in text
    assert text.count("hub-since-tag") == 1
    assert "Since you last opened" not in (await client.get(PAGE)).text


async def test_the_board_of_one_reader_says_nothing_of_anothers(client: httpx.AsyncClient, desk: Desk) -> None:
    """Two people at one desk: each is told what changed since their own look."""
    await client.get("/")
    desk.reading.change(ARTHUR._replace(pathway="P2"))
    other = Caller("ben", Role.COORDINATOR, "QHL", frozenset({Purpose.DISCHARGE_COORDINATION}))
    client.cookies.set(COOKIE, desk.issuer.issue(other, desk.clock.now()))
    assert CHANGED not in (await client.get("/")).text


async def test_nothing_of_a_look_is_in_cookie_or_access_log(client: httpx.AsyncClient, desk: Desk) -> None:
    """The cookie is the session's token, with or without a look, and the access log says what it always said."""
    answer = await client.get("/")
    assert set(answer.cookies) == {COOKIE}
    await client.get(PAGE)
    assert {(line.view, line.action) for line in desk.access.lines} == {
        ("board", "list"), ("joint_state", "view"), ("record", "view"), ("timeline", "view"),
    }  # fmt: skip
