"""How to reach a broker, and how long to wait for it."""

from dataclasses import dataclass, field
from typing import Any, Final

from aiokafka.helpers import create_ssl_context

from hub.errors import Defect

SECURITY: Final = frozenset({"PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"})


@dataclass(frozen=True, slots=True)
class KafkaSettings:
    """Where the broker is and who we are to it.  Passwords are never shown.

    `bootstrap` is `host:port`, several with commas.  `security` is one of `SECURITY`; the SSL ones may name the
    authority (`ca_file`) and a client certificate (`cert_file`, `key_file`), the SASL ones need a name and a password.
    `patience` is in seconds: whatever takes longer counts as an outage.  `member` is a stable name of this worker in
    its groups, so that a quick restart moves no lanes; without one every start is a new member.
    """

    bootstrap: str
    client_id: str = "hub"
    security: str = "PLAINTEXT"
    sasl_mechanism: str = "SCRAM-SHA-512"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: str | None = None
    cert_file: str | None = None
    key_file: str | None = None
    key_password: str | None = field(default=None, repr=False)
    patience: float = 10.0
    member: str | None = None

    def __post_init__(self) -> None:
        if self.security not in SECURITY:
            raise Defect(f"kafka: security must be one of {', '.join(sorted(SECURITY))}")
        if self.security.startswith("SASL") and not (self.username and self.password):
            raise Defect("kafka: SASL needs a user name and a password")
        if (self.cert_file is None) != (self.key_file is None):
            raise Defect("kafka: a client certificate and its key go together")

    def connection(self) -> dict[str, Any]:
        """Give what every aiokafka client takes; raises `Defect` for a certificate that cannot be read."""
        kept: dict[str, Any] = {
            "bootstrap_servers": self.bootstrap,
            "client_id": self.client_id,
            "security_protocol": self.security,
            "request_timeout_ms": int(self.patience * 1000),
        }
        if self.security.endswith("SSL"):
            kept["ssl_context"] = self._ssl()
        if self.security.startswith("SASL"):
            kept["sasl_mechanism"] = self.sasl_mechanism
            kept["sasl_plain_username"] = self.username
            kept["sasl_plain_password"] = self.password
        return kept

    def _ssl(self) -> Any:
        try:
            return create_ssl_context(
                cafile=self.ca_file, certfile=self.cert_file, keyfile=self.key_file, password=self.key_password
            )
        except OSError as error:
            raise Defect(f"kafka: a certificate file cannot be used ({type(error).__name__})") from error
