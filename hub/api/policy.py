"""The access policy: a readable table, read once and frozen."""

import tomllib
from importlib.resources import files
from typing import Literal

import msgspec

from hub.api.purposes import Purpose, Role, View

Scope = Literal[
    "anyone",
    "own_council",
    "own_provider",
    "own_team",
    "own_move",
    "own_carer",
    "own_notice",
    "own_step",
    "own_former",
    "own_visits",
    "own_entry",
    "own_self",
]


class Rule(msgspec.Struct, frozen=True):
    """One line of the table; see the head of `policy.toml`."""

    role: Role
    views: frozenset[View]
    purposes: frozenset[Purpose]
    scope: Scope
    names: bool
    answer: Literal["PERMIT", "REVIEW"]
    reason: str
    true_numbers: bool = False
    """Whether numbers of a dashboard are shown as they are; everybody else gets them rounded, small ones hidden."""
    records: frozenset[str] = frozenset()
    """Which groups of entries may be recorded by hand (`connectors/hand_record/`)."""


class Policy(msgspec.Struct, frozen=True):
    """The whole table with its id and version."""

    id: str
    version: str
    dwp_organisations: tuple[str, ...]
    rule: tuple[Rule, ...]

    @property
    def name(self) -> str:
        """Id and version, as the access log keeps them."""
        return f"{self.id}@{self.version}"


def read_policy(text: str) -> Policy:
    """Read a table; raises `msgspec.ValidationError` or `tomllib.TOMLDecodeError` when it is malformed."""
    return msgspec.convert(tomllib.loads(text), Policy)


def shipped_policy() -> Policy:
    """Read the table that comes with the product."""
    return read_policy((files("hub.api") / "policy.toml").read_text(encoding="utf-8"))
