"""The Compose files: Compose reads them, the hub accepts what they set, and nothing is open that need not be."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from hub.adapters.topic_access import declared
from hub.commands.topics import TOPICS
from hub.roles import ROLES
from tests.deploy.composed import COMPOSE, DESK, GIVEN, LIVE, required, services
from tests.deploy.files import DEPLOY, ROOT, program, run
from tests.deploy.settings_from import settings_from

HUBS = ("topics", "operator", *ROLES)
_BUILT_WITHIN_S = 280  # the first time Go fetches and compiles the library
EXAMPLE = COMPOSE / "hub.toml.example"


@pytest.fixture(scope="session")
def compose_check(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the small Go program that reads Compose files with Compose's own library."""
    program("go", "HUB_REQUIRE_COMPOSE", "Go 1.23 or newer")
    made = tmp_path_factory.mktemp("compose") / "compose-check"
    done = run(Path(__file__).parent / "compose_check" / "build", made, within_s=_BUILT_WITHIN_S)
    if done.returncode != 0:
        program(made, "HUB_REQUIRE_COMPOSE", f"Go could not build it: {done.stderr[-300:]}")
    return made


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("files", [DESK, LIVE], ids=["desk", "live"])
def test_compose_reads_the_files(compose_check: Path, files: tuple[str, ...]) -> None:
    """Compose's own library takes the files, and fills them in as the other tests of this module do."""
    done = run(compose_check, *files, cwd=COMPOSE, env={"PATH": "/usr/bin", **GIVEN})
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)["services"]
    ours = services(files)
    assert read.keys() == ours.keys()
    assert {name: service.get("environment") for name, service in read.items()} == {
        name: service.get("environment") for name, service in ours.items()
    }


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("text", "said"),
    [("services: {a: {imagee: x}}", "imagee"), ("services: {a: {image: x, depends_on: [b]}}", "depends on undefined")],
)
def test_compose_refuses_what_is_wrong(compose_check: Path, tmp_path: Path, text: str, said: str) -> None:
    """The check itself notices a misspelt key and a service that is not there."""
    (tmp_path / "compose.yaml").write_text(text)
    done = run(compose_check, "compose.yaml", cwd=tmp_path, env={"PATH": "/usr/bin"})
    assert done.returncode == 1
    assert said in done.stderr


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_a_service(role: str) -> None:
    """Each role of the hub runs by itself, is asked for its health, and waits for the topics."""
    service = services(DESK)[role]
    assert service["command"] == ["up", "--only", role]
    assert "/health/ready" in service["healthcheck"]["test"][-1]
    assert service["depends_on"]["topics"] == {"condition": "service_completed_successfully"}


def test_the_hub_accepts_what_the_desk_sets() -> None:
    """Every role builds its settings from the file, with the log in Kafka and the metrics' door open to Prometheus."""
    for name in HUBS:
        settings = settings_from(services(DESK)[name]["environment"])
        assert (settings.mode, settings.metrics_port) == ("desk", 9464)
        assert settings.metrics_host == settings.http_host == settings.mllp_host == "0.0.0.0"  # noqa: S104 - a container's own
        assert settings.kafka == "kafka-1:9092,kafka-2:9092,kafka-3:9092"


def live_variables(name: str) -> dict[str, str]:
    """Give the variables of a service in live mode, with the example's feeds."""
    variables: Mapping[str, str] = services(LIVE)[name]["environment"]
    return {**variables, "HUB_SETTINGS": str(EXAMPLE)}


def test_the_hub_accepts_what_live_mode_sets() -> None:
    """With keys, an issuer and TLS on every listener the settings are those of live mode; without one they are not."""
    for name in HUBS:
        settings = settings_from(live_variables(name))
        assert settings.mode == "live"
        assert settings.http_hosts == (GIVEN["HUB_NAME"],)
        assert set(settings.all_feeds()) == {"rzz-adt", "dwp-referrals"}
    for variable in ("HUB_MASTER_KEY_FILE", "HUB_TOKEN_KEY_FILE", "HUB_DATABASE_URL"):
        with pytest.raises(ValidationError, match=variable):
            settings_from({key: text for key, text in live_variables("web").items() if key != variable})


def test_every_role_comes_to_the_brokers_under_its_own_name() -> None:
    """In live mode the brokers know exactly the names that the topics file gives rights to, and who applies it."""
    live = services(LIVE)
    names = {name: live[name]["environment"]["HUB_KAFKA_SECURITY__USERNAME"] for name in HUBS}
    assert names == {name: f"hub-{name}" for name in (*ROLES, "operator")} | {"topics": "hub-admin"}
    assert {f"User:{name}" for name in names.values()} - {"User:hub-admin"} <= declared(TOPICS).principals
    for broker in ("kafka-1", "kafka-2", "kafka-3"):
        settings = live[broker]["environment"]
        known = dict(
            re.findall(r'user_([\w-]+)="(\w+)"', settings["KAFKA_LISTENER_NAME_INSIDE_PLAIN_SASL_JAAS_CONFIG"])
        )
        given = {live[name]["environment"]["HUB_KAFKA_SECURITY__PASSWORD"] for name in HUBS}
        assert known.keys() == {"broker", *names.values()}
        assert set(known.values()) - given == {GIVEN["KAFKA_BROKER_PASSWORD"]}
        assert settings["KAFKA_SUPER_USERS"] == "User:broker;User:hub-admin"


def test_every_file_that_live_mode_needs_is_told() -> None:
    """Whoever makes the private folder reads which files belong there; each lies where the folder is mounted."""
    page = (COMPOSE / "README.md").read_text(encoding="utf-8")
    text = json.dumps(live_variables("web")) + EXAMPLE.read_text(encoding="utf-8")
    files = set(re.findall(r"/run/care-hub/([\w.]+)", text))
    assert len(files) > 5
    assert {name for name in files if f"`{name}`" not in page} == set()


def test_live_mode_publishes_the_port_of_every_hospital() -> None:
    """A hospital's feed that nobody can reach would look like a hospital that is silent."""
    published = {str(port).rsplit(":", 1)[1] for port in services(LIVE)["ingest"]["ports"]}
    feeds = settings_from(live_variables("ingest")).all_feeds()
    assert {str(feed.port) for feed in feeds.values() if feed.port is not None} <= published


@pytest.mark.parametrize("files", [DESK, LIVE], ids=["desk", "live"])
def test_doors_are_on_loopback_until_somebody_says_otherwise(files: tuple[str, ...]) -> None:
    """Nothing of an area on somebody's machine is on the network by default; brokers and database never are."""
    ports = {name: service.get("ports", []) for name, service in services(files).items()}
    assert [port for each in ports.values() for port in each if not port.startswith("127.0.0.1:")] == []
    assert {name for name, each in ports.items() if each} == {"ingest", "web", "prometheus", "grafana"}


@pytest.mark.parametrize("name", HUBS)
def test_the_hub_runs_with_as_little_as_it_can(name: str) -> None:
    """Not root, no capability, nothing to be gained, and nowhere to write but its data folder and memory."""
    service = services(LIVE)[name]
    assert (service["user"], service["cap_drop"], service["read_only"]) == ("10001:10001", ["ALL"], True)
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert [volume for volume in service["volumes"] if "hub-data" not in volume and not volume["read_only"]] == []


def test_no_secret_is_in_a_committed_file() -> None:
    """Passwords come from the environment; a file that holds them cannot be committed by mistake."""
    values = [(name, value) for service in _plain().values() for name, value in service.get("environment", {}).items()]
    secret = [(name, value) for name, value in values if re.search(r"PASSWORD|SECRET|DATABASE_URL|JAAS", name)]
    assert len(secret) > 12
    assert [name for name, value in secret if not re.search(r"\$\{\w+_PASSWORD|^/run/secrets/", value)] == []
    quoted = [word for _, value in secret for word in re.findall(r'"([^"]*)"', value) if word != "broker"]
    assert [word for word in quoted if not word.startswith("${")] == [], "a password is written out"
    assert run("git", "check-ignore", "-q", "deploy/compose/.env").returncode == 0


def _plain() -> dict[str, dict[str, Any]]:
    return services(LIVE, {name: "${" + name for name in required()})


def test_what_an_operator_has_to_say_is_in_the_example() -> None:
    """A newcomer finds every variable that has no default, and no other is asked for."""
    told = set(re.findall(r"^#? ?([A-Z_]+)=", (COMPOSE / ".env.example").read_text("utf-8"), re.MULTILINE))
    assert required() <= told
    assert required() | {"GRAFANA_PASSWORD"} == set(GIVEN)


def test_images_are_pinned_and_named_short() -> None:
    """What is started next year is what was meant today, from whichever registry the operator uses."""
    images = {service["image"] for name, service in services(DESK).items() if name not in HUBS}
    assert {name for name in images if not re.fullmatch(r"(?:[a-z]+/)?[a-z]+:v?\d+(?:\.\d+)*", name)} == set()


def test_what_is_mounted_is_there() -> None:
    """A folder that is not there would be mounted empty, without a word."""
    mounted = [
        str(volume).split(":")[0] for service in services(DESK).values() for volume in service.get("volumes", [])
    ]
    missing = [name for name in mounted if name.startswith("..") and not (COMPOSE / name).resolve().is_dir()]
    assert missing == []
    assert (DEPLOY / "Containerfile").is_file()
    assert services(DESK)["web"]["build"] == {"context": "../..", "dockerfile": "deploy/Containerfile"}
    assert (COMPOSE / "../..").resolve() == ROOT


def test_every_service_that_stays_says_how_it_is() -> None:
    """A container that hangs is seen."""
    stays = [service for name, service in services(DESK).items() if name not in {"topics", "operator"}]
    assert all("healthcheck" in service for service in stays)
