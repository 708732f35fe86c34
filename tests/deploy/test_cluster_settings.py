"""What the manifests set is what the hub accepts in live mode, and every file that it names is there."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from hub.adapters.topic_access import declared
from hub.commands.topics import TOPICS
from hub.kafka_choice import kafka_settings
from hub.roles import ROLES
from hub.settings import Settings
from tests.deploy.cluster import (
    KUBERNETES,
    feeds,
    files_of_secrets,
    hub_container,
    mounts,
    of_kind,
    pods,
    secret,
    secrets_of_variables,
    variables,
)
from tests.deploy.settings_from import settings_from

NAMES = {"topics": "hub-admin"}
"""Who does not come to the brokers under the name of the pod."""
README = (KUBERNETES / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    """Give the ConfigMap of the feeds as the file that a pod would see."""
    file = tmp_path / "hub.toml"
    file.write_text(feeds())
    return file


def settings_of(name: str, toml: Path) -> Settings:
    """Build the settings of a pod."""
    return settings_from({**variables(name), "HUB_SETTINGS": str(toml)})


@pytest.mark.parametrize("name", pods())
def test_the_hub_accepts_what_a_pod_is_given(name: str, toml: Path) -> None:
    """In live mode, with TLS on every listener beyond loopback, keys from files, and the broker's own security."""
    settings = settings_of(name, toml)
    assert settings.mode == "live"
    assert settings.http_tls is not None
    assert settings.all_feeds()["rzz-adt"].tls is not None
    kafka = kafka_settings(settings)
    assert (kafka.security, kafka.username, kafka.password) == ("SASL_SSL", NAMES.get(name, f"hub-{name}"), "invented")
    assert f"User:{kafka.username}" in declared(TOPICS).principals | {"User:hub-admin"}
    assert settings.database_url is not None


@pytest.mark.parametrize(
    "gone", ["HUB_MASTER_KEY_FILE", "HUB_TOKEN_KEY_FILE", "HUB_DATABASE_URL", "HUB_HTTP_TLS__CERTIFICATE"]
)
def test_nothing_of_it_may_be_left_out(toml: Path, gone: str) -> None:
    """The settings are accepted for what they say, not because nobody looks."""
    given = {key: text for key, text in variables("web").items() if key != gone}
    with pytest.raises(ValidationError):
        settings_from({**given, "HUB_SETTINGS": str(toml)})


def test_every_variable_is_one_that_the_hub_knows() -> None:
    """A misspelt setting would be ignored without a word."""
    names = {name.removeprefix("HUB_").split("__")[0].lower() for name in variables("web")}
    assert names - {"settings"} <= set(Settings.model_fields)


def read_by(role: str, settings: Settings) -> set[Path]:
    """Name the files that a role reads."""
    kafka = settings.kafka_security.ca_file
    files = {settings.master_key_file, kafka}
    if role == "web":
        tls = settings.http_tls
        files |= {settings.token_key_file, *((tls.certificate, tls.key) if tls else ())}
    if role == "ingest":
        held = [feed.tls for feed in settings.feeds.values() if feed.tls]
        files |= {path for tls in held for path in (tls.certificate, tls.key, tls.client_ca)}
    return {file for file in files if file is not None}


@pytest.mark.parametrize("role", ROLES)
def test_every_file_that_a_role_reads_is_mounted(role: str, toml: Path) -> None:
    """A certificate at another path than the setting says would keep a role from starting."""
    files = read_by(role, settings_of(role, toml))
    places = mounts(role, hub_container(role))
    assert len(files) >= 2
    assert {file for file in files if str(file.parent) not in places} == set()
    assert places[str(Path(variables(role)["HUB_SETTINGS"]).parent)] == "configMap/hub-feeds"
    assert places[variables(role)["HUB_DATA"]] == "emptyDir"


def test_commands_find_every_file_that_is_named_to_them(toml: Path) -> None:
    """What is typed in live mode needs keys of tokens as the doors do; only what a door listens with is elsewhere."""
    settings, places = settings_of("operator", toml), mounts("operator", hub_container("operator"))
    named = [Path(value) for value in variables("operator").values() if value.startswith("/run/")]
    doors = {file for file in named if "http-tls" in file.parts}
    assert {settings.master_key_file, settings.token_key_file} <= {*named}
    assert {file for file in named if str(file.parent) not in places} == doors


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_no_key_that_it_does_not_need(role: str) -> None:
    """The keys of a door are where that door is, and nowhere else."""
    places = set(mounts(role, hub_container(role)).values())
    assert ("secret/hub-http-tls" in places) is (role == "web")
    assert ("secret/hub-token-key" in places) is (role == "web")
    assert ("secret/hub-mllp-tls" in places) is (role == "ingest")
    assert "secret/hub-master-key" not in places, "the hub takes its copy, with a mode that it accepts"


def test_the_page_says_how_to_make_every_secret() -> None:
    """An operator who types what the page shows has made every Secret, with every key, that a pod will look for."""
    told: dict[str, set[str]] = {}
    for name, rest in re.findall(r"create secret (?:generic|tls) ([\w-]+)((?: \\\n|[^\n])*)", README):
        told[name] = set(re.findall(r"--from-(?:file|literal)=([\w.-]+)=", rest))
        if "--cert=" in rest and "--key=" in rest:
            told[name] |= {"tls.crt", "tls.key"}
    expected = {**files_of_secrets(), **{name: set(secret(name)) for name in secrets_of_variables()}}
    missing = {name: files - told.get(name, set()) for name, files in expected.items()}
    assert {name: files for name, files in missing.items() if files} == {}
    assert told.keys() == expected.keys()
    assert of_kind("Secret") == {}, "a Secret does not belong in a repository"
