"""The Kubernetes manifests as plain data, and what a pod of them would be given."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.deploy.files import DEPLOY, documents, read_yaml

KUBERNETES: Final = DEPLOY / "kubernetes"
KUSTOMIZATION: Final = KUBERNETES / "kustomization.yaml"
CONNECTIONS: Final = {
    "HUB_DATABASE_URL": "postgresql://hub:invented@db.postgres.svc:5432/hub?sslmode=verify-full",
}
"""The keys of the Secret `hub-connections`, with invented values."""
_PLACES: Final = {"secret": "secretName", "configMap": "name"}


OPERATOR: Final = KUBERNETES / "operator"
"""What is applied by itself, for a while: where a person types commands."""
TOPICS: Final = KUBERNETES / "topics"
"""What is applied by itself, and ends: the Job that makes the topics."""
OVERLAYS: Final = (KUBERNETES, OPERATOR, TOPICS)
"""The folders that are applied, each with a kustomization."""
COMPONENT: Final = "app.kubernetes.io/component"


def manifests() -> list[Path]:
    """Give the files that hold objects of the cluster, those that stay first."""
    return [*lasting(), OPERATOR / "job.yaml", TOPICS / "job.yaml"]


def lasting() -> list[Path]:
    """Give the files that hold what stays in the cluster."""
    return sorted(file for file in KUBERNETES.glob("*.yaml") if file != KUSTOMIZATION)


@cache
def objects() -> tuple[dict[str, Any], ...]:
    """Give every object."""
    return tuple(one for file in manifests() for one in documents(file))


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    """Give the objects of a kind by name."""
    return {one["metadata"]["name"]: one for one in objects() if one["kind"] == kind}


def pods() -> dict[str, dict[str, Any]]:
    """Give the pod of each Deployment and Job, by the object's name."""
    both = {**of_kind("Deployment"), **of_kind("Job")}
    return {name: one["spec"]["template"]["spec"] for name, one in both.items()}


def hub_container(name: str) -> dict[str, Any]:
    """Give the container in which the hub runs."""
    (container,) = pods()[name]["containers"]
    found: dict[str, Any] = container
    return found


def variables(name: str) -> dict[str, str]:
    """Give the variables of the hub's container: the ConfigMap's, then those of the Secret of connections."""
    given: dict[str, str] = {}
    for source in hub_container(name)["envFrom"]:
        if "configMapRef" in source:
            given |= of_kind("ConfigMap")[source["configMapRef"]["name"]]["data"]
        else:
            given |= secret(source["secretRef"]["name"])
    return given


def secret(name: str) -> dict[str, str]:
    """Give the keys of a Secret of variables, with invented values: the connections, or somebody at the brokers."""
    if name == "hub-connections":
        return CONNECTIONS
    somebody = name.removeprefix("hub-kafka-")
    assert somebody != name
    return {"HUB_KAFKA_SECURITY__USERNAME": f"hub-{somebody}", "HUB_KAFKA_SECURITY__PASSWORD": "invented"}


def secrets_of_variables() -> set[str]:
    """Name the Secrets that pods take variables from."""
    sources = [source for name in pods() for source in hub_container(name)["envFrom"]]
    return {source["secretRef"]["name"] for source in sources if "secretRef" in source}


def feeds() -> str:
    """Give the TOML file of the feeds."""
    return str(of_kind("ConfigMap")["hub-feeds"]["data"]["hub.toml"])


def mounts(name: str, container: Mapping[str, Any]) -> dict[str, str]:
    """Give what lies at each path of a container: `secret/NAME`, `configMap/NAME`, or `emptyDir`."""
    volumes = {volume["name"]: volume for volume in pods()[name]["volumes"]}
    return {mount["mountPath"]: _source(volumes[mount["name"]]) for mount in container["volumeMounts"]}


def _source(volume: Mapping[str, Any]) -> str:
    for kind, key in _PLACES.items():
        if kind in volume:
            return f"{kind}/{volume[kind][key]}"
    return "emptyDir"


def files_of_secrets() -> dict[str, set[str]]:
    """Give the file names that the pods expect in each mounted Secret."""
    found: dict[str, set[str]] = {}
    for name in pods():
        for container in (*pods()[name].get("initContainers", ()), hub_container(name)):
            words = " ".join([*container.get("command", ()), *variables(name).values(), feeds()])
            for path, source in mounts(name, container).items():
                if source.startswith("secret/"):
                    files = {word.split("/")[-1] for word in _paths(words) if word.rsplit("/", 1)[0] == path}
                    found.setdefault(source.removeprefix("secret/"), set()).update(files)
    return found


def _paths(words: str) -> Iterator[str]:
    for word in words.replace('"', " ").replace("=", " ").split():
        if word.startswith("/"):
            yield word


def partitions() -> set[int]:
    """Give the numbers of partitions that topics are declared with."""
    return {topic["partitions"] for topic in read_yaml(DEPLOY / "topics.yaml")["topics"]}
