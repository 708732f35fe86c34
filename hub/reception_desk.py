"""The web role: pages and API over the reader, and the HTTP doors for messages and files."""

import asyncio

import uvicorn

from connectors.hospital_hl7v2.connector import Feed as HospitalFeed
from hub.adapters.reference_files import code_list
from hub.api.catalogue import Dashboards, shipped_catalogue
from hub.api.parts import ApiParts, ApiSettings
from hub.api.policy import shipped_policy
from hub.api.tokens import desk_issuer
from hub.composition import Core, ready
from hub.counted_access import CountedAccess
from hub.domain.areas import Areas
from hub.doors import Doors, document_door, doors, hand_desk
from hub.errors import NotFound
from hub.rhythms import rhythms
from hub.runtime.carer_links import LinksByHand
from hub.runtime.worked_in import WorkedIn
from hub.settings import DESK_HOSPITAL, Settings
from hub.verifying import verifier
from hub.web.app import make_web
from hub.web.looked import Looking
from hub.web.parts import WebParts
from hub.web.words import Names


async def serve(core: Core, worked_in: WorkedIn) -> None:
    """Serve pages and API until cancelled."""
    settings = core.settings
    config = uvicorn.Config(
        make_web(web_parts(core)._replace(waits_since=worked_in.since)),
        host=settings.http_host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=2,
        server_header=False,
        ssl_certfile=settings.http_tls.certificate if settings.http_tls else None,
        ssl_keyfile=settings.http_tls.key if settings.http_tls else None,
    )
    await run_until_cancelled(uvicorn.Server(config))


async def run_until_cancelled(server: uvicorn.Server) -> None:
    """Serve until cancelled, then let requests in hand finish; streams of live updates end with the server.

    Signals belong to whoever runs the roles: uvicorn would take them and stop behind their back.
    """
    serving = asyncio.create_task(server._serve())  # noqa: SLF001 - `serve` is the same with signal handlers
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        await serving
        raise
    finally:
        await _hang_up(server)


async def _hang_up(server: uvicorn.Server) -> None:
    """Cut what is still open after everybody's time to finish, or it would outlive the loop."""
    for connection in list(server.server_state.connections):
        if connection.transport is not None:
            connection.transport.abort()
    await asyncio.sleep(0)  # A transport says that it is closed one turn of the loop later.


def web_parts(core: Core) -> WebParts:
    """Give the pages and the API what they are made of."""
    opened = doors(core)
    feed = _http_hospital(opened)

    async def hl7(raw: bytes) -> tuple[int, bytes]:
        if feed is None:
            raise NotFound("no hospital feed is configured")
        return await opened.reception.http_message(raw, feed)

    api = ApiParts(
        reading=core.reading,
        access_book=CountedAccess(core.access_book, core.counting.denied),
        tokens=verifier(core.settings),
        policy=shipped_policy(),
        clock=core.clock,
        settings=ApiSettings(mode=core.settings.mode, hosts=hosts(core.settings)),
        hl7=hl7,
        drop=opened.drop,
        feeds=core.feeds,
        quarantine=core.quarantine,
        rhythms=rhythms(core.settings),
        metrics=core.counting.exposition,
        ready=lambda: ready(core),
        dashboards=Dashboards(
            core.figures, shipped_catalogue(), core.areas.boards_on, core.areas.names(), core.areas.board
        ),
        recording=hand_desk(core),
        linking=LinksByHand(core.intake, core.reading.told, core.clock, core.bases.consent),
        documents=document_door(core),
        council_of=core.areas.code_used,
    )
    issuer = desk_issuer(core.settings.data / "keys", "desk") if core.settings.mode == "desk" else None
    return WebParts(api, issuer, names_of(core.areas), Looking(core.looks, core.looks_key))


def names_of(areas: Areas) -> Names:
    """Give what codes are called: organisations, and the ethnic categories of the NHS Data Dictionary."""
    return {**areas.names(), "ethnicity": code_list("ethnic_category")}


def _http_hospital(opened: Doors) -> HospitalFeed | None:
    """The feed that messages over HTTP belong to: the desk's, else the first that is configured."""
    return opened.hospitals.get(DESK_HOSPITAL) or next(iter(opened.hospitals.values()), None)


def hosts(settings: Settings) -> tuple[str, ...]:
    """Give the `Host` names that are answered: any other is a page elsewhere that reaches for this machine."""
    return ("127.0.0.1", "localhost", "[::1]", settings.http_host, *settings.http_hosts)
