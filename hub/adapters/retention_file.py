"""The retention periods that come with the product."""

import tomllib
from collections.abc import Sequence
from importlib.resources import files

import msgspec

from hub.domain.retention import Period


class _Table(msgspec.Struct, frozen=True):
    period: tuple[Period, ...]


def read_periods(text: str) -> Sequence[Period]:
    """Read a table; raises `msgspec.ValidationError` or `tomllib.TOMLDecodeError` when it is malformed."""
    return msgspec.convert(tomllib.loads(text), _Table).period


def shipped_periods() -> Sequence[Period]:
    """Read `hub/reference/retention.toml`, which names the source of each period."""
    return read_periods((files("hub.reference") / "retention.toml").read_text(encoding="utf-8"))
