"""The pages of the integrated care systems: every system, the tiles of one, and one product with its chart."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from hub.api.dashboard_answer import Answer
from hub.api.dashboard_question import By, QueryIn
from hub.api.dashboard_routes import ProductIn, SystemIn, csv_response
from hub.api.dashboard_words import place_name, remarks
from hub.api.feed_state import FeedRow
from hub.api.gate import Asked
from hub.api.purposes import View
from hub.domain.days import day_of
from hub.domain.small_numbers import footnote
from hub.web.dashboard_links import address, by_reason, kept, own_council_only, people_link, rhythms, spans
from hub.web.dashboard_tables import Split, point_rows, split_of
from hub.web.dashboard_view import Shown, shown
from hub.web.dates import public
from hub.web.environment import page
from hub.web.freshness import Freshness, of_feeds, of_figures
from hub.web.look import Look, look, once
from hub.web.session import Session, open_session
from hub.web.systems import COLUMNS, drills, systems_of

routes = APIRouter(include_in_schema=False)
SessionIn = Annotated[Session, Depends(open_session)]


class Tile(NamedTuple):
    """One product on the page of a system: with the state of its feeds and what is said of its data's quality."""

    shown: Shown
    feeds: Freshness
    quality: str
    beside: Sequence[Shown]


Tiles = Sequence[tuple[str, Sequence[Tile]]]


@routes.get("/ics")
async def systems_page(request: Request, session: SessionIn) -> Response:
    """Show every system, those with figures first."""
    own = session.caller.organisation if own_council_only(session) else None
    decision = await session.admit(Asked(View.DASHBOARDS, "list", council=own))
    parts = once(session.parts.api)
    rule = None if decision.true_numbers else parts.dashboards.catalogue.find(COLUMNS[0]).rounding
    listed = await systems_of(parts, decision, own)
    return session.dress(page(request, "systems.jinja", systems=listed, rule=footnote(rule), own=own is not None))


@routes.get("/ics/{ics}")
async def system_page(request: Request, ics: SystemIn, query: QueryIn, session: SessionIn) -> Response:
    """Show the tiles of one system, or of one place; each tile has its own days or weeks."""
    here = await look(session, ics, query.model_copy(update={"first": None, "last": None, "every": None, "by": "none"}))
    dashboards = here.parts.dashboards
    name = dashboards.system(ics)
    answers = {product: await here.read(product) for product in here.products()}
    first = next(iter(answers.values()))
    response = page(
        request,
        "system.jinja",
        system=name,
        path=f"/ics/{ics}",
        query=address("", kept(here.query)),
        place=place_name(first.question, dashboards),
        groups=_tiles(here, answers, await here.feeds()),
        told=of_figures(first.told_until, day_of(here.parts.clock.now())),
        splits=await drills(here),
        rule=footnote(first.rounding),
        closed=_closed(here, first),
    )
    return session.dress(response)


def _closed(here: Look, given: Answer) -> tuple[str, list[tuple[str, str]]] | None:
    """Return the last day of a system that closed, with name and address of what came in its place; none for others."""
    if given.closed is None:
        return None
    names = here.parts.dashboards.names["ics"]
    found = [(names.get(code, code), f"/ics/{code}") for code in given.closed.successors]
    return public(given.closed.last_day), found


def _tiles(here: Look, answers: Mapping[str, Answer], feeds: Sequence[FeedRow]) -> Tiles:
    """Return the tiles by heading, in the order of the catalogue."""
    catalogue = here.parts.dashboards.catalogue
    told = {name: shown(name, given, catalogue, wide=False) for name, given in answers.items()}
    tiles = [
        Tile(one, of_feeds(feeds, one.product.feeds), _quality(one, told), _beside(name, told))
        for name, one in told.items()
        if not one.product.beside
    ]
    return [(group, list(found)) for group, found in groupby(tiles, key=lambda tile: tile.shown.product.group)]


def _quality(one: Shown, told: Mapping[str, Shown]) -> str:
    says = told.get(one.product.quality)
    return f"{says.product.title} for {says.value}%" if says is not None and says.value else ""


def _beside(name: str, told: Mapping[str, Shown]) -> list[Shown]:
    return [one for one in told.values() if one.product.beside == name]


@routes.get("/ics/{ics}/{product}.csv")
async def product_table(ics: SystemIn, product: ProductIn, query: QueryIn, session: SessionIn) -> Response:
    """Give one product as a file, to whoever is signed in to the pages."""
    here = await look(session, ics, query, "export")
    return session.dress(csv_response(here.parts, ics, product, await here.read(product)))


@routes.get("/ics/{ics}/{product}")
async def product_page(
    request: Request, ics: SystemIn, product: ProductIn, query: QueryIn, session: SessionIn
) -> Response:
    """Show one product: its chart, the same as a table, and what it splits into."""
    here = await look(session, ics, query.model_copy(update={"by": "none"}))
    dashboards = here.parts.dashboards
    name, given = dashboards.system(ics), await here.read(product)
    told = shown(product, given, dashboards.catalogue, wide=True)
    response = page(
        request,
        "product.jinja",
        system=name,
        top=f"/ics/{ics}",
        shown=told,
        points=point_rows(given, told.chart),
        splits=await _splits(here, product),
        feeds=of_feeds(await here.feeds(), told.product.feeds),
        **_around(here, f"/ics/{ics}/{product}", given),
    )
    return session.dress(response)


def _around(here: Look, path: str, given: Answer) -> dict[str, Any]:
    """Return what stands around a chart: its place, its links, and its notes."""
    today, asked, query = day_of(here.parts.clock.now()), given.question, here.query
    return {
        "place": place_name(asked, here.parts.dashboards),
        "up": address(f"/ics/{here.ics}", kept(query, period=False)),
        "csv": address(f"{path}.csv", kept(query)),
        "spans": spans(path, query, asked, today),
        "rhythms": rhythms(path, query, asked, rounded=given.rounding is not None),
        "people": people_link(asked, here.session),
        "told": of_figures(given.told_until, today),
        "notes": remarks(given, here.parts.dashboards),
        "closed": _closed(here, given),
    }


async def _splits(here: Look, product: str) -> list[Split]:
    """Return what a product splits into, without the kind of the place that was chosen."""
    dashboards, path = here.parts.dashboards, f"/ics/{here.ics}/{product}"
    chosen = dashboards.catalogue.find(product)
    places = [by for by in chosen.places if getattr(here.query, by) is None]
    wanted: list[By] = ["category", *places] if chosen.split else [*places]
    answers = [await here.read(product, by=by) for by in wanted]
    people = [by_reason(people_link(given.question, here.session), given.question) for given in answers]
    return [
        split_of(given, dashboards, path, kept(here.query), opens=here.opens, people=link)
        for given, link in zip(answers, people, strict=True)
    ]
