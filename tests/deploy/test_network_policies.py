"""Who may talk to whom: nobody, but for what the hub cannot do without."""

from typing import Any

import pytest

from tests.deploy.cluster import feeds, hub_container, of_kind, variables
from tests.deploy.settings_from import settings_from

POLICIES = of_kind("NetworkPolicy")
ROLE = "app.kubernetes.io/component"


def reaching(role: str) -> list[tuple[str, Any, list[int]]]:
    """Give who may come to a role: the policy, the peers, the ports."""
    return [
        (name, rule["from"], [port["port"] for port in rule["ports"]])
        for name, policy in POLICIES.items()
        if policy["spec"]["podSelector"].get("matchLabels", {}).get(ROLE, role) == role
        for rule in policy["spec"].get("ingress", ())
    ]


def leaving() -> set[int]:
    """Give the ports to which anything of the hub may go out."""
    rules = [rule for policy in POLICIES.values() for rule in policy["spec"].get("egress", ())]
    assert all(rule["to"] for rule in rules)
    return {port["port"] for rule in rules for port in rule["ports"]}


def test_nothing_is_open_by_default() -> None:
    """A pod of this namespace that no other policy names can neither call nor be called."""
    spec = POLICIES["nothing-by-default"]["spec"]
    assert spec == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_the_hub_goes_out_to_names_log_and_database_alone() -> None:
    """Nothing can leave the hub for anywhere else, whoever gets into it."""
    kafka = int(variables("process")["HUB_KAFKA"].rsplit(":", 1)[1])
    database = settings_from({"HUB_DATABASE_URL": variables("process")["HUB_DATABASE_URL"]}).database_url
    assert database is not None
    assert f":{5432}/" in database.get_secret_value()
    assert leaving() == {53, kafka, 5432}


@pytest.mark.parametrize("role", ["process", "dashboards"])
def test_nobody_calls_a_role_without_doors(role: str) -> None:
    """But for Prometheus."""
    assert [(name, ports) for name, _, ports in reaching(role)] == [("prometheus-to-metrics", [9464])]


def test_hospitals_come_from_their_own_networks_to_their_own_ports() -> None:
    """The doors are open to named networks, and each hospital's port is open in container, Service and policy."""
    (name, peers, ports) = next(one for one in reaching("ingest") if one[0] != "prometheus-to-metrics")
    assert name == "hospitals-to-ingest"
    assert all(set(peer) == {"ipBlock"} and not peer["ipBlock"]["cidr"].endswith("/0") for peer in peers)
    container = {port["containerPort"] for port in hub_container("ingest")["ports"]} - {9464}
    service = of_kind("Service")["ingest"]["spec"]
    configured = {int(line.split("=")[1]) for line in feeds().splitlines() if line.startswith("port = ")}
    assert configured == container == set(ports) == {port["port"] for port in service["ports"]}
    assert service["externalTrafficPolicy"] == "Local", "else the sender's address is lost before the policy sees it"


def test_people_come_to_the_web_role_through_what_stands_before_it() -> None:
    """Pages and API are reached from one namespace, at the port that speaks TLS."""
    doors = {name: ports for name, _, ports in reaching("web")}
    https = int(variables("web")["HUB_HTTP_PORT"])
    assert doors == {"people-and-partners-to-web": [https], "prometheus-to-metrics": [9464]}
