"""The early-help list and a person's cases: where each stands, every step and what does not fit, in plain words."""

import re

import httpx
import pytest

from hub.api.access import Caller
from hub.api.purposes import Purpose, Role
from hub.api.refs import ref_of
from hub.web.early_help_view import STATES, break_rows, state_tag
from hub.web.session import COOKIE
from tests.api.desk import Desk
from tests.api.invented import NOW, PEOPLE

ADA = PEOPLE[0]
CASE = f"/early-help/{ref_of(ADA.subject)}"


def plain(text: str) -> str:
    """Return the words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("&#39;", "'").replace(" ,", ",")


async def test_a_case_says_where_it_stands_and_what_was_done_by_whom(client: httpx.AsyncClient, desk: Desk) -> None:
    """States, steps with day and who, and first contact in time; the view is written down with the person."""
    text = plain((await client.get(CASE)).text)
    for part in (
        "Sent on to assessment", "Passed on 02-Nov-2026, DWP", "Early help offered",
        "03-Nov-2026, Testborough, by letter", "Reached within 14 days Yes", "Goes to Adults' early help",
    ):  # fmt: skip
        assert part in text
    assert [(line.view, line.subject) for line in desk.access.lines] == [("early_help", ADA.subject)]


async def test_a_case_without_a_basis_says_that_nobody_may_be_offered_anything(client: httpx.AsyncClient) -> None:
    """Held, with the finding of the offer that was made all the same, and nothing more of what was passed on."""
    text = plain((await client.get(CASE)).text)
    for part in (
        "Held: no lawful basis", "Received 06-Nov-2026", "Not shown while the case is held",
        "The case went on although there was no lawful basis.",
    ):  # fmt: skip
        assert part in text
    assert "Transition to adulthood" not in text


async def test_what_is_somebodys_own_as_a_carer_is_shown_without_whom_they_care_for(client: httpx.AsyncClient) -> None:
    """Who passed them on, the short break that waits, and links by number: one that may not be shown is only said."""
    text = plain((await client.get(CASE)).text)
    for part in (
        "As a carer", "1 asked for, 1 decided, 1 granted", "Short breaks not decided in time",
        "10 days on 23-Nov-2026",
        "1 person; a link that may not be shown",
    ):  # fmt: skip
        assert part in text


async def test_each_short_break_and_what_does_not_fit_of_it_is_shown(client: httpx.AsyncClient) -> None:
    """When it was asked for and how it stands; one that nobody was seen to ask for is a finding above it."""
    text = plain((await client.get(CASE)).text)
    for part in (
        "A short break was decided that nobody was seen to ask for.",
        "asked for 13-Nov-2026, to be decided by", "nobody was seen to ask, granted 12-Nov-2026",
    ):  # fmt: skip
        assert part in text


async def test_what_the_person_agreed_to_is_shown_newest_first(client: httpx.AsyncClient) -> None:
    """What it is about, and whether it still holds: one that ran out says so."""
    text = plain((await client.get(CASE)).text)
    assert (
        "What the person agreed to To what is known of them being shared Refused, or taken back "
        "To being offered early help, one case alone Agreed until 20-Nov-2026, which has passed"
    ) in text


async def test_the_list_leads_to_the_case(client: httpx.AsyncClient) -> None:
    """Each person on the list is one step away from what was done."""
    text = (await client.get("/early-help")).text
    assert f'href="{CASE}"' in text
    assert "a GP or children" in text


@pytest.mark.parametrize(("council", "status"), [("E08000025", 200), ("E08000029", 403)])
async def test_only_the_council_that_was_given_the_case_sees_it(
    client: httpx.AsyncClient, desk: Desk, council: str, status: int
) -> None:
    """A social worker of another council is refused, and the attempt is written down."""
    caller = Caller("sw", Role.SOCIAL_WORKER, council, frozenset({Purpose.EARLY_HELP_OFFER}))
    assert desk.issuer is not None
    client.cookies.set(COOKIE, desk.issuer.issue(caller, NOW))
    assert (await client.get(CASE)).status_code == status
    assert desk.access.lines[-1].decision == ("PERMIT" if status == 200 else "DENY")


def test_every_state_has_words() -> None:
    """No code of the machine is shown as it is."""
    assert state_tag({"held": True}).text == "Held: no lawful basis"
    assert state_tag({"state": "NO_CONTACT"}).text == "Nobody could be reached"
    assert state_tag({}).text == "Not recorded"
    assert not [tag.text for tag in STATES.values() if "_" in tag.text or tag.text.isupper()]


def test_a_short_break_is_said_in_words() -> None:
    """A code of the list in its words, one of no list as words can be made of it, and none at all."""
    asked = {"requested_on": None, "decided_on": None, "overdue": False, "decide_by": "2026-12-01"}
    breaks = [asked | {"kind": kind} for kind in ("DAY", "ODD_ONE", None)]
    assert [label for label, _ in break_rows({"short_breaks": breaks})] == [
        "Day care or an activity", "Odd one", "Short break",
    ]  # fmt: skip


def test_what_was_declined_is_called_so_though_it_is_held() -> None:
    """Nobody is offered anything again, and the page says where it stands; every other held case waits for a basis."""
    assert state_tag({"held": True, "state": "DECLINED"}) == STATES["DECLINED"]
    assert state_tag({"held": True, "state": "RECEIVED"}).text != STATES["RECEIVED"].text


async def test_the_list_is_narrowed_by_the_name_of_a_council(client: httpx.AsyncClient) -> None:
    """Nobody knows a council by its code."""
    text = (await client.get("/early-help?council=E08000025")).text
    assert '<option value="E08000025" selected>Testborough</option>' in text
