"""The manifests: a cluster takes them, each role is there, and a pod can do no more than it has to."""

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from hub.roles import ROLES
from tests.deploy.cluster import (
    KUBERNETES,
    KUSTOMIZATION,
    OPERATOR,
    OVERLAYS,
    TOPICS,
    hub_container,
    lasting,
    manifests,
    objects,
    of_kind,
    partitions,
    pods,
    variables,
)
from tests.deploy.files import PROMETHEUS, documents, read_yaml, run

OLDEST, NEWEST = "1.30.0", "1.37.0"
VALIDATE = Path(sys.executable).parent / "kubernetes-validate"


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
def test_a_cluster_would_take_every_object(version: str) -> None:
    """Each object is held against the cluster's own schemas, unknown fields refused, without a cluster."""
    done = run(VALIDATE, "--strict", "-k", version, *manifests())
    assert done.returncode == 0, done.stdout + done.stderr
    assert (done.stdout + done.stderr).count(" passed for resource ") == len(objects())


def test_the_check_refuses_a_field_that_no_cluster_knows(tmp_path: Path) -> None:
    """The check itself notices a misspelt field deep inside a pod."""
    text = (KUBERNETES / "web.yaml").read_text(encoding="utf-8")
    assert "readOnlyRootFilesystem" in text
    (tmp_path / "web.yaml").write_text(text.replace("readOnlyRootFilesystem", "readOnlyRootFileSystem"))
    done = run(VALIDATE, "--strict", "-k", NEWEST, tmp_path / "web.yaml")
    assert done.returncode != 0
    assert "readOnlyRootFileSystem" in done.stdout + done.stderr


def test_nothing_is_left_out_of_the_kustomizations() -> None:
    """Every file is applied, in the hub's namespace; each role and Job has an image of its own, named in one line."""
    kustomization = read_yaml(KUSTOMIZATION)
    assert sorted(kustomization["resources"]) == [file.name for file in lasting()]
    for folder in (OPERATOR, TOPICS):
        assert read_yaml(folder / KUSTOMIZATION.name)["resources"] == ["job.yaml"]
    assert list(of_kind("Namespace")) == [kustomization["namespace"]]
    named = [image["name"] for folder in OVERLAYS for image in read_yaml(folder / KUSTOMIZATION.name)["images"]]
    assert sorted(named) == sorted(f"care-hub-{name}" for name in pods())
    for name, pod in pods().items():
        used = {container["image"] for container in (*pod.get("initContainers", ()), *pod["containers"])}
        assert used == {f"care-hub-{name}"}


def test_kubectl_builds_the_kustomizations(tmp_path: Path) -> None:
    """`kubectl apply --kustomize` would send every object, in the namespace, with a tagged image."""
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl is not installed")
    built = []
    for number, folder in enumerate(OVERLAYS):
        done = run(kubectl, "kustomize", folder)
        assert done.returncode == 0, done.stderr
        (tmp_path / f"{number}.yaml").write_text(done.stdout)
        built += documents(tmp_path / f"{number}.yaml")
        assert set(re.findall(r"image: (.+)", done.stdout)) == {"care-hub:2026.11.0"}
    assert len(built) == len(objects())
    assert {one["metadata"].get("namespace", "care-hub") for one in built} == {"care-hub"}


@pytest.mark.parametrize("folder", [KUBERNETES, OPERATOR], ids=lambda folder: folder.name)
def test_a_release_can_be_told_of_newer_schemas(folder: Path, tmp_path: Path) -> None:
    """In the days of an upgrade two lines give every pod the schemas of the newer image, where the hub looks."""
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl is not installed")
    shutil.copytree(KUBERNETES, tmp_path / "kubernetes")
    kustomization = tmp_path / folder.relative_to(KUBERNETES.parent) / KUSTOMIZATION.name
    told, lines = re.subn(r"(?m)^( *)# (- \{|components: )", r"\1\2", kustomization.read_text(encoding="utf-8"))
    kustomization.write_text(told, encoding="utf-8")
    done = run(kubectl, "kustomize", kustomization.parent)
    assert (lines, done.returncode) == (2, 0), done.stderr
    built = tmp_path / "built.yaml"
    built.write_text(done.stdout)
    assert run(VALIDATE, "--strict", "-k", NEWEST, built).returncode == 0
    told_pods = [one["spec"]["template"]["spec"] for one in documents(built) if one["kind"] in {"Deployment", "Job"}]
    assert told_pods
    for pod in told_pods:
        (copied,) = [each for each in pod["initContainers"] if each["image"] == "care-hub:2026.12.0"]
        (container,) = pod["containers"]
        (setting,) = container["env"]
        assert setting["name"].removeprefix("HUB_").lower() == "newer_schemas"
        assert copied["command"] == ["cp", "-R", "/opt/care-hub/schemas/.", setting["value"]]
        assert {setting["value"]} <= {each["mountPath"] for each in container["volumeMounts"]}
        assert container["image"] == "care-hub:2026.11.0"


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_a_deployment(role: str) -> None:
    """Each role runs by itself, may be evicted one at a time, and is scraped."""
    assert hub_container(role)["args"] == ["up", "--only", role]
    labels = of_kind("Deployment")[role]["spec"]["template"]["metadata"]["labels"]
    assert labels == {"app.kubernetes.io/name": "care-hub", "app.kubernetes.io/component": role}
    assert of_kind("PodDisruptionBudget")[role]["spec"]["selector"]["matchLabels"] == labels
    metrics = of_kind("Service")[f"{role}-metrics"]["spec"]
    assert (metrics["clusterIP"], metrics["selector"]) == ("None", labels)


def test_the_topics_are_made_by_a_job() -> None:
    """The declared topics are made by the operator's command, once."""
    assert hub_container("topics")["args"] == ["topics", "apply"]


def test_the_pod_for_commands_ends_by_itself() -> None:
    """Whoever forgets it leaves no rights lying about: it waits, runs nothing, and is gone after a working day."""
    spec = of_kind("Job")["operator"]["spec"]
    assert hub_container("operator")["command"] == ["sleep", str(spec["activeDeadlineSeconds"])]
    assert (spec["backoffLimit"], spec["template"]["spec"]["restartPolicy"]) == (0, "Never")
    assert spec["activeDeadlineSeconds"] <= 10 * 60 * 60
    assert "operator" not in {one["metadata"]["name"] for file in lasting() for one in documents(file)}


@pytest.mark.parametrize("name", pods())
def test_a_pod_can_do_no_more_than_it_has_to(name: str) -> None:
    """Not root, nothing to write to but memory and an empty folder, no capability, no token of the cluster."""
    pod = pods()[name]
    assert pod["automountServiceAccountToken"] is False
    assert pod["enableServiceLinks"] is False
    context = pod["securityContext"]
    assert (context["runAsNonRoot"], context["runAsUser"]) == (True, 10001)
    assert context["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in (*pod.get("initContainers", ()), *pod["containers"]):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"]["requests"].keys() == {"cpu", "memory"}
        assert "memory" in container["resources"]["limits"]
    volumes = [volume for volume in pod["volumes"] if "emptyDir" in volume]
    assert all("sizeLimit" in volume["emptyDir"] for volume in volumes)
    assert not [volume for volume in pod["volumes"] if "hostPath" in volume]


def test_the_key_of_a_door_is_for_its_pod_alone() -> None:
    """A Secret with a private key is mounted for the group of the pod, and the hub runs in that group and no other."""
    held = [(pod, volume["secret"]) for pod in pods().values() for volume in pod["volumes"] if "secret" in volume]
    keys = [(pod, secret) for pod, secret in held if secret["secretName"].endswith("-tls")]
    assert {secret["secretName"] for _, secret in keys} == {"hub-http-tls", "hub-mllp-tls"}
    for pod, secret in keys:
        assert secret["defaultMode"] == 0o440
        assert pod["securityContext"]["fsGroup"] == pod["securityContext"]["runAsGroup"]


@pytest.mark.parametrize("role", ROLES)
def test_probes_ask_at_ports_that_the_container_has(role: str) -> None:
    """A probe at a port that nobody listens on would restart a healthy pod for ever."""
    container = hub_container(role)
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    assert str(ports["metrics"]) == variables(role)["HUB_METRICS_PORT"]
    for probe, path in (("startupProbe", "live"), ("livenessProbe", "live"), ("readinessProbe", "ready")):
        asked: dict[str, Any] = container[probe]["httpGet"]
        assert asked["path"] == f"/health/{path}"
        assert asked["port"] in ports


def test_every_service_leads_to_a_port_of_its_pods() -> None:
    """A Service whose name for a port is gone leads nowhere."""
    for service in of_kind("Service").values():
        role = service["spec"]["selector"]["app.kubernetes.io/component"]
        ports = {port["name"] for port in hub_container(role)["ports"]}
        assert {port["targetPort"] for port in service["spec"]["ports"]} <= ports


def test_workers_are_never_more_than_lanes() -> None:
    """The autoscaler stops at the number of lanes, which is that of the declared partitions."""
    scaler = of_kind("HorizontalPodAutoscaler")["process"]["spec"]
    lanes = int(variables("process")["HUB_LANES"])
    assert {scaler["maxReplicas"]} == {lanes} == partitions()
    assert scaler["scaleTargetRef"]["name"] == "process"
    assert "replicas" not in of_kind("Deployment")["process"]["spec"], "applying it would undo the autoscaler"


def test_scaling_goes_by_what_prometheus_records() -> None:
    """The metric that the autoscaler asks for is the recorded lag, as the page's rule for the adapter names it."""
    (metric,) = of_kind("HorizontalPodAutoscaler")["process"]["spec"]["metrics"]
    page = (KUBERNETES / "README.md").read_text(encoding="utf-8")
    rules = json.dumps(read_yaml(PROMETHEUS / "alerts.yml"))
    assert '"record": "hub:lag_records"' in rules
    assert "seriesQuery: 'hub:lag_records" in page
    assert f"as: {metric['external']['metric']['name']}" in page


def test_roles_are_replaced_by_rolling_but_for_whom_would_set_a_newer_event_aside() -> None:
    """A processor is upgraded without stopping, and the doors never have fewer than before."""
    strategies = {role: of_kind("Deployment")[role]["spec"]["strategy"] for role in ROLES}
    assert strategies.pop("dashboards") == {"type": "Recreate"}
    assert {strategy["rollingUpdate"]["maxUnavailable"] for strategy in strategies.values()} == {0}
