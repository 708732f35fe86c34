"""Who may read and write which topics, as the topics file declares it, and the rights that follow in Kafka's words."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from hub.errors import Defect

TOPIC, GROUP = 2, 3
"""Kinds of resources, as Kafka numbers them."""
_LITERAL, _PREFIXED = 3, 4
_READ, _WRITE, _DESCRIBE, _DESCRIBE_CONFIGS = 3, 4, 8, 10
_DENY, _ALLOW = 2, 3
KINDS: Final = {TOPIC: "topic", GROUP: "group"}
_OPERATIONS: Final = {
    2: "do everything with", _READ: "read", _WRITE: "write", 5: "create", 6: "delete", 7: "alter", _DESCRIBE: "see",
    _DESCRIBE_CONFIGS: "see the settings of", 11: "change the settings of",
}  # fmt: skip


class Access(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one principal may do, as declared: topics that it reads and writes, groups that it joins.

    Whoever is named here also sees that each declared topic is there, which the hub looks at before it begins.
    """

    principal: str
    comment: str
    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    sees_settings: bool = False
    """Of every declared topic: whether it keeps what it holds."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    topics: list[dict[str, Any]]
    access: tuple[Access, ...] = ()


class Declared(NamedTuple):
    """The rights that the topics file declares, and the topics that they are about."""

    access: Sequence[Access]
    topics: frozenset[str]

    @property
    def principals(self) -> frozenset[str]:
        """Whose rights are kept as declared."""
        return frozenset(each.principal for each in self.access)


class Right(NamedTuple):
    """One right as the broker keeps it, in the order and the numbers of Kafka's protocol."""

    kind: int
    name: str
    pattern: int
    principal: str
    host: str
    operation: int
    permission: int

    @property
    def words(self) -> str:
        """Say it as a person would."""
        may = "may not" if self.permission == _DENY else "may"
        joins = self.kind == GROUP and self.operation == _READ
        operation = "join" if joins else _OPERATIONS.get(self.operation, f"do operation {self.operation} with")
        name = f"{self.name}*" if self.pattern == _PREFIXED else self.name
        host = "" if self.host == "*" else f" from {self.host}"
        return f"{self.principal} {may} {operation} {KINDS.get(self.kind, 'resource')} {name}{host}"

    def touches(self, topics: frozenset[str]) -> bool:
        """Whether it is about one of these topics."""
        if self.kind != TOPIC:
            return False
        if self.pattern == _PREFIXED:
            return any(topic.startswith(self.name) for topic in topics)
        return self.name in {"*", *topics}


def declared(path: Path) -> Declared:
    """Read the rights of a topics file.

    Raises `Defect` when it cannot be read, names a principal twice or not as Kafka does, or a topic that it lacks.
    """
    try:
        file = msgspec.yaml.decode(path.read_bytes(), type=_File)
        topics = frozenset(str(topic["name"]) for topic in file.topics)
    except (OSError, KeyError, msgspec.MsgspecError) as error:
        raise Defect(f"topics file: {error}") from error
    found = Declared(file.access, topics)
    if len(found.principals) != len(found.access):
        raise Defect("topics file: access: a principal is named twice")
    for each in found.access:
        if not all(each.principal.partition(":")):
            raise Defect(f"topics file: access: {each.principal} is not a principal, such as User:hub-ingest")
        if unknown := {*each.read, *each.write} - topics:
            raise Defect(f"topics file: access of {each.principal}: no such topic: {', '.join(sorted(unknown))}")
    return found


def rights(wanted: Declared) -> frozenset[Right]:
    """Give every right that follows from what is declared."""
    return frozenset(right for each in wanted.access for right in _rights(each, wanted.topics))


def _rights(access: Access, topics: frozenset[str]) -> Iterator[Right]:
    topical = [(name, _READ) for name in access.read] + [(name, _WRITE) for name in access.write]
    seen = [(name, _DESCRIBE) for name in topics - {name for name, _ in topical}]
    for name, operation in (*topical, *seen):
        yield Right(TOPIC, name, _LITERAL, access.principal, "*", operation, _ALLOW)
    for name in topics if access.sees_settings else ():
        yield Right(TOPIC, name, _LITERAL, access.principal, "*", _DESCRIBE_CONFIGS, _ALLOW)
    for group in access.groups:
        yield Right(GROUP, group, _LITERAL, access.principal, "*", _READ, _ALLOW)
