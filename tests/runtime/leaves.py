"""Every value of a nested answer, by its path."""

from collections.abc import Iterator, Mapping
from typing import Any


def leaves(answer: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give each value that has no parts, lists and maps that are empty included."""
    if isinstance(answer, Mapping) and answer:
        for name, part in answer.items():
            yield from leaves(part, f"{path}.{name}".lstrip("."))
    elif isinstance(answer, list) and answer:
        for place, part in enumerate(answer):
            yield from leaves(part, f"{path}.{place}")
    else:
        yield path, answer
