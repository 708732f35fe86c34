"""The API: every `/v1` read behind the gate, every failure a problem document."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from hub.api import (
    dashboard_routes,
    document_routes,
    entry_routes,
    feed_routes,
    health_routes,
    link_routes,
    list_routes,
    people_routes,
    problems,
)
from hub.api.bodies import ProblemDocument, RefusedFiles
from hub.api.entry_schema import describe_entries
from hub.api.gate import Gate
from hub.api.guards import Guards
from hub.api.parts import ApiParts


def make_app(parts: ApiParts) -> FastAPI:
    """Make the app of these parts; nothing is started and nothing is read."""
    app = FastAPI(
        title="Care hub",
        version=parts.settings.version,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.parts = parts
    app.state.gate = Gate(parts)
    people = people_routes, entry_routes, link_routes, document_routes
    for module in (health_routes, list_routes, *people, feed_routes, dashboard_routes):
        # As they are: `include_router` would build each of them again at the app's first request.
        app.router.routes.extend(module.routes.routes)
    problems.install(app)
    app.add_middleware(Guards, settings=parts.settings, council_of=parts.council_of)
    _describe(app)
    return app


def _describe(app: FastAPI) -> None:
    """Make the OpenAPI document say what the code does: problem documents, and a purpose with every read."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(title=app.title, version=app.version, routes=app.routes)
            schemas = made.setdefault("components", {}).setdefault("schemas", {})
            for model in (ProblemDocument, RefusedFiles):
                problem = model.model_json_schema(ref_template="#/components/schemas/{model}")
                schemas.update(problem.pop("$defs"))
                schemas[model.__name__] = problem
            _need_purpose(made)
            describe_entries(made, app.state.parts.recording)
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's own way to change the document


def _need_purpose(document: dict[str, Any]) -> None:
    """Mark `X-Purpose` as required: a read without one is denied by the gate, which writes it down."""
    for operations in document["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"].lower() == "x-purpose":
                    parameter["name"] = "X-Purpose"
                    parameter["required"] = True
                    parameter["schema"].pop("default", None)
