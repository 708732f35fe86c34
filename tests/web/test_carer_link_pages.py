"""Carers' links on the pages: shown where both may be known, linked and ended by the rules of the API."""

from typing import Any

import httpx
import pytest

from hub.api.purposes import Role
from hub.api.refs import ref_of
from hub.domain.carer_codes import CODES
from hub.web.carer_link_view import LINK, reference_in
from tests.api.desk import Desk
from tests.api.invented import PEOPLE
from tests.web.signed_in import sign_in
from tests.web.test_early_help_pages import plain
from tests.web.test_recording_pages import hidden

ADA, ARTHUR, SHIRIN = PEOPLE[0], PEOPLE[1], PEOPLE[2]
HERE, THERE = "E08000025", "E08000029"
PAGE = f"/people/{ref_of(ADA.subject)}/carers"
OTHER = f"/people/{ref_of(ARTHUR.subject)}/carers"
FORM = f"{PAGE}/link"
AGREED = {
    "f.other": "999 000 0026", "f.role": "CARER", "f.relationship": "CHILD", "f.carer_agrees": "yes",
    "f.cared_for_agrees": "yes",
}  # fmt: skip


async def post(client: httpx.AsyncClient, typed: dict[str, str], step: str = "record") -> httpx.Response:
    """Send the form of a new link."""
    carried = hidden((await client.get(FORM)).text)
    return await client.post(FORM, data=carried | typed | {"step": step})


def told(desk: Desk) -> Any:
    """Give the link that was told first."""
    return desk.hand.events[0].body


def seen(desk: Desk) -> list[tuple[Any, ...]]:
    """Give who was looked at, and how."""
    return [(line.view, line.action, line.decision, line.subject) for line in desk.access.lines]


async def test_two_are_linked_after_a_check_that_names_the_other(client: httpx.AsyncClient, desk: Desk) -> None:
    """Form, check, record; both records are told, and both looks are written down."""
    check = plain((await post(client, AGREED, "check")).text)
    for part in ("FENWICK, Arthur James (Mr), born 30-Jul-1941", "Gives care", "Son or daughter"):
        assert part in check
    assert desk.hand.events == []
    desk.access.lines.clear()
    carried = hidden((await post(client, AGREED, "check")).text)
    desk.access.lines.clear()
    done = await client.post(FORM, data=carried | {"step": "record"})
    assert (done.status_code, done.headers["location"]) == (303, f"{PAGE}?done=linked")
    assert [(event.type, event.subject_ref) for event in desk.hand.events] == [
        ("CarerLinked", ADA.subject), ("CarerLinked", ARTHUR.subject),
    ]  # fmt: skip
    recorded = [one for one in seen(desk) if one[1] == "record"]
    assert recorded == [("entries", "record", "PERMIT", who) for who in (ADA.subject, ARTHUR.subject)]
    body = told(desk)
    assert (body.carer_ref, body.cared_for_ref, body.relationship) == (ADA.subject, ARTHUR.subject, "CHILD")


async def test_the_link_stands_on_the_pages_of_both_and_is_ended_from_either(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    """Each page names the other, and that is an access to the other; once it is ended neither does."""
    await post(client, AGREED)
    desk.access.lines.clear()
    text = (await client.get(PAGE)).text
    assert "Cares for FENWICK, Arthur James (Mr)" in plain(text)
    assert f'href="{OTHER}"' in text
    assert seen(desk) == [("early_help", "view", "PERMIT", who) for who in (ADA.subject, ARTHUR.subject)]
    other = (await client.get(OTHER)).text
    assert "Is cared for by OKONKWO-BRIGHT, Adaeze (Mrs)" in plain(other)
    link_id = told(desk).link_id
    ending = f"{OTHER}/{link_id}/end"
    assert f'href="{ending}"' in other
    form = await client.get(ending)
    assert "is cared for by OKONKWO-BRIGHT" in plain(form.text)
    desk.clock.at += 60_000
    ended = await client.post(ending, data=hidden(form.text))
    assert (ended.status_code, ended.headers["location"]) == (303, f"{OTHER}?done=ended")
    for page in (PAGE, OTHER):
        after = plain((await client.get(f"{page}?done=ended")).text)
        assert "The link was ended for both." in after
        assert "No link is known." in after


async def test_the_person_and_early_help_lead_to_the_carers(client: httpx.AsyncClient, desk: Desk) -> None:
    """Only who may see early help of this very person finds the way."""
    for page in (f"/people/{ref_of(ADA.subject)}", f"/early-help/{ref_of(ADA.subject)}"):
        assert f'href="{PAGE}"' in (await client.get(page)).text
    sign_in(desk, client, "1-101", Role.CARE_STAFF)
    answer = await client.get(f"/people/{ref_of(ADA.subject)}")
    assert (answer.status_code, PAGE in answer.text) == (200, False)


async def test_a_link_that_may_not_be_shown_is_only_said(client: httpx.AsyncClient) -> None:
    """Of two links one side of one has not agreed: nothing but that there is one, and no way to end it here."""
    text = (await client.get(PAGE)).text
    assert "There is a link that may not be shown." in text
    assert f"{PAGE}/K1/end" in text
    assert "K2" not in text
    assert (await client.get(f"{PAGE}/K2/end")).status_code == 404


async def test_the_other_is_not_named_to_who_may_not_open_them(client: httpx.AsyncClient, desk: Desk) -> None:
    """A council that was given one side's case alone learns that there is somebody, as over the API."""
    await post(client, AGREED | {"f.other": "999 000 0034"})
    sign_in(desk, client, HERE)
    text = plain((await client.get(PAGE)).text)
    assert "Cares for somebody whom you may not open" in text
    assert "RAHMAN" not in text
    assert ref_of(SHIRIN.subject) not in text


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"f.carer_agrees": "no"}, "carer_agrees", "Nobody is linked who has not agreed to it"),
        ({"f.cared_for_agrees": ""}, "cared_for_agrees", "Choose yes or no"),
        ({"f.role": ""}, "role", "Choose what the person of this page does"),
        ({"f.role": "NEIGHBOUR"}, "role", "This is not one of the values that are allowed"),
        ({"f.relationship": "MOTHER_OF_ELLIE"}, "relationship", "This is not one of the values that are allowed"),
        ({"f.other": ""}, "other", "Enter an NHS number, or the address of a page"),
        ({"f.other": "12"}, "other", "An NHS number has 10 digits"),
        ({"f.other": "999 123 4560"}, "other", "This is not an NHS number"),
        ({"f.other": "999 000 0123"}, "other", "Nobody is known here"),
        ({"f.other": "999 000 0018"}, "other", "A link has two sides"),
        ({"f.other": "00000000-0000-0000-0000-0000000000ff"}, "other", "Nobody is known here"),
        ({"f.agreed_at.day": "31", "f.agreed_at.month": "2", "f.agreed_at.year": "2026", "f.agreed_at.at": "9:00"},
         "agreed_at", "Enter a day and a time of day"),
        ({"f.agreed_at.day": "1", "f.agreed_at.month": "1", "f.agreed_at.year": "2099", "f.agreed_at.at": "9:00"},
         "agreed_at", "This time has not come yet"),
    ],
)  # fmt: skip
async def test_what_is_wrong_stands_beside_its_field(
    client: httpx.AsyncClient, desk: Desk, change: dict[str, str], field: str, words: str
) -> None:
    """At the head with a link to the field, and beside it; both records stay as they are."""
    answer = await post(client, AGREED | change)
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.text
    assert f'href="#f-{field}' in answer.text
    assert plain(answer.text).count(words) == 2
    assert desk.hand.events == []


async def test_all_that_is_wrong_is_told_at_once(client: httpx.AsyncClient) -> None:
    """Who the other is, and what was not said, beside one another; what was typed stays."""
    answer = await post(client, {"f.other": "12", "f.carer_agrees": "yes"})
    for field in ("other", "role", "cared_for_agrees"):
        assert f'id="f-{field}-error"' in answer.text
    assert 'value="12"' in answer.text
    back = await post(client, AGREED, "change")
    assert (back.status_code, 'value="999 000 0026"' in back.text) == (200, True)


async def test_the_time_of_an_agreement_is_londons(client: httpx.AsyncClient, desk: Desk) -> None:
    """Half past nine in July is half past eight in Greenwich; the address of a page says who is meant."""
    at = {"f.agreed_at.day": "1", "f.agreed_at.month": "7", "f.agreed_at.year": "2026", "f.agreed_at.at": "9:30"}
    address = f"http://hub.example/people/{ref_of(ARTHUR.subject)}?on=2026-11-01"
    answer = await post(client, AGREED | at | {"f.other": address, "f.role": "CARED_FOR", "f.relationship": ""})
    assert answer.status_code == 303
    assert desk.hand.events[0].occurred_at == 1_782_894_600_000
    assert (told(desk).carer_ref, told(desk).cared_for_ref) == (ARTHUR.subject, ADA.subject)
    assert told(desk).relationship is None


async def test_a_council_links_nobody_of_another(client: httpx.AsyncClient, desk: Desk) -> None:
    """Refused beside the field where the other is another council's, with the attempt written down."""
    sign_in(desk, client, HERE)
    answer = await post(client, AGREED | {"f.other": f"/people/{ref_of(SHIRIN.subject)}"})
    assert answer.status_code == 422
    assert "Your role may not record links of this person" in answer.text
    assert "RAHMAN" not in answer.text
    assert ("entries", "record", "DENY", SHIRIN.subject) in seen(desk)
    assert desk.hand.events == []


@pytest.mark.parametrize(
    ("role", "organisation"), [(Role.SOCIAL_WORKER, THERE), (Role.CARE_STAFF, "1-101"), (Role.ANALYST, "QHL")]
)
async def test_nobody_else_opens_links_or_ends_them(
    client: httpx.AsyncClient, desk: Desk, role: Role, organisation: str
) -> None:
    """The pages open to whom the API opens: every other attempt is refused and written down."""
    sign_in(desk, client, organisation, role)
    token = {"form_token": hidden((await client.get("/people")).text)["form_token"]}
    for path in (PAGE, FORM, f"{PAGE}/K1/end"):
        assert (await client.get(path)).status_code == 403
    for path in (FORM, f"{PAGE}/K1/end"):
        assert (await client.post(path, data=token | AGREED | {"step": "record"})).status_code == 403
    assert {line.decision for line in desk.access.lines} == {"DENY"}
    assert desk.hand.events == []


async def test_an_end_in_the_future_or_before_a_newer_word_is_refused(client: httpx.AsyncClient, desk: Desk) -> None:
    """The reasons of the API, beside the field; a form of another session ends nothing."""
    await post(client, AGREED)
    ending = f"{PAGE}/{told(desk).link_id}/end"
    carried = hidden((await client.get(ending)).text)
    for year, words in (("2099", "This time has not come yet"), ("2026", "Something newer than this time is known")):
        at = {"f.ended_at.day": "2", "f.ended_at.month": "2", "f.ended_at.year": year, "f.ended_at.at": "09:00"}
        answer = await client.post(ending, data=carried | at)
        assert (answer.status_code, plain(answer.text).count(words)) == (422, 2)
    assert (await client.post(ending, data={"form_token": "made up"})).status_code == 403
    assert len(desk.hand.events) == 2


async def test_who_is_another_now_is_followed(client: httpx.AsyncClient, desk: Desk) -> None:
    """A record that was merged leads to the person, as a side and as the other side; both are decided about."""
    desk.reading.merged[SHIRIN.subject] = ARTHUR.subject
    for path in ("", "/link", "/K1/end"):
        answer = await client.get(f"/people/{ref_of(SHIRIN.subject)}/carers{path}")
        assert (answer.status_code, answer.headers["location"]) == (303, OTHER)
    assert (await post(client, AGREED | {"f.other": ref_of(SHIRIN.subject)})).status_code == 303
    assert desk.hand.events[1].subject_ref == ARTHUR.subject
    recorded = [one[3] for one in seen(desk) if one[1] == "record"]
    assert recorded == [ADA.subject, SHIRIN.subject, ARTHUR.subject]


async def test_a_number_that_people_share_leads_to_nobody(client: httpx.AsyncClient, desk: Desk) -> None:
    """Which of them is meant is said by the address of a page."""
    desk.reading.people[SHIRIN.subject] = SHIRIN._replace(nhs=ARTHUR.nhs)
    assert "People here share this number" in (await post(client, AGREED)).text


def test_every_relationship_can_be_chosen_and_addresses_are_read() -> None:
    """The form has the codes of the closed list; a reference stands alone or in an address."""
    (field,) = [field for field in LINK.fields if field.name == "relationship"]
    assert {choice.code for choice in field.choices} == CODES["relationship"]
    assert reference_in(f" {ref_of(ADA.subject)} ") == reference_in(PAGE)
    assert reference_in("999 000 0018") is None
