"""The pages that explain the product name only what is there."""

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, blocks, links, named, words_in_code

PLACE = re.compile(r"[\w./-]+\.py::[\w.]+")
FILE = re.compile(r"(?:hub|connectors|schemas|deploy|tests|docs)/[\w./-]+\.\w+")


def places(page: Path) -> list[str]:
    """Every `file.py::name` of a page."""
    return [text for text in words_in_code(page) if PLACE.fullmatch(text)]


def names_in(body: list[ast.stmt]) -> Iterator[tuple[str, list[ast.stmt]]]:
    """Give what a module or class defines: each name, with the body behind it."""
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.body
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, []
        elif isinstance(node, ast.Assign):
            yield from ((target.id, []) for target in node.targets if isinstance(target, ast.Name))


def is_there(place: str) -> bool:
    """Say whether a file defines a name, or a class of it does."""
    file, _, dotted = place.partition("::")
    if not (ROOT / file).is_file():
        return False
    body = ast.parse((ROOT / file).read_text(encoding="utf-8")).body
    for part in dotted.split("."):
        found = dict(names_in(body))
        if part not in found:
            return False
        body = found[part]
    return True


def test_the_path_passes_every_room() -> None:
    """The page follows its message from the socket to the screen, so it names something in each room."""
    told = " ".join(places(ROOT / "docs" / "path-of-an-event.md"))
    rooms = ("connectors", "hub/people", "hub/codec", "hub/adapters", "hub/runtime", "hub/domain", "hub/processors")
    assert [room for room in (*rooms, "hub/ports", "hub/api", "hub/web") if room not in told] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_place_in_the_code_that_a_page_names_is_there(page: Path) -> None:
    """A reader who looks up `file.py::name` finds it; a rename that forgets the page fails here."""
    assert [place for place in places(page) if not is_there(place)] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    """A file named in the text exists."""
    told = {text for text in words_in_code(page) if FILE.fullmatch(text)}
    assert [name for name in sorted(told) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_inside_the_repository_leads_somewhere(page: Path) -> None:
    """A relative link leads to a file or a folder that is there."""
    assert [link for link in links(page) if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_samples_of_json_and_shell_can_be_read(page: Path) -> None:
    """What is marked as JSON parses, and what is marked as shell is accepted by the shell's own check."""
    for sample in blocks(page, "json"):
        json.loads(sample)
    for sample in blocks(page, "sh"):
        checked = subprocess.run(["bash", "-n"], input=sample, text=True, capture_output=True, check=False)
        assert checked.returncode == 0, checked.stderr


def test_a_name_that_is_gone_is_noticed() -> None:
    """The check itself tells a name that exists from one that does not, and a method from another class's."""
    assert is_there("hub/runtime/apply.py::apply")
    assert is_there("hub/people/index.py::PersonIndex.resolve")
    assert not is_there("hub/people/index.py::PersonIndex.apply")
    assert not is_there("hub/runtime/gone.py::apply")
