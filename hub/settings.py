"""One frozen settings object, built once, with contradictions refused at start.

From environment variables named `HUB_…` (nested by `__`), an optional TOML file named by `HUB_SETTINGS`, and
defaults that suit a desk.  Nothing else reads the environment.
"""

import ipaddress
import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, DirectoryPath, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

DESK_HOSPITAL = "hospital-desk"
DESK_DWP = "dwp-desk"
DESK_PROVIDER = "provider-desk"
DESK_CARERS = "carers-desk"


class Tls(BaseModel):
    """Certificate files of one listener; a `client_ca` asks every caller for a certificate."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    certificate: Path
    key: Path
    client_ca: Path | None = None


_HOUR: Final = 60
_EVERY: Final[Mapping[str, int]] = {
    "hospital_hl7v2": _HOUR,
    "provider_table": 24 * _HOUR,
    "dwp": 7 * 24 * _HOUR,
    "carer_notices": 7 * 24 * _HOUR,
}
"""Minutes between messages of a kind where its feed says nothing else: a hospital writes all day, a provider's table
comes daily, a referral file weekly."""


class Feed(BaseModel):
    """One configured sender: a kind of connector, a profile, an organisation, a transport and a rhythm."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["hospital_hl7v2", "dwp", "carer_notices", "provider_table"]
    profile: str
    organisation: str | None = None
    port: int | None = Field(default=None, ge=0, le=65535)
    """The MLLP port of a hospital feed; other feeds arrive over HTTP."""
    host: str = "127.0.0.1"
    tls: Tls | None = None
    expected_every_minutes: int | None = Field(default=None, gt=0)
    """How often something comes; none takes what is usual for the kind."""
    silent_after_minutes: int | None = Field(default=None, gt=0)
    """How long nothing may come before somebody is told; none takes the rhythm with some grace."""

    @property
    def rhythm(self) -> int:
        """Minutes between messages, as expected."""
        return self.expected_every_minutes or _EVERY[self.kind]

    @property
    def patience(self) -> int:
        """Minutes of silence after which somebody is told: the rhythm and a seventh of it more, at least an hour."""
        return self.silent_after_minutes or self.rhythm + max(_HOUR, self.rhythm // 7)


class KafkaSecurity(BaseModel):
    """How the hub proves itself to the broker."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] | None = None
    username: str | None = None
    password: SecretStr | None = None
    ca_file: Path | None = None
    certificate: Path | None = None
    key: Path | None = None


class Settings(BaseSettings):
    """Everything a running hub may be told."""

    model_config = SettingsConfigDict(
        env_prefix="HUB_",
        env_nested_delimiter="__",
        env_ignore_empty=True,  # how manifests unset what they inherit, and Compose hands on what nobody set
        frozen=True,
        extra="ignore",
        nested_model_default_partial_update=True,
    )

    mode: Literal["desk", "live"] = "desk"
    data: Path = Path("var")
    """Folder of the embedded database, keys and other state."""
    database_url: SecretStr | None = None
    """PostgreSQL to use; none starts the embedded one in `data`."""
    more_database_urls: tuple[SecretStr, ...] = ()
    """Further PostgreSQL servers, in an order that never changes: the people's lanes are spread over all of them, and
    `database_url` keeps the books as well."""
    kafka: str | None = None
    """Bootstrap servers; none uses PostgreSQL as the log."""
    kafka_security: KafkaSecurity = KafkaSecurity()
    kafka_member: str | None = None
    """The stable name of this process among those that share the lanes (a pod's name, say): a quick restart under the
    same name moves no lanes.  The workers of one supervisor get one each."""
    schema_registry: SecretStr | None = None
    """A schema registry service (Confluent's interface) whose ids stand on the wire; none uses those that are shipped.
    It is a secret because a name and a password may stand in it."""
    lanes: int = Field(default=8, ge=1, le=1024)
    workers: int = Field(default=1, ge=1, le=64)
    """How many processes of this supervisor fold the lanes."""
    worker: int | None = Field(default=None, ge=1, le=64)
    """Which of them this process is; the supervisor says so to each."""
    http_host: str = "127.0.0.1"
    http_hosts: tuple[str, ...] = ()
    """Names under which browsers and partners reach the hub (`Host`), beside loopback and the listener's own."""
    http_port: int = Field(default=8080, ge=0, le=65535)
    http_tls: Tls | None = None
    mllp_host: str = "127.0.0.1"
    mllp_port: int = Field(default=2575, ge=0, le=65535)
    mllp_tls: Tls | None = None
    mllp_connections: int = Field(default=200, ge=1)
    """How many connections each hospital feed may have; the one that is quiet for longest makes room for another."""
    master_key_file: Path | None = None
    """The key that wraps every person's data key; the desk makes one in `data`."""
    token_key_file: Path | None = None
    """Live mode: the identity provider's public key (PEM), or a secret it shares.  It verifies and never signs."""
    token_issuer: str = "hub-desk"  # noqa: S105 - a name and no secret
    """The `iss` that a token names."""
    council_keys_file: Path | None = None
    """A TOML file with the public keys of councils, by which documents that move with a person are verified."""
    reference: Path | None = None
    """A folder of reference data that replaces what is shipped (`hub reference load`)."""
    newer_schemas: DirectoryPath | None = None
    """The folder `schemas` of a newer release that writes into the same log: this one then reads its events too."""
    batch: int = Field(default=30_000, ge=1, le=100_000)
    read_ahead_mb: int = Field(default=128, ge=1, le=65_536)
    """How much of the log a worker holds that it has read and not folded yet, all its lanes together."""
    sightings_kept_days: int = Field(default=35, ge=1)
    """How long a message is known again when its sender repeats it."""
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = Field(default=None, ge=0, le=65535)
    """Where a role that runs alone shows its metrics and that it lives; the web role always does at its own door."""
    feeds: Mapping[str, Feed] = {}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments before the environment before the TOML file; no dotenv and no secrets folder."""
        _ = dotenv_settings, file_secret_settings
        path = os.environ.get("HUB_SETTINGS")
        toml = (TomlConfigSettingsSource(settings_cls, Path(path)),) if path else ()
        return (init_settings, env_settings, *toml)

    @model_validator(mode="before")
    @classmethod
    def _said_which_mode(cls, told: Any) -> Any:
        """Refuse a mode that was left empty, as no other setting: a slip must not make a desk of a live hub."""
        if os.environ.get("HUB_MODE") == "":
            raise ValueError("HUB_MODE is empty: it is desk or live")
        return told

    @field_validator("feeds", mode="before")
    @classmethod
    def _feed_names(cls, feeds: Any) -> Any:
        """Write names as `rzy-adt`, however they came: a variable's name knows neither small letters nor hyphens."""
        if not isinstance(feeds, Mapping):
            return feeds
        named: dict[str, Any] = {}
        for given, feed in feeds.items():
            name = str(given).strip().lower().replace("_", "-")
            held = named.get(name)
            named[name] = {**held, **feed} if isinstance(held, Mapping) and isinstance(feed, Mapping) else feed
        return named

    @model_validator(mode="after")
    def _servers_are_a_first_and_others(self) -> Self:
        """Refuse further servers beside the embedded one, which nobody would back up together, and one named twice."""
        if self.more_database_urls and self.database_url is None:
            raise ValueError("HUB_MORE_DATABASE_URLS needs HUB_DATABASE_URL, the first of the servers")
        if len({self.database_url, *self.more_database_urls}) <= len(self.more_database_urls):
            raise ValueError("HUB_MORE_DATABASE_URLS names a server twice, or HUB_DATABASE_URL again")
        return self

    @model_validator(mode="after")
    def _worker_among_workers(self) -> Self:
        """Refuse a worker beyond the last."""
        if self.worker is not None and self.worker > self.workers:
            raise ValueError("HUB_WORKER is more than HUB_WORKERS")
        return self

    @property
    def member(self) -> str | None:
        """The name of this process in the broker's group, or none."""
        if self.worker is None:
            return self.kafka_member
        return f"{self.kafka_member or socket.gethostname()}-{self.worker}"

    def share(self) -> frozenset[int]:
        """The lanes of this process where no broker shares them out: every so-many-th, or all."""
        first, step = (0, 1) if self.worker is None else (self.worker - 1, self.workers)
        return frozenset(range(first, self.lanes, step))

    @model_validator(mode="after")
    def _contradictions(self) -> Self:
        """Refuse what live mode must not have: desk keys, or a listener without TLS beyond loopback."""
        if self.mode == "desk":
            return self
        if self.master_key_file is None:
            raise ValueError("live mode needs HUB_MASTER_KEY_FILE: a generated master key is for the desk only")
        if self.token_key_file is None:
            raise ValueError("live mode needs HUB_TOKEN_KEY_FILE: the demonstration issuer is for the desk only")
        if self.database_url is None:
            raise ValueError("live mode needs HUB_DATABASE_URL: the embedded database is for the desk only")
        for name, host, tls in self._listeners():
            if tls is None and not _loopback(host):
                raise ValueError(f"live mode needs TLS on {name}: it listens beyond loopback")
        return self

    def _listeners(self) -> list[tuple[str, str, Tls | None]]:
        fixed = [("http", self.http_host, self.http_tls), ("mllp", self.mllp_host, self.mllp_tls)]
        return fixed + [
            (f"feed {name}", feed.host, feed.tls) for name, feed in self.feeds.items() if feed.port is not None
        ]

    def all_feeds(self) -> dict[str, Feed]:
        """The configured feeds, and on the desk the four that a newcomer finds."""
        desk = {} if self.mode == "live" else _desk_feeds(self)
        return {**desk, **self.feeds}

    def shown(self) -> dict[str, Any]:
        """The settings as `hub doctor` prints them, secrets hidden."""
        return self.model_dump(mode="json")


def _desk_feeds(settings: Settings) -> dict[str, Feed]:
    return {
        DESK_HOSPITAL: Feed(
            kind="hospital_hl7v2",
            profile="itk_2_4",
            port=settings.mllp_port,
            host=settings.mllp_host,
            tls=settings.mllp_tls,
        ),
        DESK_DWP: Feed(kind="dwp", profile="referral_v1"),
        DESK_PROVIDER: Feed(kind="provider_table", profile="rota_export"),
        DESK_CARERS: Feed(kind="carer_notices", profile="gp"),
    }


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
