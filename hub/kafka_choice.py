"""From the hub's settings to what the Kafka adapter takes."""

from pathlib import Path

from hub.adapters.kafka_settings import KafkaSettings
from hub.errors import Defect
from hub.settings import Settings


def kafka_settings(settings: Settings) -> KafkaSettings:
    """Give the broker's settings; raises `Defect` when none is configured."""
    if settings.kafka is None:
        raise Defect("no broker is configured: HUB_KAFKA is not set")
    security = settings.kafka_security
    return KafkaSettings(
        settings.kafka,
        security=security.protocol,
        sasl_mechanism=security.mechanism or "SCRAM-SHA-512",
        username=security.username,
        password=security.password.get_secret_value() if security.password else None,
        ca_file=_text(security.ca_file),
        cert_file=_text(security.certificate),
        key_file=_text(security.key),
        member=settings.member,
    )


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
