"""Pages of recording without a browser: forms made of the table, faults beside their fields, once and written down."""

import re
from datetime import date

import httpx
import pytest

from connectors.hand_record.known import known_of
from connectors.hand_record.profile import named
from hub.api.access import Caller
from hub.api.purposes import Purpose, Role
from hub.api.refs import ref_of
from hub.ports.recording import Earlier, Entry, EntryField, Known, Recorder, Thing
from hub.web.recording_view import earlier, options
from hub.web.session import COOKIE
from tests.api.desk import NAMES, Desk
from tests.api.invented import NOW, PEOPLE
from tests.domain.sayings import says
from tests.domain.stories import Story
from tests.hand.entries import GOOD

ADA = PEOPLE[0]
HOME = f"/people/{ref_of(ADA.subject)}"
COORDINATOR = f"{HOME}/record/coordinator_named"


def hidden(page: str) -> dict[str, str]:
    """Give what a form carries unseen."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


async def opened(client: httpx.AsyncClient, path: str) -> dict[str, str]:
    """Open a form and give what it carries."""
    page = await client.get(path)
    assert page.status_code == 200, page.text
    return hidden(page.text)


async def as_somebody(desk: Desk, client: httpx.AsyncClient, role: Role, organisation: str) -> None:
    """Sign somebody in."""
    token = desk.issuer.issue(Caller("somebody", role, organisation, frozenset(Purpose)), desk.clock.now())
    client.cookies.set(COOKIE, token)


async def test_the_person_page_leads_to_the_menu_and_the_menu_to_each_kind(client: httpx.AsyncClient) -> None:
    """Whoever may record finds it on the person's page; every kind has a form, made of the table."""
    assert f'href="{HOME}/record"' in (await client.get(HOME)).text
    menu = (await client.get(f"{HOME}/record")).text
    for what in GOOD:
        assert f'href="{HOME}/record/{what}"' in menu
        form = await client.get(f"{HOME}/record/{what}")
        assert (form.status_code, form.headers["Cache-Control"]) == (200, "no-store"), what


async def test_the_day_of_a_healthcare_decision_has_words_for_its_beginning_and_its_end(
    client: httpx.AsyncClient,
) -> None:
    """One field for both, so neither its label nor the page that asks to check may call an end the day it began."""
    form = (await client.get(f"{HOME}/record/chc_decided")).text
    assert "First day on which it holds (optional)" in form
    assert "the first day for which it no longer does" in form
    assert "Eligible from" not in form


async def test_nothing_is_recorded_before_it_was_checked(desk: Desk, client: httpx.AsyncClient) -> None:
    """Form, check, record: only the last makes an event, and the page after it says what was recorded."""
    carried = await opened(client, COORDINATOR)
    check = await client.post(COORDINATOR, data=carried | {"f.post_id": "HUB-3", "step": "check"})
    assert "Check your answers" in check.text
    assert "HUB-3" in check.text
    assert desk.hand.taken == []
    done = await client.post(COORDINATOR, data=hidden(check.text) | {"step": "record"}, follow_redirects=True)
    assert "Recorded" in done.text
    assert "HUB-3" in done.text
    assert "HUB-3" not in str(done.url)
    (event,) = desk.hand.events
    assert event.provenance is not None
    assert (event.type, event.provenance.author) == ("CoordinatorNamed", "coordinator")
    assert ("record", "entries", ADA.subject) in [(line.action, line.view, line.subject) for line in desk.access.lines]


async def test_answers_can_be_changed_before_they_are_recorded(desk: Desk, client: httpx.AsyncClient) -> None:
    """The way back keeps what was typed."""
    carried = await opened(client, COORDINATOR)
    form = await client.post(COORDINATOR, data=carried | {"f.post_id": "HUB-3", "f.role": "NURSE", "step": "change"})
    assert 'value="HUB-3"' in form.text
    assert re.search(r'value="NURSE"\s+selected', form.text)
    assert desk.hand.taken == []


async def test_a_double_submit_records_once(desk: Desk, client: httpx.AsyncClient) -> None:
    """Twice the same button is one entry, and both see that it was recorded."""
    carried = await opened(client, COORDINATOR)
    data = carried | {"f.post_id": "HUB-3", "step": "record"}
    answers = [await client.post(COORDINATOR, data=data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(desk.hand.events) == 1
    other = await client.post(COORDINATOR, data=data | {"f.post_id": "HUB-4"})
    assert (other.status_code, "Something else was recorded" in other.text) == (422, True)
    assert len(desk.hand.events) == 1


@pytest.mark.parametrize("step", ["check", "record"])
async def test_each_fault_stands_beside_its_field(desk: Desk, client: httpx.AsyncClient, step: str) -> None:
    """The head of the page lists every fault and links to its field; what was typed stays, and nothing is kept."""
    path = f"{HOME}/record/support_line_started"
    typed = {
        "f.provider": "two words",
        "f.started_on.day": "31",
        "f.started_on.month": "2",
        "f.started_on.year": "2026",
    }
    page = await client.post(path, data=await opened(client, path) | typed | {"step": step})
    assert page.status_code == 422
    assert "<title>Error: Support started" in re.sub(r"\s+", " ", page.text).replace("<title> ", "<title>")
    for anchor in ("f-provider", "f-service", "f-started_on-day"):
        assert f'href="#{anchor}"' in page.text
        assert f'id="{anchor}"' in page.text
    for error in ("f-provider-error", "f-service-error", "f-started_on-error"):
        assert f'id="{error}"' in page.text
    assert 'value="two words"' in page.text
    assert desk.hand.taken == []


async def test_a_correction_begins_with_what_was_recorded_and_needs_a_reason(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    """The form is filled, the reason is asked beside it, and the words of it stand in no address."""
    path = f"{HOME}/record/visit_missed"
    line = "1-101/L1"
    day = {"f.planned_at.day": "23", "f.planned_at.month": "11", "f.planned_at.year": "2026", "f.planned_at.at": "8:30"}
    typed = {"f.line": line, **day, "step": "record"}
    assert (await client.post(path, data=await opened(client, path) | typed)).status_code == 303
    menu = (await client.get(f"{HOME}/record")).text
    (link,) = re.findall(rf'href="({re.escape(path)}\?corrects=[0-9a-f]+)"', menu)
    form = (await client.get(link)).text
    for box, value in day.items():
        assert re.search(rf'name="{box}"[^>]*value="{value.zfill(5) if box.endswith("at") else value}"', form), box
    carried = hidden(form)
    without = await client.post(path, data=carried | typed | {"step": "check"})
    assert (without.status_code, 'id="reason-code-error"' in without.text) == (422, True)
    why = {"reason.code": "WRONG_TIME", "reason.words": "It was nine.", "f.planned_at.at": "09:00"}
    check = await client.post(path, data=carried | typed | why | {"step": "check"})
    assert "The day or time was wrong" in check.text
    done = await client.post(path, data=hidden(check.text) | {"step": "record"})
    assert done.status_code == 303
    assert "nine" not in done.headers["location"]
    assert [event.type for event in desk.hand.events] == ["VisitMissed", "VisitMissed", "EventReplaced"]
    assert desk.hand.personal[-1] == {"correction": {"reason": "WRONG_TIME", "words": "It was nine."}}
    assert len(re.findall(r">Correct<", (await client.get(f"{HOME}/record")).text)) == 1


async def test_a_mistake_is_taken_back(desk: Desk, client: httpx.AsyncClient) -> None:
    """What did not happen goes from the list; the page says that it was recorded."""
    await client.post(COORDINATOR, data=await opened(client, COORDINATOR) | {"f.post_id": "HUB-3", "step": "record"})
    menu = (await client.get(f"{HOME}/record")).text
    (link,) = re.findall(r'href="([^"]+recorded_by_mistake\?corrects=[0-9a-f]+)"', menu)
    data = await opened(client, link) | {"reason.code": "DID_NOT_HAPPEN", "step": "record"}
    done = await client.post(link.partition("?")[0], data=data, follow_redirects=True)
    assert "Recorded by mistake" in done.text
    assert desk.hand.events[-1].type == "EventReplaced"
    assert "Nothing yet." in (await client.get(f"{HOME}/record")).text


async def test_a_form_of_another_session_records_nothing(desk: Desk, client: httpx.AsyncClient) -> None:
    """A page elsewhere cannot make somebody record: the form has to be this session's own."""
    carried = await opened(client, COORDINATOR)
    data = carried | {"form_token": "another", "f.post_id": "HUB-3", "step": "record"}
    assert (await client.post(COORDINATOR, data=data)).status_code == 403
    assert desk.hand.taken == []


async def test_who_may_not_record_finds_no_way_to_it(desk: Desk, client: httpx.AsyncClient) -> None:
    """Staff of another provider record nothing; a social worker of another council does not get in."""
    await as_somebody(desk, client, Role.CARE_STAFF, "1-102")
    assert (await client.get(f"{HOME}/record")).status_code == 403
    await as_somebody(desk, client, Role.SOCIAL_WORKER, "E08000029")
    assert (await client.get(COORDINATOR)).status_code == 403
    await as_somebody(desk, client, Role.SOCIAL_WORKER, "E08000025")
    assert (await client.get(COORDINATOR)).status_code == 200
    assert [line.decision for line in desk.access.lines if line.view == "entries"] == ["DENY", "DENY", "PERMIT"]


async def test_care_staff_find_visits_alone(desk: Desk, client: httpx.AsyncClient) -> None:
    """The person's page leads them to a menu of visits; the form of a decision does not open."""
    await as_somebody(desk, client, Role.CARE_STAFF, "1-101")
    assert f'href="{HOME}/record"' in (await client.get(HOME)).text
    menu = (await client.get(f"{HOME}/record")).text
    offered = re.findall(rf'href="{re.escape(HOME)}/record/([a-z_]+)"', menu)
    assert offered == ["visit_confirmed", "visit_missed", "carer_told"]
    assert (await client.get(f"{HOME}/record/visit_confirmed")).status_code == 200
    assert (await client.get(f"{HOME}/record/funding_determined")).status_code == 403


async def test_what_somebody_may_not_record_they_may_not_take_back(desk: Desk, client: httpx.AsyncClient) -> None:
    """Nor look at, though their own organisation recorded it: form, check, record and the page after it are refused."""
    worker = Recorder("1-101", "social_worker", "CARE_DELIVERY")
    raised = Entry("safeguarding_raised", {}, "of-the-worker")
    event = (await desk.parts.recording.record(ADA.subject, worker, raised)).event_ids[0].hex()
    await as_somebody(desk, client, Role.CARE_STAFF, "1-101")
    path = f"{HOME}/record/recorded_by_mistake"
    carried = await opened(client, path)
    data = carried | {"corrects": event, "reason.code": "TWICE"}
    for step in ("check", "record"):
        assert (await client.post(path, data=data | {"step": step})).status_code == 403
    assert (await client.get(f"{path}?corrects={event}")).status_code == 403
    assert (await client.get(f"{HOME}/recorded?event={event}&what=visit_missed")).status_code == 403
    lines = [line.decision for line in desk.access.lines if line.view == "entries"]
    assert lines == ["PERMIT", *["PERMIT", "DENY"] * 4]
    assert [event.type for event in desk.hand.events] == ["SafeguardingConcernRaised"]


async def test_another_organisations_entry_has_no_link_to_correct_it(desk: Desk, client: httpx.AsyncClient) -> None:
    """The list shows whose word it is, and offers a correction to its own organisation alone."""
    await client.post(COORDINATOR, data=await opened(client, COORDINATOR) | {"f.post_id": "HUB-3", "step": "record"})
    await as_somebody(desk, client, Role.SOCIAL_WORKER, "E08000025")
    menu = (await client.get(f"{HOME}/record")).text
    assert "DEMONSTRATION, coordinator" in menu
    assert "corrects=" not in menu


def test_while_whereabouts_are_hidden_the_list_names_no_organisation_but_ones_own() -> None:
    """A council that wrote something down says where the person lives; its own people know it."""
    story, table = Story("hidden entries"), named("entries")
    story.admit("2026-11-02T09:15")
    says(story, "2026-11-03T09:00", hidden=True)
    entry = Earlier(b"e" * 16, "coordinator_named", "E08000025", "social_worker", NOW, NOW, "uid", 1, {}, {})
    for upto, own, said in ((1, "QHL", "Testborough"), (2, "QHL", "Kept hidden"), (2, "E08000025", "Testborough")):
        known = known_of(story.events[:upto], table)._replace(entries=[entry])
        (shown,) = earlier(known, table.by_what, own, NAMES)
        assert shown.said_by == f"{said}, social worker"


async def test_a_record_that_was_merged_away_is_followed(desk: Desk, client: httpx.AsyncClient) -> None:
    """Nobody writes in a record that is another one now."""
    desk.reading.merged[ADA.subject] = PEOPLE[2].subject
    moved = await client.get(COORDINATOR)
    assert (moved.status_code, moved.headers["location"]) == (303, f"/people/{ref_of(PEOPLE[2].subject)}/record")
    assert (await client.get(f"{HOME}/record/weather")).status_code == 404


async def test_each_council_is_offered_once(client: httpx.AsyncClient) -> None:
    """By the code that it has today: not a second time by an older code, or by that of the client level data."""
    form = (await client.get(f"{HOME}/record/move_notified")).text
    offered = re.findall(r'<option value="([^"]+)"[^>]*>\s*(Testborough|Northvale)', form)
    assert sorted(set(offered)) == [("E08000025", "Testborough"), ("E08000029", "Northvale")]
    assert max(offered.count(one) for one in offered) == 2, "once in each of the two lists"


def test_two_of_one_day_are_told_apart_by_what_was_said_of_them() -> None:
    """Charges by amount and days, notices by kind, moves by council and day; no council while that is hidden."""
    days = {"from_on": date(2026, 11, 20), "to_on": date(2026, 11, 22)}
    things = {
        "charge": [Thing(f"F{n}", {"charge_id": f"F{n}"}, "ChargeRecorded", NOW, None, {}, days | {"amount": n * 100})
                   for n in (12, 13)],
        "notice": [Thing("N1", {"kind": "DISCHARGE", "notice_id": "N1"}, "NoticeIssued", NOW)],
        "move": [Thing("M1", {"move_id": "M1"}, "MoveNotified", NOW, None, {},
                       {"to_council": "E08000029", "intended_on": date(2026, 12, 10)})],
        "line": [Thing("1-101/L1", {"provider": "1-101"}, "SupportLineStarted", NOW, "HOME_SUPPORT", {},
                       {"hours_per_week": 750})],
    }  # fmt: skip

    def said(of: str, *, hidden: bool = False) -> list[str]:
        field = EntryField("x", "known", "Which?", of=of)
        return [text for _, text in options(field, Known(things, hidden=hidden), NAMES)]

    charged = "from 20-Nov-2026, to 22-Nov-2026, 23-Nov-2026"
    assert said("charge") == [f"Charge recorded, £{n}.00, {charged}" for n in (12, 13)]
    assert said("notice") == ["Notice to the council, discharge, 23-Nov-2026"]
    assert said("move") == ["Move to another council notified, on 10-Dec-2026, to Northvale, 23-Nov-2026"]
    assert said("move", hidden=True) == ["Move to another council notified, on 10-Dec-2026, 23-Nov-2026"]
    assert said("line") == ["Home support, Sunrise Home Support, 7.5 hours a week, 23-Nov-2026"]


async def test_entries_of_one_day_say_what_was_answered(client: httpx.AsyncClient) -> None:
    """Whoever has to choose what to correct sees which is which."""
    for post in ("HUB-3", "HUB-4"):
        data = await opened(client, COORDINATOR) | {"f.post_id": post, "step": "record"}
        await client.post(COORDINATOR, data=data)
    menu = (await client.get(f"{HOME}/record")).text
    assert all(f"Post of the coordinator: {post}" in menu for post in ("HUB-3", "HUB-4"))


def test_a_line_is_offered_by_service_and_provider() -> None:
    """Nobody knows the id that a provider's system gave it; two that read the same are told apart by it."""
    field = EntryField("line", "known", "Line", of="line")
    one = Thing("1-101/L1", {"provider": "1-101", "line_id": "L1"}, "SupportLineStarted", NOW, "HOME_SUPPORT")
    other = one._replace(ref="1-102/L7", values={"provider": "1-102", "line_id": "L7"}, service="REABLEMENT")
    again = one._replace(ref="1-101/L2", values={"provider": "1-101", "line_id": "L2"})
    assert options(field, Known({"line": [one, other]}), NAMES) == [
        ("1-101/L1", "Home support, Sunrise Home Support, 23-Nov-2026"),
        ("1-102/L7", "Reablement, Kindly Care, 23-Nov-2026"),
    ]
    assert [text for _, text in options(field, Known({"line": [one, again]}), NAMES)] == [
        "Home support, Sunrise Home Support, 23-Nov-2026 (1-101/L1)",
        "Home support, Sunrise Home Support, 23-Nov-2026 (1-101/L2)",
    ]
