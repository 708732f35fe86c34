"""Alerts: what they ask for exists, and what they say was tried in both directions."""

import re
from typing import Any

import pytest

from hub.roles import ROLES
from tests.deploy.files import PROMETHEUS, promtool, read_yaml, run
from tests.deploy.measured import SCRAPED, asked, shown, unknown

RULES: list[dict[str, Any]] = [
    rule for group in read_yaml(PROMETHEUS / "alerts.yml")["groups"] for rule in group["rules"]
]
ALERTS = {rule["alert"]: rule for rule in RULES if "alert" in rule}
RECORDED = {rule["record"]: frozenset({"group"}) for rule in RULES if "record" in rule}
TRIED: list[dict[str, Any]] = [
    case for test in read_yaml(PROMETHEUS / "alerts_test.yml")["tests"] for case in test["alert_rule_test"]
]


@pytest.mark.parametrize("name", ["prometheus.yml", "kubernetes.yml"])
def test_prometheus_takes_its_configuration(name: str) -> None:
    """What is shipped starts a Prometheus, rules included."""
    done = run(promtool(), "check", "config", name, cwd=PROMETHEUS)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_every_alert_fires_when_it_should_and_not_otherwise() -> None:
    """Prometheus's own rule tests: each alert in its own words, and silence just short of it."""
    done = run(promtool(), "test", "rules", "alerts_test.yml", cwd=PROMETHEUS)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_was_tried_in_both_directions(alert: str) -> None:
    """No alert is shipped of which nobody knows that it fires, or that it is silent otherwise."""
    cases = [case["exp_alerts"] for case in TRIED if case["alertname"] == alert]
    assert any(cases)
    assert not all(cases)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.get("alert") or rule["record"])
def test_an_alert_asks_for_metrics_that_the_hub_shows(rule: dict[str, Any]) -> None:
    """An alert on a metric that was renamed would be silent for ever."""
    assert asked(rule["expr"])
    assert unknown(rule["expr"], RECORDED) == []


def test_a_metric_that_is_not_there_is_noticed() -> None:
    """The check itself tells names and labels that exist from those that do not."""
    assert unknown('sum by (feed) (rate(hub_feed_received_total{feed="a"}[5m]))', {}) == []
    assert unknown("rate(hub_feed_received[5m])", {}) == ["hub_feed_received"]
    assert unknown('hub_outbox_rows{feed="a"}', {}) == ["hub_outbox_rows{feed}"]
    assert unknown("sum by (trust) (hub_outbox_rows)", {}) == ["trust"]
    assert unknown("hub_outbox_rows", {}, "{{feed}}") == ["feed"]
    assert "hub_receipt_to_readable_seconds_bucket" in shown()


@pytest.mark.parametrize("name", ["prometheus.yml", "kubernetes.yml"])
def test_every_role_is_scraped_and_missed(name: str) -> None:
    """A role that nobody scrapes raises no alert, and a role of which there is no process is missed."""
    (job,) = read_yaml(PROMETHEUS / name)["scrape_configs"]
    (found,) = job["dns_sd_configs"]
    assert {re.split(r"[-.]", host)[0] for host in found["names"]} == set(ROLES)
    away = ALERTS["RoleAway"]["expr"]
    assert [role for role in ROLES if f'absent(up{{job="hub", role="{role}"}})' not in away] == []


@pytest.mark.parametrize("name", ["prometheus.yml", "kubernetes.yml"])
def test_what_the_hub_says_is_not_renamed(name: str) -> None:
    """A label of ours that scraping has too (the role that was refused) means in an alert what it means in the hub."""
    assert {label for labels in shown().values() for label in labels} & SCRAPED == {"role"}
    (job,) = read_yaml(PROMETHEUS / name)["scrape_configs"]
    assert job["honor_labels"] is True
