"""The dashboard as code: it shows what the hub measures, from the source that is provisioned beside it."""

import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.files import DEPLOY, promtool, read_yaml, run
from tests.deploy.measured import shown, unknown
from tests.deploy.test_prometheus import RECORDED

GRAFANA = DEPLOY / "grafana"
DASHBOARD: dict[str, Any] = json.loads((GRAFANA / "dashboards" / "care-hub.json").read_text(encoding="utf-8"))
PANELS: list[dict[str, Any]] = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
SOURCE = read_yaml(GRAFANA / "provisioning" / "datasources" / "prometheus.yaml")["datasources"][0]


def titled(panel: dict[str, Any]) -> str:
    """Name a panel."""
    return str(panel["title"])


def expressions() -> Iterator[str]:
    """Give every expression of every panel."""
    for panel in PANELS:
        yield from (target["expr"] for target in panel["targets"])


@pytest.mark.parametrize("panel", PANELS, ids=titled)
def test_a_panel_asks_for_metrics_that_the_hub_shows(panel: dict[str, Any]) -> None:
    """A panel on a metric that was renamed would be empty, and look like a quiet night."""
    wrong = {target["expr"]: unknown(target["expr"], RECORDED, target["legendFormat"]) for target in panel["targets"]}
    assert {expression: names for expression, names in wrong.items() if names} == {}


@pytest.mark.parametrize("panel", PANELS, ids=titled)
def test_a_panel_says_what_it_shows_and_asks_the_provisioned_source(panel: dict[str, Any]) -> None:
    """Each panel has a sentence and a unit, and no panel asks a source that is not there."""
    assert panel["description"].endswith(".")
    assert panel["fieldConfig"]["defaults"]["unit"]
    sources = [panel["datasource"], *(target["datasource"] for target in panel["targets"])]
    assert {(source["type"], source["uid"]) for source in sources} == {(SOURCE["type"], SOURCE["uid"])}


def test_every_metric_of_the_hub_is_on_the_dashboard() -> None:
    """What was worth counting is worth seeing."""
    text = " ".join(expressions())
    families = {name.removesuffix("_bucket") for name in shown() if not name.endswith(("_sum", "_count"))}
    made_elsewhere = {"hub_feed_newest_timestamp_seconds", "hub_feed_parked_total"}  # shown as an age; and as refused
    assert {name for name in families if name not in text} == made_elsewhere


def test_no_two_panels_cover_each_other() -> None:
    """Ids are unique and places do not overlap, or Grafana would move things about."""
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
    places = [(panel["title"], panel["gridPos"]) for panel in DASHBOARD["panels"]]
    assert [(a, b) for (a, one), (b, other) in combinations(places, 2) if _overlap(one, other)] == []
    assert all(place["x"] + place["w"] <= 24 for _, place in places)


def _overlap(one: dict[str, int], other: dict[str, int]) -> bool:
    beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
    above = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
    return not (beside or above)


def test_prometheus_reads_every_expression(tmp_path: Path) -> None:
    """Each expression of a panel is one that Prometheus can work out."""
    rules = [{"record": f"panel:{number}", "expr": text} for number, text in enumerate(expressions())]
    (tmp_path / "panels.yml").write_text(json.dumps({"groups": [{"name": "panels", "rules": rules}]}))
    done = run(promtool(), "check", "rules", "panels.yml", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_dashboard_is_looked_for_where_it_is_mounted() -> None:
    """The provider names the folder that the Compose file mounts, and changes in the browser do not last."""
    (provider,) = read_yaml(GRAFANA / "provisioning" / "dashboards" / "hub.yaml")["providers"]
    mounted = read_yaml(DEPLOY / "compose" / "compose.yaml")["services"]["grafana"]["volumes"]
    assert f"../grafana/dashboards:{provider['options']['path']}:ro" in mounted
    assert provider["allowUiUpdates"] is False
