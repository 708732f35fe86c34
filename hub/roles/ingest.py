"""The ingest role: an MLLP listener for every hospital feed that has a port."""

import asyncio
from collections.abc import Mapping

import structlog

from connectors.hospital_hl7v2.connector import MllpReceiver
from connectors.mllp import Certificates, Limits, MllpServer, tls
from hub.composition import Core
from hub.hospital_doors import hospitals, reception
from hub.settings import Tls

_log = structlog.get_logger()
_COUNT_EVERY_S = 2.0


async def run(core: Core) -> None:
    """Listen until cancelled; then finish the messages in hand."""
    desk, servers = reception(core), dict[str, MllpServer]()
    try:
        for name, feed in hospitals(core).items():
            configured = core.settings.all_feeds()[name]
            if configured.port is None:
                continue
            context = None if configured.tls is None else tls(_certificates(configured.tls))
            limits = Limits(connections=core.settings.mllp_connections)
            server = servers[name] = MllpServer(MllpReceiver(desk, feed), limits=limits, context=context)
            port = await server.start(configured.host, configured.port)
            _log.info("mllp_listening", feed=name, port=port)
        await _count_connections(core, servers)
    finally:
        await asyncio.gather(*(server.stop() for server in servers.values()))


async def _count_connections(core: Core, servers: Mapping[str, MllpServer]) -> None:
    refused = dict.fromkeys(servers, 0)
    while True:
        for name, server in servers.items():
            core.counting.connections(name, server.connected)
            if server.counts.refused > refused[name]:
                refused[name] = server.counts.refused
                _log.warning("mllp_connections_refused", feed=name, refused=refused[name], open=server.connected)
        await asyncio.sleep(_COUNT_EVERY_S)


def _certificates(files: Tls) -> Certificates:
    return Certificates(files.certificate, files.key, files.client_ca)
