"""Notices, referrals and appeals on the pages: in plain words, with why, and with what is due."""

from typing import Any

import httpx
import pytest

from hub.api.purposes import Role
from hub.api.refs import ref_of
from hub.events.notices import HospitalReferralMade
from hub.processors.referrals import ReferralsProcessor
from hub.web.appeals_view import appeals_of
from hub.web.notices_view import kind_words, open_tag, referrals_of
from hub.web.words import place_words
from tests.api.desk import NAMES, Desk
from tests.api.invented import PEOPLE, TODAY
from tests.api.invented_notices import beside_of
from tests.domain.stories import Story
from tests.processors.people import fold
from tests.web.test_pages import signed_in

ADA = f"/people/{ref_of(PEOPLE[0].subject)}"


async def test_open_notices_are_listed_by_the_day_that_they_are_due(client: httpx.AsyncClient) -> None:
    """Who, which notice, from whom and to whom, by when, and whether it is overdue."""
    text = (await client.get("/notices")).text
    assert "ASHDOWN" in text
    assert "OBI" in text
    assert "OKONKWO" not in text
    assert text.count("Assessment notice") == 2
    assert text.count("Answer overdue") == 1
    assert text.count("Waits for an answer") == 1
    assert "Thu 19-Nov-2026" in text


async def test_a_list_of_one_council_names_it_and_pages_on(client: httpx.AsyncClient) -> None:
    """The filter keeps what was chosen, and the next page too; a council without notices says so."""
    text = (await client.get("/notices?council=E08000025&limit=1")).text
    assert '<option value="E08000025" selected>' in text
    assert "&council=E08000025" in text
    assert "No notice waits for an answer here." in (await client.get("/notices?council=E08000029")).text


async def test_only_whose_work_it_is_sees_the_list(client: httpx.AsyncClient, desk: Desk) -> None:
    """An analyst is refused and has no link to it; a failing access log shows nothing."""
    headers = signed_in(desk, Role.ANALYST)
    assert (await client.get("/notices", headers=headers)).status_code == 403
    assert "/notices" not in (await client.get("/", headers=headers)).text
    desk.access.away = True
    answer = await client.get("/notices")
    assert (answer.status_code, "ASHDOWN" in answer.text) == (503, False)


async def test_a_council_answers_a_notice_about_somebody_whose_record_it_may_not_open(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    """From the list to the form and back to the list: the person's own page stays shut."""
    who = next(each for each in PEOPLE if each.status == "in_hospital")
    waits = f"/people/{ref_of(who.subject)}"
    assert f'href="{waits}/record/notice_answered"' in (await client.get("/notices")).text
    headers = signed_in(desk, Role.SOCIAL_WORKER)
    form = f"{waits}/record/notice_answered"
    assert (await client.get(form, headers=headers)).status_code == 403
    desk.reading.noticed[who.subject] = frozenset({"RZZ"})
    assert (await client.get(form, headers=headers)).status_code == 200
    menu = (await client.get(f"{waits}/record", headers=headers)).text
    assert '<a class="hub-back" href="/notices">Back to the notices</a>' in menu
    assert "Notice answered" in menu
    assert "Notice given to a council" not in menu
    assert (await client.get(waits, headers=headers)).status_code == 303


async def test_a_person_s_page_shows_referrals_and_appeals_with_why(client: httpx.AsyncClient) -> None:
    """What was asked, answered and withdrawn with its effect; what an appeal waits for; each value can say why."""
    text = (await client.get(ADA)).text
    for words in (
        "Referrals and notices to the council", "Assessment notice", "Discharge notice",
        "Resident of another council. Both are shown it; the home stays as its own word says.",
        "The hospital says that there is a safeguarding concern.",
        "The hospital withdrew because the person lives in another council",
        "Appeal about a charge", "Acknowledgement overdue", "Not lodged yet",
        "An appeal changes no decision by itself.",
    ):  # fmt: skip
        assert words in text, words
    assert "path=referrals.0.notices.1.state" in text
    why = await client.get(f"{ADA}/why?path=referrals.0.notices.1.state")
    assert why.status_code == 200


def test_who_has_neither_sees_neither_heading() -> None:
    """A page is not filled with headings over nothing."""
    state = beside_of(PEOPLE[1])
    assert referrals_of(state, NAMES) == []
    assert appeals_of(state, NAMES) == []
    assert referrals_of({}, NAMES) == []
    assert appeals_of({}, NAMES) == []


def test_hidden_whereabouts_stand_in_the_place_of_the_council() -> None:
    """Not "not known": the council is known and kept hidden."""
    state = beside_of(PEOPLE[0]) | {"episodes": [{"whereabouts_hidden": True}]}
    (referral,) = referrals_of(state, NAMES)
    texts = [value.text for value in referral.head.values if value.label == "Council"]
    texts += [value.text for value in appeals_of(state, NAMES)[0].values if value.label == "Council"]
    assert len(texts) == 2
    assert {"hidden" in text.lower() for text in texts} == {True}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "holds its steps. Whoever recorded it corrects that entry and names the council"),
        ({"about": "CONTINUING_HEALTHCARE"}, "None: the integrated care board decides"),
        ({"council": "E08000025"}, "Testborough"),
        ({"state": "DECIDED"}, "Not"),
    ],
)
def test_an_appeal_without_a_council_says_how_that_is_put_right(change: dict[str, Any], said: str) -> None:
    """While it waits, and only where a council looks at it; one about continuing healthcare is the board's."""
    state = beside_of(PEOPLE[0])
    appeal = dict(state["appeals"][0]) | {"state": "LODGED", "council": None} | change
    (shown,) = appeals_of({"appeals": [appeal]}, NAMES)
    (text,) = [value.text for value in shown.values if value.label == "Council"]
    assert said in text
    assert ("corrects that entry" in text) is (not change)


def test_what_a_referral_says_is_shown_in_words() -> None:
    """Codes by the words of their lists, several beside each other, an unknown one as it was sent; empty ones not."""
    story = Story()
    body = HospitalReferralMade(
        "R1", "E08000025", kind="REVIEW", role="NURSE", allergies="N", risks=("ACCIDENTS", "ODD"), level_of_care="HIGH"
    )
    story.tell("2026-11-05T10:00", body)
    view = ReferralsProcessor().view(fold(story, ReferralsProcessor()), TODAY)
    (referral,) = referrals_of(view, NAMES)
    said = {value.label: value.text for value in referral.head.values}
    assert {label: said.get(label) for label in ("What is asked for", "Role of who refers", "Allergies", "Risks")} == {
        "What is asked for": "Review of support that ran before",
        "Role of who refers": "Nurse",
        "Allergies": "No known allergies",
        "Risks": "Accidents, such as falls; ODD",
    }
    assert said["Level of care"] == "Help day and night, or two people at once"
    assert {"Legal information", "Asked to do", "How it was made"}.isdisjoint(said)


def test_codes_without_words_are_shown_as_they_are() -> None:
    """Nothing is left out because nobody foresaw it."""
    assert kind_words("PANEL") == "Notice: PANEL"
    assert open_tag({"state": "HELD"}).text == "HELD"
    assert place_words("referrals.0.notices.1.state") == "Referral 1, notice 2, state"
