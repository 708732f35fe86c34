"""TLS with client certificates: only a hospital that the authority knows is listened to."""

import ssl
from pathlib import Path

import pytest

from connectors.hospital_hl7v2.acknowledgement import code_of
from connectors.mllp import Certificates, MllpServer, Peer, tls
from tests.certificates import Authority, Pair
from tests.hospital.messages import PID, message, pv1
from tests.hospital.sockets import LOOPBACK, connected, listening

GOOD = message("A02", PID, pv1(f3="W7"))


def _client(authority: Path, pair: Pair | None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=authority)
    if pair is not None:
        context.load_cert_chain(pair.chain, pair.key)
    return context


async def test_a_known_hospital_is_answered_over_tls(tmp_path: Path) -> None:
    """Both sides prove who they are, and the message travels encrypted."""
    authority = Authority(tmp_path, "authority")
    hub, trust = authority.issue("hub"), authority.issue("rzz-engine")
    context = tls(Certificates(hub.chain, hub.key, authority.chain))
    async with listening(context=context) as desk, connected(desk.port, _client(authority.chain, trust)) as sender:
        assert code_of(await sender.ask(GOOD)) == "AA"


async def test_a_stranger_is_not(tmp_path: Path) -> None:
    """Without a certificate, or with one of another authority, not a byte is read."""
    authority, other = Authority(tmp_path, "authority"), Authority(tmp_path, "other")
    hub, stranger = authority.issue("hub"), other.issue("stranger")
    context = tls(Certificates(hub.chain, hub.key, authority.chain))
    async with listening(context=context) as desk:
        for pair in (None, stranger):
            with pytest.raises((OSError, ssl.SSLError, EOFError)):
                async with connected(desk.port, _client(authority.chain, pair)) as sender:
                    await sender.ask(GOOD)
        assert desk.intake.batches == []


async def test_the_listener_knows_the_name_in_the_certificate(tmp_path: Path) -> None:
    """A receiver may hold a feed to one certificate."""
    seen: list[Peer] = []

    class Noting:
        async def message(self, frame: bytes, peer: Peer) -> bytes:
            seen.append(peer)
            return frame

        async def broken(self, head: bytes, rule: str, peer: Peer) -> bytes:
            raise AssertionError(rule, head, peer)

    authority = Authority(tmp_path, "authority")
    hub, trust = authority.issue("hub"), authority.issue("rzz-engine")
    server = MllpServer(Noting(), context=tls(Certificates(hub.chain, hub.key, authority.chain)))
    port = await server.start(LOOPBACK, 0)
    async with connected(port, _client(authority.chain, trust)) as sender:
        assert await sender.ask(b"ping") == b"ping"
    await server.stop()
    assert seen == [Peer("127.0.0.1", "rzz-engine")]
