"""The people behind "ready to leave" and its reasons: the board by both, and the links that lead there."""

import re

import httpx

from hub.api.purposes import Role
from hub.api.refs import ref_of
from hub.domain.delay_codes import BY_CODE
from hub.web.reason_words import reasons_offered
from tests.api.dashboard_steps import begun, cell
from tests.api.desk import Desk
from tests.api.invented import PEOPLE, TODAY
from tests.web.test_board_steps import people, plain
from tests.web.test_dashboard_pages import links, signed_in

KOWALCZYK, OBI = ref_of(PEOPLE[4].subject), ref_of(PEOPLE[6].subject)
"""Back in hospital and waits for transport; in hospital and waits for support at home."""


async def test_the_board_is_narrowed_to_who_is_ready_and_by_the_reason(client: httpx.AsyncClient) -> None:
    """A plain address; fields stand open with what was chosen, and the page says of when the list is."""
    text = (await client.get("/?ready=yes")).text
    assert people(text) == [KOWALCZYK, OBI]
    assert '<details class="hub-filter__more" open>' in text
    assert '<option value="yes" selected>Ready and not left</option>' in text
    assert "The dashboards count the same people at the end of each day" in plain(text)
    assert "People who are ready to leave and have not left" in text
    assert people((await client.get("/?reason=CAP05")).text) == [OBI]
    assert people((await client.get("/?ready=yes&reason=hospital")).text) == [KOWALCZYK]
    assert people((await client.get("/?reason=unknown")).text) == []
    assert (await client.get("/?ready=no")).status_code == 422
    every = (await client.get("/?ready=&reason=")).text
    assert len(people(every)) == len(PEOPLE)
    assert "The dashboards count" not in every


async def test_the_filters_go_with_every_link_of_the_page(client: httpx.AsyncClient) -> None:
    """The numbers above the list, the next page and the live updates are of the same people."""
    text = (await client.get("/?ready=yes&reason=capacity&limit=1")).text
    assert "/?status=in_hospital&ready=yes&reason=capacity" in links(text)
    assert re.search(r'data-live="/board/live\?ready=yes&amp;reason=capacity"', text)
    assert re.search(r'id="count-in_hospital">.*?number">1<', text, re.DOTALL)
    next_page = [link for link in links((await client.get("/?ready=yes&limit=1")).text) if "after=" in link]
    assert next_page
    assert all("ready=yes" in link for link in next_page)


async def test_the_reasons_that_occur_are_offered_in_words(client: httpx.AsyncClient) -> None:
    """Each published group as a whole, then its reasons; one that nobody waits for is not offered unless chosen."""
    text = (await client.get("/")).text
    select = text[text.index('name="reason"') :]
    offered = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)', select[: select.index("</select>")])
    assert offered == [
        ("", "Anything"),
        ("capacity", "Capacity: all"),
        ("CAP05", "Capacity: Other home-based social care service not yet available"),
        ("hospital", "Hospital process: all"),
        ("HOSP04", "Hospital process: Awaiting patient transport services"),
    ]
    assert (
        '<option value="WELL01" selected>Wellbeing concerns: Awaiting determ'
        in (await client.get("/?reason=WELL01")).text
    )


def test_every_reason_and_group_has_words() -> None:
    """All of both national lists, the groups, and people of whom nobody said a national reason."""
    offered = dict(reasons_offered([*BY_CODE, "unknown"], None))
    assert {*BY_CODE, "capacity", "interface", "transfer_hub", "wellbeing", "hospital", "unknown"} == {*offered}
    assert all(" " in text for text in offered.values())
    assert reasons_offered([], None) == []
    assert reasons_offered([], "interface") == [("interface", "Interface process: all")]
    assert reasons_offered(["CAP05"], "unknown")[-1] == ("unknown", "No national reason known")


async def test_a_number_of_who_is_ready_leads_to_these_people(client: httpx.AsyncClient, desk: Desk) -> None:
    """The number, and each row of a split by reason; a row by pathway has no list, as the board has no such filter."""
    desk.figures.cells = begun(
        cell("ready_not_left", TODAY, 9, category="P1"),
        cell("delay_reason", TODAY, 9, category="CAP05"),
        cell("delay_group", TODAY, 9, category="capacity"),
        cell("delay_group", TODAY, 8, category="unknown"),
    )
    ready = (await client.get("/ics/QHL/ready-not-left?trust=RZZ")).text
    assert [link for link in links(ready) if link.startswith("/?")] == ["/?trust=RZZ&ready=yes"]
    assert "People who are ready to leave and have not left: open the list" in plain(ready)
    assert "Of an earlier day there is none." in plain(ready)
    groups = links((await client.get("/ics/QHL/waiting-for?council=E08000025")).text)
    assert {"/?council=E08000025&ready=yes", "/?council=E08000025&ready=yes&reason=capacity"} <= set(groups)
    assert "/?council=E08000025&ready=yes&reason=unknown" in groups
    reasons = links((await client.get("/ics/QHL/delay-reasons")).text)
    assert {"/?ics=QHL&ready=yes", "/?ics=QHL&ready=yes&reason=CAP05"} <= set(reasons)
    assert (await client.get("/?ics=QHL&ready=yes&reason=CAP05")).status_code == 200


async def test_who_may_not_see_people_has_no_link_to_those_who_are_ready(client: httpx.AsyncClient, desk: Desk) -> None:
    """An analyst's rows of reasons are words alone, and so are those of people whose place is not known."""
    desk.figures.cells = begun(cell("delay_reason", TODAY, 9, category="CAP05", council=""))
    for path, role in (("", Role.ANALYST), ("?council=unknown", Role.COORDINATOR)):
        text = (await client.get(f"/ics/QHL/delay-reasons{path}", headers=signed_in(desk, role))).text
        assert "Other home-based social care service" in text
        assert not [link for link in links(text) if link.startswith("/?")]


async def test_the_api_lists_who_is_ready_under_the_same_names(client: httpx.AsyncClient, desk: Desk) -> None:
    """`ready=yes` and `reason`, beside the other filters; anything but yes is told."""
    asked = {"ready": "yes", "reason": "CAP05", "council": PEOPLE[6].council or ""}
    answer = (await client.get("/v1/board", params=asked, headers=desk.headers())).json()
    assert [row["subject_ref"] for row in answer["rows"]] == [OBI]
    assert answer["counts"] == {"in_hospital": 1}
    refused = await client.get("/v1/board", params={"ready": "true"}, headers=desk.headers())
    assert refused.status_code == 422
    assert "ready" in refused.text
