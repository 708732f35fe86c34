"""The board by what waits, every open step on a person's page, and the alerts of a move there."""

import re
from datetime import date
from typing import Any

import httpx

from hub.api.access import Caller
from hub.api.purposes import Purpose, Role
from hub.api.refs import ref_of
from hub.events import portability as p
from hub.events.appeals import AppealLodged
from hub.events.charges import ChargeRecorded
from hub.events.coordination import SafeguardingConcernRaised
from hub.events.determination import FundingDetermined
from hub.ports.reading import BoardRow
from hub.processors.portability import PortabilityProcessor
from hub.processors.referrals import ReferralsProcessor
from hub.web.board_view import row_of
from hub.web.care_view import alerts_of
from hub.web.moves_view import moves_of
from hub.web.session import COOKIE
from hub.web.steps_view import open_steps_of
from tests.api.desk import NAMES, Desk
from tests.api.invented import NOW, PEOPLE, Somebody
from tests.domain.stories import Story
from tests.processors.notices_told import referred
from tests.processors.people import fold, see
from tests.processors.standing import home

ON = date(2026, 12, 1)


def plain(text: str) -> str:
    """Return the words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("&#39;", "'").replace(" ,", ",")


def people(text: str) -> list[str]:
    """Return who is on a page, in order."""
    return re.findall(r'id="row-([0-9a-f-]+)"', text)


async def test_the_board_is_narrowed_to_a_step_and_to_who_holds_it(client: httpx.AsyncClient) -> None:
    """A plain address again; the fields stand open with what was chosen."""
    text = (await client.get("/?holder=hospital&by=due")).text
    assert people(text) == [ref_of(PEOPLE[at].subject) for at in (4, 5, 6)]
    assert '<details class="hub-filter__more" open>' in text
    assert '<option value="hospital" selected>' in text
    one = (await client.get("/?step=Wait+for+the+stay+to+end")).text
    assert people(one) == [ref_of(PEOPLE[4].subject)]
    assert "what is due first before the rest" in one
    assert (await client.get("/?holder=nobody")).status_code == 422


async def test_the_board_is_grouped_by_step_and_by_holder(client: httpx.AsyncClient) -> None:
    """Each group has a heading with its number and its own table; nobody is in two groups."""
    steps = (await client.get("/?by=step")).text
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", steps, re.DOTALL)
    assert [plain(one).strip() for one in headings] == [
        "Confirm what continues 1 person",
        "Decide long-term support 5 people",
        "Record readiness to leave 2 people",
        "Wait for the stay to end 1 person",
    ]
    shown = people(steps)
    assert (len(shown), len(set(shown))) == (9, 9)
    holders = plain((await client.get("/?by=holder")).text)
    assert holders.index("Council 6 people") < holders.index("Hospital 3 people")
    held = (await client.get("/?by=holder&holder=hospital")).text
    assert len(people(held)) == 3


async def test_a_group_of_many_leads_to_all_of_them(client: httpx.AsyncClient, desk: Desk) -> None:
    """Ten are shown, the rest is one step away and keeps the other filters."""
    for number in range(20, 32):
        desk.reading.change(PEOPLE[0]._replace(number=number))
    text = (await client.get("/?by=step&council=E08000025")).text
    link = re.search(r'href="(/\?[^"]*)">Show all', text)
    assert link is not None
    every = (await client.get(link[1].replace("&amp;", "&"))).text
    assert "council=E08000025" in link[1]
    assert len(people(every)) > 10
    assert not re.search(r"<h2[^>]*>Decide long-term", every)


def test_every_open_step_is_a_line_with_holder_and_day() -> None:
    """The person's own steps and the notices beside them, what is due first before the rest, each with its reason."""
    story = home()
    story.line("2026-11-14", "L1", 700)
    story.tell("2026-11-20T09:00", p.MoveNotified("M1", date(2026, 12, 20), "E06000001", "E08000025"))
    notices = ReferralsProcessor()
    state = see(story) | dict(notices.view(fold(referred(), notices), ON))
    shown = open_steps_of(state, NAMES, ON)
    assert [(one.step.what, one.step.holder, one.step.late, one.why) for one in shown] == [
        ("Answer the notice", "Council", True, "notice_steps.0"),
        ("Name a coordinator", "Council", True, "open_steps.0"),
        ("Confirm the move", "Council", False, "open_steps.1"),
    ]
    assert shown[2].step.by == "Testborough"


def test_a_step_says_which_charge_and_which_line_it_is_about() -> None:
    """Two repayments and a decision are told apart by amount, days, service and provider."""
    story = home()
    story.line("2026-11-14", "L1", 700)
    for name, amount, council in (("F1", 1_250, "E06000001"), ("F1", 900, "E08000025")):
        charge = ChargeRecorded(name, date(2026, 11, 16), date(2026, 11, 20), amount, charged_by=council)
        story.tell("2026-11-27T09:00", charge)
    shown = open_steps_of(see(story), NAMES, ON)
    which = {(one.step.what, one.step.by): one.which for one in shown if one.which is not None}
    assert which == {
        ("Pay back what was charged", "E06000001"): "\u00a312.50 of \u00a312.50 for 16-Nov-2026 to 20-Nov-2026",
        ("Pay back what was charged", "Testborough"): "\u00a39.00 of \u00a39.00 for 16-Nov-2026 to 20-Nov-2026",
    }
    late = open_steps_of(see(story, "2026-12-28"), NAMES, date(2026, 12, 28))
    assert {one.step.what: one.which for one in late}["Decide who pays from now on"] == "Home support, 1-100"


def test_a_concern_for_safety_stands_since_its_day_and_is_not_overdue() -> None:
    """On the day it is to be looked into by that day, from the next one since that day; an appeal is overdue then."""
    story = home()
    story.tell("2026-11-26T09:00", AppealLodged("AP1", "FUNDING", date(2026, 11, 26), council="E06000001"))
    story.tell("2026-12-02T09:00", SafeguardingConcernRaised("S1"))
    found = {}
    for on in (date(2026, 12, 2), date(2026, 12, 3)):
        every = open_steps_of(see(story, str(on)), NAMES, on)
        found[on.day] = {one.step.what: (one.step.due, one.step.late) for one in every}
    assert found[2]["Look into the safety concern"] == ("by Wed 02-Dec-2026", False)
    assert found[3]["Look into the safety concern"] == ("since Wed 02-Dec-2026", False)
    assert found[3]["Confirm the appeal to the person"] == ("by Tue 01-Dec-2026", True)


def moved() -> dict[str, Any]:
    """A move whose papers are late, as the page has it on the day of the move."""
    story, processor = Story("moved"), PortabilityProcessor()
    story.tell("2026-11-02T09:00", p.MoveNotified("M1", date(2026, 11, 20), "E08000025", "E08000029"))
    story.tell("2026-11-03T09:00", p.MoveConfirmedGenuine("M1"))
    story.tell("2026-11-25T09:00", FundingDetermined("F1", date(2026, 11, 20), 10_000, 0, 0, council="E08000029"))
    return dict(processor.view(fold(story, processor), ON)) | {"on": "2026-12-01"}


def test_the_alerts_of_a_move_count_as_alerts() -> None:
    """The one that stands is among the alerts of the person; the move shows both, its rules and what was done."""
    state = moved()
    assert [(one.text, one.more, one.why) for one in alerts_of(state, NAMES)] == [
        ("The papers of the move have not come", "since 13-Nov-2026", "moves.0.alerts.0")
    ]
    (shown,) = moves_of(state, NAMES)
    told = [(value.label, value.text) for value in shown.values]
    assert ("Rules of the move", "Care Act 2014") in told
    assert [label for label, _ in told if label.startswith("Alert")] == ["Alert", "Alert, closed"]
    assert "Confirmed by the new council" in [label for label, _ in told]


def test_the_alerts_of_a_move_say_why() -> None:
    """Each alert has the event and the rule behind it."""
    story, processor = Story("moved"), PortabilityProcessor()
    story.tell("2026-11-02T09:00", p.MoveNotified("M1", date(2026, 11, 20), "E08000025", "E08000029"))
    reasons = processor.reasons(fold(story, processor), ON)
    assert reasons["moves.0.alerts.0"] == (0, "documents_late")
    assert reasons["moves.0.alerts.1"] == (0, "no_funded_plan")


def over() -> Somebody:
    """Somebody whose weeks have ended and whose early-help case a council has."""
    return PEOPLE[7]._replace(council="E08000025")


async def as_worker(desk: Desk, client: httpx.AsyncClient, council: str) -> None:
    """Sign a social worker of a council in, for every purpose."""
    caller = Caller("sw", Role.SOCIAL_WORKER, council, frozenset(Purpose))
    assert desk.issuer is not None
    client.cookies.set(COOKIE, desk.issuer.issue(caller, NOW))


async def test_who_sees_a_case_alone_records_in_it_and_in_nothing_else(client: httpx.AsyncClient, desk: Desk) -> None:
    """The case leads to the menu of early help, the menu back to the case; the purpose is that of the offer."""
    desk.reading.change(over())
    await as_worker(desk, client, "E08000025")
    case, home_page = (f"/{kind}/{ref_of(over().subject)}" for kind in ("early-help", "people"))
    text = (await client.get(case)).text
    assert f'href="{home_page}/record"' in text
    assert f'href="{home_page}"' not in text
    assert (await client.get(home_page)).status_code == 403
    menu = (await client.get(f"{home_page}/record")).text
    assert f'href="{home_page}/record/early_help_offered"' in menu
    assert f'href="{home_page}/record/support_line_started"' not in menu
    assert f'href="{case}">Back' in menu
    assert (await client.get(f"{home_page}/record/early_help_offered")).status_code == 200
    assert [line.purpose for line in desk.access.lines if line.view == "entries"] == ["EARLY_HELP_OFFER"] * 2
    assert (await client.get(f"{home_page}/record/support_line_started")).status_code == 403


async def test_who_may_not_record_in_a_case_finds_no_way_to_it(client: httpx.AsyncClient, desk: Desk) -> None:
    """Another council sees neither the case nor its menu."""
    desk.reading.change(over())
    await as_worker(desk, client, "E08000029")
    assert (await client.get(f"/early-help/{ref_of(over().subject)}")).status_code == 403
    assert (await client.get(f"/people/{ref_of(over().subject)}/record")).status_code == 403


def waiting() -> dict[str, Any]:
    """Somebody at home for whom a concern, two repayments and a coordinator to name wait, as a row of the board."""
    story = home()
    story.line("2026-11-14", "L1", 700)
    for name, day in (("F1", 16), ("F2", 18)):
        charge = ChargeRecorded(name, date(2026, 11, day), date(2026, 11, day), 900, charged_by="E08000025")
        story.tell("2026-11-19T09:00", charge)
    story.tell("2026-11-20T09:00", SafeguardingConcernRaised("S1"))
    return see(story)


def shown(state: dict[str, Any], asked: str | None = None) -> tuple[str | None, list[str]]:
    """Give the step that a row names, and what else it says."""
    step = next((one for one in state["open_steps"] if one["what"] == asked), None)
    row = BoardRow(PEOPLE[0].subject, None, state, state["next_step"], asked_step=step)
    view = row_of(row, NAMES, ON, show_names=True)
    return None if view.step is None else view.step.what, list(view.also)


def test_a_row_names_what_was_asked_for_and_says_what_else_waits() -> None:
    """On the default board what comes next; asked for a repayment, that, and once however many there are."""
    name, concern, money = "Name a coordinator", "Look into the safety concern", "Pay back what was charged"
    assert shown(waiting()) == (name, [money, concern])
    assert shown(waiting(), "pay_back") == (money, [name, concern])
    assert shown(waiting(), "safeguard") == (concern, [name, money])
    assert shown({"open_steps": [], "next_step": None, "status": "ended"}) == (None, [])


def test_of_the_dead_a_row_names_what_others_owe_them() -> None:
    """Nothing comes next of them, and the list of the dead says all the same that a refund is open."""
    story = home()
    story.line("2026-11-14", "L1", 700)
    story.tell("2026-11-19T09:00", ChargeRecorded("F1", date(2026, 11, 16), date(2026, 11, 16), 900, "E08000025"))
    story.death("2026-11-28T09:00")
    assert see(story)["next_step"] is None
    assert shown(see(story)) == ("Pay back what was charged", [])


async def test_the_page_says_what_else_waits(client: httpx.AsyncClient, desk: Desk) -> None:
    """In words in the row; a row without anything else says nothing of it."""
    desk.reading.open_steps[PEOPLE[0].subject] = waiting()["open_steps"]
    text = plain((await client.get("/")).text)
    assert "Also: Name a coordinator; Pay back what was charged; Look into the safety concern" in text
    assert text.count("Also:") == 1


async def test_numbers_of_what_waits_lead_to_the_people(client: httpx.AsyncClient) -> None:
    """The filters say of how many people each step and each holder is, and the heading of a group is a way to them."""
    text = (await client.get("/?by=holder&council=E08000025")).text
    assert re.search(r'<option value="council">Council \(\d+\)</option>', text)
    assert re.search(r'<option value="provider">Provider \(0\)</option>', text)
    assert re.search(r'<option value="Decide long-term support">Decide long-term support \(\d+\)</option>', text)
    link = re.search(r'<h2[^>]*id="holder-council-h"><a href="([^"]*)">Council</a>', text)
    assert link is not None
    assert link[1] == "/?council=E08000025&amp;holder=council&amp;by=due"
