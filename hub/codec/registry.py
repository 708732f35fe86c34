"""Schema ids and what they stand for, from `schemas/registry.json`: no service is asked.

An id stands for one version of one event type for ever.  Where a registry service is configured, the ids are its own
(`hub.adapters.registry_service`), and those of the file are not used.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from hub.codec.folder import SCHEMAS, read_json
from hub.codec.schema import Record, parse_record
from hub.errors import Defect, Rejected


class Registered(NamedTuple):
    """One released version: `id` is on the wire, `version` counts from 1 within the `name`."""

    id: int
    name: str
    version: int
    fingerprint: str
    file: str
    schema: Any


class Registry:
    """Released schemas by id and by name."""

    def __init__(self, released: Iterable[Registered]) -> None:
        """Raise `Defect` when an id stands for two schemas."""
        self._by_id: Final[dict[int, Registered]] = {}
        for each in sorted(released, key=lambda entry: (entry.name, entry.version)):
            if each.id in self._by_id:
                raise Defect(f"schema id {each.id} stands for two schemas")
            self._by_id[each.id] = each
        self._newest: Final[Mapping[str, Registered]] = {each.name: each for each in self._by_id.values()}

    @classmethod
    def load(cls, folder: Path = SCHEMAS) -> "Registry":
        """Read the registry and every released schema; raises `Defect` when a file is missing."""
        return cls(entries(folder))

    def __iter__(self) -> Iterator[Registered]:
        """Give the versions by name, then version."""
        return iter(self._by_id.values())

    def by_id(self, schema_id: int) -> Registered:
        """Find what an id stands for; raises `Rejected` for an id that nobody released."""
        found = self._by_id.get(schema_id)
        if found is None:
            raise Rejected("schema id", "unknown_schema", "the record names a schema that is not in the registry")
        return found

    def with_newer(self, newer: "Registry") -> "Registry":
        """Give what this release and a newer one know together.

        Raises `Defect` when an id stands for one text here and for another there: they are no releases of one hub.
        """
        for each in newer:
            own = self._by_id.get(each.id)
            if own is not None and own.fingerprint != each.fingerprint:
                raise Defect(f"schema id {each.id} stands for two schemas")
        return Registry([*self, *(each for each in newer if each.id not in self._by_id)])

    def newest(self, name: str) -> Registered:
        """Find the version that is written today; raises `Defect` when there is none."""
        if name not in self._newest:
            raise Defect(f"no version of {name} was released")
        return self._newest[name]


def entries(folder: Path = SCHEMAS) -> list[Registered]:
    """Read the rows of the registry file with their released schemas, in the order of the file.

    Raises `Defect` when the file, or a schema that it names, is missing or is no such file.
    """
    rows = read_json(folder / "registry.json")
    try:
        return [Registered(**row, schema=read_json(folder / row["file"])) for row in rows]
    except (TypeError, KeyError) as fault:
        raise Defect("registry.json holds a row that is not id, name, version, fingerprint and file") from fault


def record_of(entry: Registered) -> Record:
    """Parse the schema of a released version."""
    return parse_record(entry.schema)
