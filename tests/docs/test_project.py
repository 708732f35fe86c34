"""What the repository promises about itself: portable, small, explained, and nothing skipped in silence."""

import ast
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.docs.pages import ROOT

LONGEST: Final = 300
LONGER: Final = {
    "hub/domain/rules.py": "one list of every rule, with its words and its source",
    "tests/api/memory_reading.py": "one reading side with every question that pages and programs ask",
    "tests/domain/money_lives.py": "one invented person's money, told and worked out by hand",
    "tests/processors/test_charges.py": "one test for each way in which a charge is wrong, or cannot be told",
    "tests/domain/test_figures.py": "one test for each way in which a fact is counted",
    "tests/domain/test_membership.py": "one property and the cases that once broke it",
    "tests/end_to_end/test_commands.py": "one test for each command, as it is typed",
    "tests/end_to_end/test_leaks.py": "one search over everything that is written, with the list of places",
    "tests/hand/test_translation.py": "one test for each way in which an entry becomes an event, or is refused",
    "tests/hand/entries.py": "one good entry of each kind that people record, with the event that it becomes",
    "tests/people/test_index.py": "one test for each matching rule",
    "tests/processors/test_joint_duties.py": "one test for each duty, told in the words of the service",
    "tests/processors/test_joint_feed.py": "one test for each way in which feeds tell a stay",
    "tests/processors/test_figures_told.py": "one test for each way in which a stay or six weeks are counted",
    "tests/processors/test_on_a_day.py": "one test for each thing that is true on a day or not yet",
    "tests/runtime/test_rebuild.py": "one test for each way in which two folds are compared",
    "tests/runtime/test_exchanging.py": "one test for each moment at which two folds change places",
    "tests/store/test_embedded_postgres.py": "one test for each way in which the embedded server is found",
}
"""Files that are longer than they should be, and why."""

ELSEWHERE: Final = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs\.org|repo1?\.maven\.(?:org|apache\.org)|mvnrepository"
    r"|(?<!emit-)index-url|/roo[t]/|/home/[a-z]+/|(?<![\w.])/work/|(?<![\w.-])/tmp/"
)
"""Hosts of package registries, and paths of somebody's machine."""
WRITTEN_BY_OTHERS: Final = ("/vendor/",)

PORTS: Final = {
    "Log": "test_log",
    "Store": "test_store",
    "FeedBook": "test_feeds",
    "AccessBook": "test_access",
    "Quarantine": "test_quarantine",
    "KeyBook": "test_keys",
    "IdentityBook": "test_identities",
    "Shadows": "test_shadows",
}
"""Each port that is kept by several adapters, and the file of its contract suite."""

ADAPTERS: Final = re.compile(
    r"class ((?:Memory|Postgres|Kafka)(?:Log|Store|Feeds|Access|Quarantine|Keys|Identities|Shadows))\b"
)


def committed(*suffixes: str) -> list[Path]:
    """Every file of the repository with one of these endings; the working tree where there is no git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in listed.split("\0") if name]
    return [file for file in files if file.is_file() and (not suffixes or file.suffix in suffixes)]


def told(file: Path) -> str:
    """Name a file from the root of the repository."""
    return file.relative_to(ROOT).as_posix()


def cases_of(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give every test function of a file, those inside classes included."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node


def test_nothing_names_a_registry_or_somebodys_machine() -> None:
    """The repository installs from wherever pip, npm or Maven are told to, and runs in any folder."""
    found = []
    for file in committed():
        if any(part in f"/{told(file)}" for part in WRITTEN_BY_OTHERS) or file == Path(__file__):
            continue
        text = file.read_bytes().decode("utf-8", "replace")
        found += [f"{told(file)}: {match.group()}" for match in ELSEWHERE.finditer(text)]
    assert found == []


def test_no_mark_of_a_merge_is_left() -> None:
    """What two people wrote at once was settled by one of them."""
    mark = re.compile(rb"^(?:<{7}|>{7}) ", re.MULTILINE)
    assert [told(file) for file in committed() if mark.search(file.read_bytes())] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_by_hash(name: str) -> None:
    """What is installed is what was locked, byte for byte."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / name).read_text(encoding="utf-8").strip())
    assert [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_files_are_short() -> None:
    """A file holds one concept; a longer one is named here with its reason."""
    files = [file for file in committed(".py") if told(file).startswith(("hub/", "connectors/", "tests/"))]
    long = {told(file) for file in files if len(file.read_text(encoding="utf-8").splitlines()) > LONGEST}
    assert long - set(LONGER) == set()
    assert [name for name in LONGER if not (ROOT / name).is_file()] == []


def test_every_test_says_which_behaviour_it_guards() -> None:
    """A red test tells the reader what is broken for the people of the service."""
    files = [file for file in committed(".py") if told(file).startswith("tests/")]
    assert [
        f"{told(file)}::{test.name}" for file in files for test in cases_of(file) if not ast.get_docstring(test)
    ] == []


def test_every_adapter_of_a_port_is_held_to_its_contract() -> None:
    """An adapter that no contract suite runs over is an adapter that nobody knows."""
    adapters = {
        name for file in (ROOT / "hub/adapters").glob("*.py") for name in ADAPTERS.findall(file.read_text("utf-8"))
    }
    contracts = ROOT / "tests" / "contracts"
    suites = "".join((contracts / f"{suite}.py").read_text("utf-8") for suite in (*PORTS.values(), "log_cases"))
    assert len(adapters) > len(PORTS)
    assert {name for name in adapters if name not in suites} == set()


def test_nothing_is_skipped_without_a_reason() -> None:
    """A skipped test names what is missing."""
    silent = re.compile(
        r"pytest\.skip\(\s*\)|mark\.skip\b(?!if)(?!\(.*reason)|mark\.skipif\((?!.*reason)|mark\.xfail\b(?!\(.*reason)"
    )
    files = [file for file in committed(".py") if told(file).startswith("tests/") and file != Path(__file__)]
    assert [told(file) for file in files if silent.search(file.read_text(encoding="utf-8"))] == []


def test_ci_may_be_run() -> None:
    """The one script that CI calls is executable, and calls the README's own test command."""
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert re.search(r"^make test check$", script.read_text(encoding="utf-8"), re.MULTILINE)
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
