"""Routes of the dashboards: numbers of whole systems and places, as the reader may see them."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Path
from fastapi.responses import JSONResponse, Response

from hub.api.access import Decision
from hub.api.asking import Visit, VisitIn, private
from hub.api.bodies import Dashboard, DashboardList, problems
from hub.api.catalogue import product_json
from hub.api.dashboard_answer import Answer, answer
from hub.api.dashboard_formats import CSV, answer_csv, answer_json, file_name, wants_csv
from hub.api.dashboard_question import DashboardQuery, QueryIn, question
from hub.api.dashboard_unheard import unheard
from hub.api.gate import Asked
from hub.api.parts import ApiParts
from hub.api.purposes import View
from hub.domain.days import day_of

routes = APIRouter(prefix="/v1/dashboards", tags=["dashboards"], responses=problems(400, 401, 403, 404, 422, 503))

SystemIn = Annotated[str, Path(max_length=40, pattern=r"^[A-Za-z0-9]+$")]
ProductIn = Annotated[str, Path(max_length=40, pattern=r"^[a-z0-9-]+$")]
_TABLE: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "content": {CSV: {"schema": {"type": "string"}}},
        "description": "The numbers, and the notes that go with them",
    }
}


@routes.get("", response_model=DashboardList)
async def dashboards(visit: VisitIn) -> JSONResponse:
    """Give every integrated care system and every product; no number of anybody."""
    await visit.admit(Asked(View.DASHBOARDS, "list", council=visit.caller.organisation))
    parts = visit.parts.dashboards
    boards = parts.boards(day_of(visit.parts.clock.now()))
    systems = [{"code": board.ods_code, "name": board.name} for board in boards]
    catalogue = parts.catalogue
    products = [product_json(name, product, catalogue) for name, product in catalogue.product.items()]
    return private({"systems": systems, "products": products})


@routes.get("/{ics}/{product}.csv", response_class=Response, responses=_TABLE)
async def table(ics: SystemIn, product: ProductIn, query: QueryIn, visit: VisitIn) -> Response:
    """Give one product of one system as CSV."""
    return csv_response(visit.parts, ics, product, await _answered(visit, ics, product, query, "export"))


@routes.get("/{ics}/{product}", response_model=Dashboard, responses=_TABLE)
async def dashboard(
    ics: SystemIn, product: ProductIn, query: QueryIn, visit: VisitIn, accept: Annotated[str, Header()] = ""
) -> Response:
    """Give one product of one system, as JSON or, when asked for, as CSV."""
    export = wants_csv(accept)
    given = await _answered(visit, ics, product, query, "export" if export else "view")
    if export:
        return csv_response(visit.parts, ics, product, given)
    return _varied(private(answer_json(ics, product, given, visit.parts.dashboards)))


async def _answered(visit: Visit, ics: str, product: str, query: DashboardQuery, action: str) -> Answer:
    decided = await visit.admit(Asked(View.DASHBOARDS, action, council=query.council, provider=query.provider))
    return await read(visit.parts, ics, product, query, decided)


async def read(parts: ApiParts, ics: str, product: str, query: DashboardQuery, decided: Decision) -> Answer:
    """Answer after a decision that permits; raises `NotFound`, and `Problem` 422 for what cannot be asked."""
    parts.dashboards.system(ics)
    chosen = parts.dashboards.catalogue.find(product)
    rounding = None if decided.true_numbers else chosen.rounding
    today = day_of(parts.clock.now())
    asked = question(query, chosen, ics, today, rounded=rounding is not None)
    return unheard(await answer(parts.dashboards.figures, asked, rounding), parts.dashboards, today)


def csv_response(parts: ApiParts, ics: str, product: str, given: Answer) -> Response:
    """Return an answer as a file that nobody keeps on the way."""
    name = f'attachment; filename="{file_name(ics, product, given.question)}"'
    headers = {"Cache-Control": "no-store", "Content-Disposition": name}
    return _varied(Response(answer_csv(ics, given, parts.dashboards), headers=headers, media_type=CSV))


def _varied(response: Response) -> Response:
    response.headers["Vary"] = "Accept"
    return response
