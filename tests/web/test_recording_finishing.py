"""The pages for who has something to finish, or to put right, of somebody who is another's."""

import re

import httpx
import pytest

from hub.api.entry_choices import about_own
from hub.api.purposes import Role
from hub.ports.reading import Ties
from hub.ports.recording import Entry, Known, Recorder, Thing
from tests.api.desk import Desk
from tests.api.invented import NOW, PEOPLE
from tests.web.signed_in import sign_in
from tests.web.test_recording_pages import HOME, hidden, opened

ADA = PEOPLE[0]
OTHER = "E08000029"
"""A council that has nothing to do with Ada."""
MISSED = f"{HOME}/record/visit_missed"


async def test_a_council_that_was_given_a_notice_finds_the_form_of_the_answer(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    """The list of notices leads to the person's page: that is refused, and leads on to what may be recorded."""
    sign_in(desk, client, OTHER)
    assert (await client.get(HOME)).status_code == 403
    desk.reading.noticed = {ADA.subject: frozenset({OTHER})}
    led = await client.get(HOME)
    assert (led.status_code, led.headers["location"]) == (303, f"{HOME}/record")
    menu = await client.get(f"{HOME}/record")
    kinds = set(re.findall(rf'href="{re.escape(HOME)}/record/([a-z_]+)"', menu.text))
    assert kinds == {"notice_answered", "withdrawal_answered"}
    assert "Back to the notices" in menu.text
    form = await client.get(f"{HOME}/record/notice_answered")
    for page in (menu, form):
        assert page.status_code == 200
        assert ("OKONKWO-BRIGHT" in page.text, "Address and contacts" in page.text) == (True, False)
    for what in ("notice_issued", "coordinator_named"):
        assert (await client.get(f"{HOME}/record/{what}")).status_code == 403


async def test_a_council_that_finishes_something_sees_no_entry_of_another_one(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    """Though both are charges, which it may record of its own."""
    days = {"from_on": "2026-11-20", "to_on": "2026-11-21", "amount": "10"}
    for council in ("E08000025", OTHER):
        charge = Entry("charge_recorded", days | {"council": council}, f"of-{council}")
        await desk.parts.recording.record(ADA.subject, Recorder(council, "social_worker", "NEEDS_ASSESSMENT"), charge)
    desk.reading.finishing = Ties(holding=frozenset({OTHER}))
    sign_in(desk, client, OTHER)
    menu = (await client.get(f"{HOME}/record")).text
    assert f'href="{HOME}/record/charge_recorded"' in menu
    assert (menu.count("Charged by") + menu.count("Council that charged"), ">Correct<" in menu) == (1, True)
    sign_in(desk, client, "E08000025")
    assert (await client.get(f"{HOME}/record")).text.count("Council that charged") == 2


async def test_what_one_recorded_oneself_is_taken_back_though_the_person_is_no_longer_ones_own(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    """The menu lists that entry and offers nothing new; the page that says it is done asks for no further look."""
    sign_in(desk, client, "1-101", Role.CARE_STAFF)
    day = {"f.planned_at.day": "23", "f.planned_at.month": "11", "f.planned_at.year": "2026", "f.planned_at.at": "8:30"}
    typed = {"f.line": "1-101/L1", **day, "step": "record"}
    assert (await client.post(MISSED, data=await opened(client, MISSED) | typed)).status_code == 303
    desk.reading.change(ADA._replace(status="died"))
    assert (await client.get(MISSED)).status_code == 403
    menu = (await client.get(f"{HOME}/record")).text
    assert "You may record nothing new about this person." in menu
    (right,) = re.findall(rf'href="({re.escape(MISSED)}\?corrects=[0-9a-f]+)"', menu)
    form = (await client.get(right)).text
    assert re.findall(r'<option value="([^"]+)"', form) == ["1-101/L1"]
    (back,) = re.findall(r'href="([^"]+recorded_by_mistake\?corrects=[0-9a-f]+)"', menu)
    sent = hidden((await client.get(back)).text) | {"reason.code": "DID_NOT_HAPPEN", "step": "record"}
    done = await client.post(back.partition("?")[0], data=sent)
    assert (done.status_code, "Recorded by mistake" in done.text) == (200, True)
    assert (await client.get(f"{HOME}/record")).status_code == 403
    sign_in(desk, client, "1-102", Role.CARE_STAFF)
    assert (await client.get(f"{HOME}/record")).status_code == 403


@pytest.mark.parametrize("path", ["/notices", "/early-help"])
async def test_the_lists_of_the_navigation_are_the_own_councils(
    desk: Desk, client: httpx.AsyncClient, path: str
) -> None:
    """A social worker follows the link that every page has, and sees the list of their council; no other one's."""
    sign_in(desk, client, "E08000025")
    assert (await client.get(path)).status_code == 200
    assert (await client.get(f"{path}?council={OTHER}")).status_code == 403
    sign_in(desk, client, "1-101", Role.CARE_STAFF)
    assert (await client.get(path)).status_code == 403


def test_who_finishes_something_is_offered_their_own_alone() -> None:
    """A council its own charges and appeals; who corrects an entry what that was about."""
    charges = [Thing(ref, {"charge_id": ref}, "ChargeRecorded", NOW) for ref in ("F1", "F2")]
    whose = [
        Thing(f"{ref}/{council}", {"charge_id": ref, "charged_by": council}, "ChargeRecorded", NOW)
        for ref, council in (("F1", OTHER), ("F2", "E08000025"))
    ]
    notices = [
        Thing(f"ASSESSMENT/{ref}", {"kind": "ASSESSMENT", "referral_id": ref, "notice_id": "N1"}, "NoticeIssued", NOW)
        for ref in ("R1", "R2")
    ]
    given = [Thing("R2", {"referral_id": "R2", "council": OTHER}, "HospitalReferralMade", NOW)]
    known = Known({"charge": charges, "charge_council": whose, "notice": notices, "referral_council": given}, [])
    asked = about_own(known, Recorder(OTHER, "social_worker", "NEEDS_ASSESSMENT", "own_notice"))
    assert asked.things["notice"] == notices[1:]
    mine = about_own(known, Recorder(OTHER, "social_worker", "NEEDS_ASSESSMENT", "own_step"))
    assert (mine.things["charge"], mine.things["appeal"]) == (charges[:1], [])
    named = about_own(known, Recorder(OTHER, "social_worker", "NEEDS_ASSESSMENT", "own_entry"), {"F2"})
    assert named.things["charge"] == charges[1:]
