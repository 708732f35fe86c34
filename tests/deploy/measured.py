"""Which metrics the product shows, and which ones an expression asks for."""

import re
from functools import cache
from typing import Any, Final, NamedTuple

from hub.observe.metrics import Metrics

SELECTOR: Final = re.compile(r"\b((?:hub_|hub:)[a-z_:]+|up|ALERTS)\b(?:\{([^}]*)\})?")
NAMED: Final = re.compile(r"([a-z_]+)\s*(?:=~|!~|!=|=)")
GROUPED: Final = re.compile(r"\b(?:by|on|without)\s*\(([^)]*)\)")
LEGEND: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
SCRAPED: Final = frozenset({"job", "instance", "role", "namespace"})
"""Labels that Prometheus adds by its own configuration."""
PROMETHEUS_OWN: Final = {"up": frozenset[str](), "ALERTS": frozenset({"alertname", "alertstate", "severity"})}
SUFFIXES: Final = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}


class Asked(NamedTuple):
    """One metric in an expression, with the labels that it is selected by."""

    metric: str
    labels: frozenset[str]


@cache
def shown() -> dict[str, frozenset[str]]:
    """Give every series name of the product's registry, with its labels."""
    metrics, names = Metrics(now=lambda: 0), dict[str, frozenset[str]]()
    collectors: list[Any] = list(metrics.registry._collector_to_names)
    for collected in collectors:
        (family,) = collected.describe()
        labels = frozenset(getattr(collected, "_labelnames", ()))
        for suffix in SUFFIXES[family.type]:
            names[family.name + suffix] = labels | ({"le"} if suffix == "_bucket" else set())
    names["hub_feed_newest_age_seconds"] = names["hub_feed_newest_timestamp_seconds"]  # made at each scrape
    return names


def asked(expression: str) -> list[Asked]:
    """Give the metrics of an expression."""
    return [
        Asked(found[1], frozenset(NAMED.findall(re.sub(r'"[^"]*"', "", found[2] or ""))))
        for found in SELECTOR.finditer(expression)
    ]


def unknown(expression: str, recorded: dict[str, frozenset[str]], legend: str = "") -> list[str]:
    """Name what an expression asks for that nothing shows: metrics, labels of metrics, labels to group by."""
    known = {**shown(), **recorded, **PROMETHEUS_OWN}
    found = asked(expression)
    wrong = [one.metric for one in found if one.metric not in known]
    wrong += [
        f"{one.metric}{{{label}}}"
        for one in found
        if one.metric in known
        for label in sorted(one.labels - known[one.metric] - SCRAPED)
    ]
    any_label = SCRAPED.union(*(known.get(one.metric, frozenset()) for one in found))
    grouped = {label.strip() for group in GROUPED.findall(expression) for label in group.split(",")}
    return wrong + sorted((grouped | set(LEGEND.findall(legend))) - any_label)
