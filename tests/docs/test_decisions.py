"""Decisions are written down in one form, and what is said to enforce them exists."""

import re
import tomllib
from pathlib import Path
from typing import Final

import pytest

from tests.docs.pages import ROOT, named

RECORDS: Final = sorted((ROOT / "docs" / "adr").glob("0*.md"))
HEADINGS: Final = ["Context", "Drivers", "Options", "Outcome", "Consequences", "Compliance"]
_CONTRACT: Final = re.compile(r"\"([^\"]+)\"")


def contracts() -> set[str]:
    """Name the import contracts that are in force."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["name"] for contract in project["tool"]["importlinter"]["contracts"]}


def compliance(record: Path) -> str:
    """Give what a record says under its last heading."""
    return record.read_text(encoding="utf-8").split("## Compliance")[1]


@pytest.mark.parametrize("record", RECORDS, ids=named)
def test_a_record_has_its_six_headings(record: Path) -> None:
    """A reader finds the same headings in every record, in the same order."""
    assert re.findall(r"^## (.+)$", record.read_text(encoding="utf-8"), re.MULTILINE) == HEADINGS


def test_records_are_numbered_without_a_gap_and_listed() -> None:
    """Each record has its own number, and the index leads to all of them."""
    assert [int(record.name[:4]) for record in RECORDS] == list(range(1, len(RECORDS) + 1))
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    assert [record.name for record in RECORDS if f"]({record.name})" not in index] == []


@pytest.mark.parametrize("record", RECORDS, ids=named)
def test_what_enforces_a_decision_exists(record: Path) -> None:
    """A record names a test or an import contract, and each contract that it names is in force."""
    text = compliance(record)
    told = {name for line in text.splitlines() if "import contract" in line for name in _CONTRACT.findall(line)}
    assert "tests/" in text or told
    assert told - contracts() == set()
