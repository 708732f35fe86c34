"""The pages on top of the API: one app, one gate."""

from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles

from hub.api import problems
from hub.api.app import make_app
from hub.errors import Defect
from hub.web import (
    board_pages,
    carer_link_end_pages,
    carer_link_pages,
    dashboard_pages,
    documents_pages,
    early_help_pages,
    list_pages,
    notice_pages,
    person_pages,
    recording_pages,
)
from hub.web.environment import make_environment, page
from hub.web.parts import WebParts

_API = ("/v1/", "/health/", "/metrics")


def make_web(parts: WebParts) -> FastAPI:
    """Make the API with the pages; raises `Defect` for a demonstration issuer in live mode."""
    if parts.issuer is not None and parts.api.settings.mode == "live":
        raise Defect("live mode has no demonstration issuer")
    app = make_app(parts.api)
    app.state.web = parts
    app.state.templates = make_environment()
    carers = early_help_pages, carer_link_pages, carer_link_end_pages
    of_people = person_pages, recording_pages, documents_pages, *carers
    for module in (board_pages, *of_people, list_pages, notice_pages, dashboard_pages):
        app.router.routes.extend(module.routes.routes)
    app.mount("/static", StaticFiles(directory=Path(str(files("hub.web") / "static"))), "static")
    problems.install(app, _render)
    return app


def _render(request: Request, problem: problems.Problem) -> Response:
    """Answer a failure in the manner of what was asked for: a page, or a problem document."""
    if request.url.path.startswith(_API):
        return problems.answer(problem)
    shown = page(request, "problem.jinja", problem.status, problem=problem.body())
    shown.headers["Cache-Control"] = "no-store"
    return shown
