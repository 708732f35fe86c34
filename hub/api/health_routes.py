"""Health and metrics, as Kubernetes and Prometheus expect them; nothing about people."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from hub.api.asking import PartsIn
from hub.api.bodies import Health
from hub.observe.exposing import all_well

routes = APIRouter(tags=["health"])


@routes.get("/health/live", response_model=Health)
async def live() -> JSONResponse:
    """Say that the process answers."""
    return JSONResponse({"status": "ok", "parts": {}})


@routes.get("/health/ready", response_model=Health, responses={503: {"model": Health}})
async def ready(parts: PartsIn) -> JSONResponse:
    """Say whether every part that is needed answers."""
    states = dict(await parts.ready())
    well = all_well(states)
    return JSONResponse({"status": "ok" if well else "not ready", "parts": states}, 200 if well else 503)


@routes.get(
    "/metrics", response_class=Response, responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}
)
async def metrics(parts: PartsIn) -> Response:
    """Give every metric."""
    body, media_type = parts.metrics()
    return Response(body, headers={"Content-Type": media_type})
