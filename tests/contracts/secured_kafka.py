"""A broker that lets in only who proves who they are: by name and password, or by certificate."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from hub.adapters.kafka_settings import KafkaSettings
from tests.certificates import Authority, Pair
from tests.kafka_fixture import LocalKafka
from tests.ports import free_port

NAME, PASSWORD = "hub", "a-long-invented-password"

_LISTENERS: Final = """
listeners=PLAINTEXT://127.0.0.1:@PORT@,CONTROLLER://127.0.0.1:@CONTROLLER_PORT@,NAMED://127.0.0.1:{named},SHOWN://127.0.0.1:{shown}
advertised.listeners=PLAINTEXT://127.0.0.1:@PORT@,NAMED://127.0.0.1:{named},SHOWN://127.0.0.1:{shown}
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,NAMED:SASL_SSL,SHOWN:SSL
listener.name.named.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.named.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.shown.ssl.client.auth=required
ssl.keystore.type=PEM
ssl.keystore.location={keystore}
ssl.truststore.type=PEM
ssl.truststore.location={authority}
"""


_AUTHORIZER: Final = """
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS;User:{super_user}
"""


class SecuredKafka:
    """One broker with a listener for names and passwords and another for certificates, both over TLS.

    With `others`, who have the same password, it has an authorizer too: `NAME` may do everything and they nothing that
    they are not given.
    """

    def __init__(self, folder: Path, others: Sequence[str] = ()) -> None:
        ours = Authority(folder, "authority")
        self.certificate: Pair = ours.issue("hub")
        self.stranger: Pair = Authority(folder, "elsewhere").issue("stranger")
        self.unknown_authority = folder / "elsewhere.pem"
        self._authority, self._folder = ours.chain, folder
        self._named, self._shown = free_port(), free_port()
        users = [part for name in (NAME, *others) for part in ("--user", f"{name}={PASSWORD}")]
        also = self._settings(ours.issue("broker"), _AUTHORIZER.format(super_user=NAME) if others else "")
        self._node = LocalKafka("--also", str(also), *users)

    def _settings(self, broker: Pair, more: str) -> Path:
        keystore = self._folder / "keystore.pem"
        keystore.write_bytes(broker.key.read_bytes() + broker.chain.read_bytes())
        file = self._folder / "secured.properties"
        where = {"keystore": keystore, "authority": self._authority}
        file.write_text(_LISTENERS.format(named=self._named, shown=self._shown, **where) + more)
        return file

    @property
    def by_name(self) -> KafkaSettings:
        """How the hub comes in with its name and password."""
        return KafkaSettings(
            f"127.0.0.1:{self._named}",
            security="SASL_SSL",
            username=NAME,
            password=PASSWORD,
            ca_file=str(self._authority),
            patience=5.0,
        )

    def as_user(self, name: str) -> KafkaSettings:
        """How somebody else comes in."""
        return replace(self.by_name, username=name, patience=3.0)

    @property
    def by_certificate(self) -> KafkaSettings:
        """How the hub comes in with its certificate."""
        return replace(
            self.by_name,
            bootstrap=f"127.0.0.1:{self._shown}",
            security="SSL",
            username=None,
            password=None,
            cert_file=str(self.certificate.chain),
            key_file=str(self.certificate.key),
        )

    @contextmanager
    def running(self) -> Iterator["SecuredKafka"]:
        """Run it for as long as the block lasts."""
        try:
            self._node.start()
            yield self
        finally:
            self._node.remove()
