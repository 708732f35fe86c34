"""Whoever is called finds one page for each alert, and each page answers the same four questions."""

import re
from pathlib import Path

import pytest

from tests.deploy.files import ROOT
from tests.deploy.test_prometheus import ALERTS

RUNBOOKS = ROOT / "docs" / "runbooks"


def page_of(alert: str) -> str:
    """Give the name of an alert's runbook: `LaneStopped` has `lane-stopped.md`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", alert).lower() + ".md"


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_leads_to_its_runbook(alert: str) -> None:
    """Whoever is woken finds the page that says what it means and what to do, and how urgent it is."""
    rule = ALERTS[alert]
    assert rule["annotations"]["runbook"] == f"docs/runbooks/{page_of(alert)}"
    assert (RUNBOOKS / page_of(alert)).is_file()
    assert rule["labels"]["severity"] in {"page", "ticket"}


def test_every_runbook_has_its_alert() -> None:
    """A page for an alert that is gone would send somebody the wrong way."""
    pages = {page.name for page in RUNBOOKS.glob("*.md")} - {"README.md"}
    assert pages == {page_of(alert) for alert in ALERTS}


HEADINGS = ["What it means on a ward", "How to see it", "What to do", "Whom to call, and when"]


@pytest.mark.parametrize("page", sorted(RUNBOOKS.glob("[a-z]*.md")), ids=lambda page: page.name)
def test_a_runbook_says_what_it_means_how_to_see_it_what_to_do_and_whom_to_call(page: Path) -> None:
    """At three in the morning every page has the same four answers in the same order."""
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    index = (RUNBOOKS / "README.md").read_text(encoding="utf-8")
    assert f"]({page.name})" in index
