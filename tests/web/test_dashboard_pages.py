"""The pages of systems without a browser: what they show to whom, where they lead, and how they fail."""

import re
from datetime import date, timedelta
from html import unescape

import httpx
import pytest

from hub.api.access import Caller
from hub.api.purposes import Purpose, Role
from hub.web.session import COOKIE
from tests.api.dashboard_steps import begun, cell
from tests.api.desk import Desk
from tests.api.invented import TODAY
from tests.api.invented_figures import invented_figures

READY = "/ics/QHL/ready-not-left"
MONDAY = date(2026, 11, 16)
BY_COUNCIL = {
    "early-help-received", "early-help-contacted-14", "early-help-screened", "early-help-referred", "carers-by-source",
    "carers-assessed", "short-breaks-asked", "appeals-overdue", "appeals-lodged", "moves-under-way", "interim-duties",
    "moves-without-papers", "gap-days",
}  # fmt: skip
"""Tiles of what no hospital has a part in."""


def signed_in(desk: Desk, role: Role, organisation: str = "E08000025") -> dict[str, str]:
    """The cookie of somebody with a token for every purpose."""
    token = desk.issuer.issue(Caller("somebody", role, organisation, frozenset(Purpose)), desk.clock.now())
    return {"Cookie": f"{COOKIE}={token}"}


def tile(text: str, name: str) -> str:
    """What one tile shows, without marks."""
    inside = text[text.index(f'id="tile-{name}"') :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", inside[: inside.index("</li>")].split(">", 1)[1])).split())


def links(text: str) -> list[str]:
    """Every address that a page leads to."""
    return [unescape(link) for link in re.findall(r'href="([^"]+)"', text)]


def plain(text: str) -> str:
    """A page without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


async def test_every_system_is_listed_and_those_with_figures_come_first(client: httpx.AsyncClient, desk: Desk) -> None:
    """Numbers of today for the systems that told any, the names of the others, and people without a system."""
    desk.figures.cells = begun(cell("ready_not_left", TODAY, 3), cell("in_hospital", TODAY, 4, ics=""))
    text = (await client.get("/ics")).text
    assert re.findall(r'<a class="hub-person__name" href="([^"]+)">([^<]+)', text) == [
        ("/ics/QHL", "Test and Vale"),
        ("/ics/unknown", "System not known"),
    ]
    assert "Test and Vale 1 3 0 System not known 4 0 0" in plain(text)
    assert "Systems of which no hospital has told anything yet Westmere" in plain(text)
    assert "Old Vale" not in text


async def test_the_list_of_systems_is_a_list_before_anything_is_told(client: httpx.AsyncClient, desk: Desk) -> None:
    """A new hub shows every system and says that there are no figures."""
    desk.figures.cells = []
    text = plain((await client.get("/ics")).text)
    assert "No figures have been told yet." in text
    assert "Test and Vale" in text


async def test_a_tile_has_number_sign_definition_freshness_and_quality(client: httpx.AsyncClient, desk: Desk) -> None:
    """9 people ready today after weeks of about 1: whatever a reader needs to judge the number is on the tile."""
    days = [TODAY - timedelta(days=n) for n in range(1, 40)]
    desk.figures.cells = begun(
        *(cell("ready_not_left", day, (-1) ** day.toordinal()) for day in days),
        cell("ready_not_left", TODAY, 9 - sum((-1) ** day.toordinal() for day in days)),
        cell("quality", MONDAY, 20, category="all"),
        cell("quality", MONDAY, 5, category="pathway_unknown"),
    )
    shown = tile((await client.get("/ics/QHL")).text, "ready-not-left")
    for part in (
        "Ready to leave, still in hospital 9 people 23 November 2026",
        "Concern: above the upper limit",
        "Late No feed is set up that could tell of this",
        "Pathway recorded for 75%",
        "no longer meet the criteria to reside",
        "Acute Discharge Situation Report",
    ):
        assert part in shown


async def test_a_tile_without_a_number_says_why(client: httpx.AsyncClient, desk: Desk) -> None:
    """Hidden, nobody to count and nothing told are three sentences, never a 0 or an empty place."""
    desk.figures.cells = begun(cell("ready_not_left", TODAY, 3))
    text = (await client.get("/ics/QHL", headers=signed_in(desk, Role.ANALYST))).text
    assert "Hidden: very few people" in tile(text, "ready-not-left")
    assert "Nobody to count" in tile(text, "six-weeks-completed")
    assert "No significant change" not in tile(text, "six-weeks-completed")
    text = (await client.get("/ics/QGH")).text
    assert "Nothing told yet" in tile(text, "in-hospital")


async def test_the_page_of_a_system_has_every_heading_of_the_catalogue_with_its_tiles(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    """Early help, carers, support by origin, waits and moves stand beside delay and discharge, each with a number."""
    desk.figures.cells = invented_figures()
    for path, apart in (("/ics/QHL", set()), ("/ics/QHL?council=E08000025", set()), ("/ics/QHL?trust=RZZ", BY_COUNCIL)):
        text = (await client.get(path)).text
        told = set(re.findall(r'id="tile-([^"]+)"', text))
        products = desk.parts.dashboards.catalogue.product
        assert told == {name for name, one in products.items() if not one.beside} - apart
        beside = {name for name, one in products.items() if one.beside and one.beside in told}
        assert all(f"/{name}" in "".join(links(text)) for name in beside)
    text = (await client.get("/ics/QHL")).text
    headings = [unescape(found) for found in re.findall(r'<h2[^>]+id="group-\d+">([^<]+)', text)]
    assert headings[2:7] == [
        "After hospital", "Support in the six weeks", "Early help and carers", "Hospital and council", "Appeals"
    ]  # fmt: skip
    assert "Passed on for early help" in tile(text, "early-help-received")
    assert re.search(r"Carers passed on \d+ people", tile(text, "carers-by-source"))
    assert re.search(r"Planned hours of new support [\d,]+ hours", tile(text, "new-hours"))
    assert re.search(r"Notice to support: middle wait \d+ days", tile(text, "notice-to-start"))
    assert "Days without a council 0 days" in tile(text, "gap-days")


@pytest.mark.parametrize("product", ["new-hours", "notice-to-start", "notice-to-start-90", "waiting-for-start"])
async def test_a_new_product_has_chart_sentence_table_and_file(
    client: httpx.AsyncClient, desk: Desk, product: str
) -> None:
    """A process chart with limits, the same in words and rows, what it counts, and how it differs from the source."""
    desk.figures.cells = invented_figures()
    text = (await client.get(f"/ics/QHL/{product}")).text
    shown = plain(text)
    one = desk.parts.dashboards.catalogue.find(product)
    assert text.count('role="img"') == 3
    assert " the average is " in shown
    assert one.definition in shown
    assert desk.parts.dashboards.catalogue.source[one.source].differs in shown
    assert (await client.get(f"/ics/QHL/{product}.csv?by=council")).text.count("figure,") > 20
    assert "By council" in text


async def test_one_person_is_one_person(client: httpx.AsyncClient, desk: Desk) -> None:
    """Numbers are read aloud: 1 person, 2 people."""
    desk.figures.cells = begun(cell("in_six_weeks", TODAY, 2))
    text = (await client.get("/ics/QHL")).text
    assert "In hospital 1 person " in tile(text, "in-hospital")
    assert "hospital 2 people " in tile(text, "in-six-weeks")


async def test_the_way_down_goes_from_system_to_council_to_trust_to_people(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    """Each page leads one step further in, and the last to the board with its filters."""
    desk.figures.cells = begun(cell("in_six_weeks", TODAY, 9), cell("in_hospital", TODAY, 9))
    system = (await client.get("/ics/QHL")).text
    assert "/ics/QHL?council=E08000025" in links(system)
    council = (await client.get("/ics/QHL?council=E08000025")).text
    assert '<h1 class="nhsuk-heading-l">Testborough</h1>' in council
    assert "/ics/QHL?trust=RZZ" in links(council)
    assert "/ics/QHL/in-hospital?council=E08000025" in links(council)
    trust = (await client.get("/ics/QHL/in-hospital?trust=RZZ")).text
    assert "/?trust=RZZ&status=in_hospital" in links(trust)
    assert "It has those too whose admission no message told; who is back in hospital" in plain(trust)
    assert {"/ics", "/ics/QHL", "/ics/QHL?trust=RZZ"} <= set(links(trust))
    assert (await client.get("/?trust=RZZ&status=in_hospital")).status_code == 200


async def test_only_who_may_see_people_is_led_to_them(client: httpx.AsyncClient, desk: Desk) -> None:
    """An analyst's page ends with numbers; so does one of people whose place is not known."""
    desk.figures.cells = begun(cell("in_hospital", TODAY, 9, council=""))
    page = "/ics/QHL/in-hospital"
    assert any(link.startswith("/?ics=QHL") for link in links((await client.get(page)).text))
    analyst = (await client.get(page, headers=signed_in(desk, Role.ANALYST))).text
    assert not [link for link in links(analyst) if link.startswith("/?")]
    unknown = (await client.get(f"{page}?council=unknown")).text
    assert not [link for link in links(unknown) if link.startswith("/?")]


async def test_a_chart_has_its_sentence_its_table_and_its_file(client: httpx.AsyncClient, desk: Desk) -> None:
    """Whoever does not see the chart has every number of it, in words, in rows, and to take away."""
    moves = [cell("ready_not_left", TODAY - timedelta(days=n), (-1) ** n) for n in range(41)]
    desk.figures.cells = begun(cell("ready_not_left", TODAY - timedelta(days=60), 8), *moves)
    text = (await client.get(READY)).text
    shown = plain(text)
    assert "The latest, 23 November 2026, is 9. Over 56 days the average is" in shown
    assert "23 Nov 2026 9 " in shown
    assert "22 Nov 2026 8 " in shown
    assert text.count('role="img"') == 3
    table = await client.get(f"{READY}.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert "figure,2026-11-23,2026-11-23,none,,All,9,shown" in table.text
    assert f"{READY}.csv" in links(text)
    assert f"{READY}.csv?by=council" in links(text)
    assert desk.access.lines[-1].action == "export"


async def test_no_colour_stands_for_better_or_worse_than_last_month(client: httpx.AsyncClient, desk: Desk) -> None:
    """11, then 10, is no news: the tile says so, and no number is red, amber or green."""
    weeks = [cell("discharges", MONDAY - timedelta(weeks=n), 10 + n % 2) for n in range(30)]
    desk.figures.cells = begun(*weeks)
    text = (await client.get("/ics/QHL")).text
    assert "No significant change" in tile(text, "discharges")
    main = text[text.index("<main") :]
    assert not re.search(r"nhsuk-tag--(red|green|yellow|aqua-green)", main)


async def test_hidden_numbers_stand_nowhere_on_an_analysts_pages(client: httpx.AsyncClient, desk: Desk) -> None:
    """3 of 13 people: * and 15, in tile, table, split and sentence; a mean of hidden points is no limit."""
    desk.figures.cells = begun(
        cell("ready_not_left", TODAY, 3, category="P1"), cell("ready_not_left", TODAY, 10, council="E08000029")
    )
    cookie = signed_in(desk, Role.ANALYST)
    text = (await client.get(READY, headers=cookie)).text
    assert "15 people 23 November 2026" in plain(text)
    split = text[text.index('id="by-council"') : text.index('id="by-trust"')]
    assert plain(split).count("* Hidden: very few people") == 1
    assert "0 is shown as 0, 1 to 7 as *" in plain(text)
    assert ">13<" not in text
    one = (await client.get(f"{READY}?council=E08000025", headers=cookie)).text
    assert "hidden because they are of very few people, so no limits are drawn" in plain(one)
    assert "hub-chart__centre" not in one


async def test_a_flow_by_day_is_offered_to_those_who_may_have_it(client: httpx.AsyncClient, desk: Desk) -> None:
    """By day and by week for a coordinator; by week alone for an analyst, whose page says nothing of days."""
    page = "/ics/QHL/discharges"
    assert "By day" in (await client.get(page)).text
    cookie = signed_in(desk, Role.ANALYST)
    assert "By day" not in (await client.get(page, headers=cookie)).text
    assert (await client.get(f"{page}?every=day", headers=cookie)).status_code == 422


async def test_how_far_back_is_kept_from_page_to_page(client: httpx.AsyncClient) -> None:
    """The chosen stretch is marked, and stays when the rhythm or the place changes."""
    first = TODAY - timedelta(weeks=52)
    text = (await client.get(f"{READY}?from={first}")).text
    chosen = re.findall(r'aria-current="true">([^<]+)', text)
    assert chosen == ["Systems", "By day", "12 months"]
    assert f"{READY}?from={first}&every=week" in links(text)
    assert f"{READY}?council=E08000025&from={first}" in links(text)
    empty = (await client.get(f"{READY}?from=2027-01-01")).text
    assert "Nothing told yet" in plain(empty)


async def test_a_social_worker_is_on_the_own_council_everywhere(client: httpx.AsyncClient, desk: Desk) -> None:
    """The list, the tiles and the charts are of the own council; no link leads where they would be refused."""
    desk.figures.cells = begun(
        cell("in_six_weeks", TODAY, 5), cell("in_six_weeks", TODAY, 70, council="E08000029", ics="QGH")
    )
    cookie = signed_in(desk, Role.SOCIAL_WORKER)
    listed = (await client.get("/ics", headers=cookie)).text
    assert "Test and Vale 1 0 5" in plain(listed)
    assert "Westmere" not in listed
    assert "/ics/QHL?council=E08000025" in links(listed)
    tiles = (await client.get("/ics/QHL", headers=cookie)).text
    assert "5 people" in tile(tiles, "in-six-weeks")
    for text in (tiles, (await client.get("/ics/QHL/in-hospital", headers=cookie)).text):
        assert not [link for link in links(text) if "trust=" in link or "provider=" in link]
        for link in links(text):
            if link.startswith("/ics"):
                assert (await client.get(link, headers=cookie)).status_code == 200, link
    assert (await client.get("/ics/QHL?trust=RZZ", headers=cookie)).status_code == 403


@pytest.mark.parametrize("role", [Role.CARE_STAFF, Role.INTEGRATION_ENGINEER, Role.PERSON])
async def test_who_may_see_no_dashboard_has_no_way_to_one(client: httpx.AsyncClient, desk: Desk, role: Role) -> None:
    """Neither in the menu nor by address."""
    cookie = signed_in(desk, role)
    for path in ("/ics", "/ics/QHL", READY, f"{READY}.csv"):
        answer = await client.get(path, headers=cookie)
        assert answer.status_code == 403
        assert 'href="/ics"' not in answer.text


@pytest.mark.parametrize("path", ["/ics/QXX", "/ics/QHL/happiness", "/ics/QHL/happiness.csv", "/ics/Q-HL"])
async def test_what_is_not_there_is_a_page_that_says_so(client: httpx.AsyncClient, path: str) -> None:
    """A wrong address is answered in the same style."""
    answer = await client.get(path)
    assert answer.status_code in {404, 422}
    assert "Go to the six-week board" in answer.text


async def test_pages_fail_closed(client: httpx.AsyncClient, desk: Desk) -> None:
    """Without the access log, and without the figures, there is no number."""
    desk.figures.away = True
    assert (await client.get("/ics/QHL")).status_code == 503
    desk.figures.away, desk.access.away = False, True
    for path in ("/ics", "/ics/QHL", READY, f"{READY}.csv"):
        assert (await client.get(path)).status_code == 503


async def test_a_page_of_many_tiles_reads_each_figure_once(client: httpx.AsyncClient, desk: Desk) -> None:
    """The store is asked no question twice for one page, and the look is one line of the access log."""
    before = len(desk.access.lines)
    await client.get("/ics/QHL")
    assert len(desk.figures.asked) == len(set(desk.figures.asked))
    assert len(desk.access.lines) == before + 1
