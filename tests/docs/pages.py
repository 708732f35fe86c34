"""The written pages of the product, and what they name."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PAGES: Final = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "deploy").rglob("README.md")),
)
_FENCE: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE: Final = re.compile(r"`([^`\n]+)`")
_LINK: Final = re.compile(r"\]\(([^)\s]+)\)")


def named(page: Path) -> str:
    """Name a page from the root of the repository."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, language: str) -> Iterator[str]:
    """Give the fenced blocks that are marked with a language."""
    for found in _FENCE.finditer(page.read_text(encoding="utf-8")):
        if found.group(1) == language:
            yield found.group(2)


def words_in_code(page: Path) -> Iterator[str]:
    """Give what stands between single back-ticks outside fenced blocks."""
    for found in _CODE.finditer(_FENCE.sub("", page.read_text(encoding="utf-8"))):
        yield found.group(1)


def links(page: Path) -> Iterator[str]:
    """Give the targets of links that stay inside the repository."""
    for found in _LINK.finditer(_FENCE.sub("", page.read_text(encoding="utf-8"))):
        if not found.group(1).startswith(("http:", "https:", "mailto:", "#")):
            yield found.group(1).split("#")[0]


def commands(page: Path) -> Iterator[str]:
    """Give every `hub …` command that a page shows, in a shell block or in its text."""
    for block in blocks(page, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            yield from re.findall(r"(?<![\w/-])(?:\.venv/bin/)?hub [^|&;#()\"]+", line)
    for text in words_in_code(page):
        if text.startswith("hub "):
            yield text
