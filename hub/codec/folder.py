"""The folder of schemas: files that people edit, texts that were released, and the registry between them.

Moment.avsc, discharge/SpellDischarged.avsc   the truth; the folder follows the namespace after `uk.care.hub`
released/<full name>/<version>.avsc           what was released, self-contained, never edited
golden/<full name>/<version>.json             bytes of that version and what they decode to, kept for ever
registry.json                                 schema id, full name, version, fingerprint and file of each
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from hub.codec.schema import PRIMITIVES, full_name
from hub.errors import Defect

SCHEMAS: Final = Path(__file__).resolve().parents[2] / "schemas"
NAMESPACE: Final = "uk.care.hub"
APART: Final = ("released", "golden")


def read_json(path: Path) -> Any:
    """JSON of one file; raises `Defect` naming the file when it is missing or no JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise Defect(f"{path.name} in the folder of schemas cannot be read") from fault


def working(folder: Path = SCHEMAS) -> dict[str, Any]:
    """Every schema that people edit, by full name; raises `Defect` when a file is not where its name says."""
    found: dict[str, Any] = {}
    for path in sorted(folder.rglob("*.avsc")):
        place = path.relative_to(folder)
        if place.parts[0] in APART:
            continue
        schema = read_json(path)
        name = full_name(schema)
        expected = ".".join((NAMESPACE, *place.with_suffix("").parts))
        if name != expected:
            raise Defect(f"{place.as_posix()} holds {name}; its place says {expected}")
        found[name] = schema
    return found


def self_contained(name: str, schemas: Mapping[str, Any]) -> Any:
    """One schema with every named type written out where it is first used."""
    return _named(name, schemas, set())


def _named(name: str, schemas: Mapping[str, Any], seen: set[str]) -> Any:
    if name not in schemas:
        raise Defect(f"there is no schema {name}")
    return _inline(schemas[name], schemas, seen)


def _inline(schema: Any, schemas: Mapping[str, Any], seen: set[str]) -> Any:
    if isinstance(schema, str):
        if schema in PRIMITIVES or schema in seen:
            return schema
        return _named(schema, schemas, seen)
    if isinstance(schema, list):
        return [_inline(branch, schemas, seen) for branch in schema]
    inlined = dict(schema)
    if "name" in schema:
        seen.add(full_name(schema))
    if "fields" in schema:
        inlined["fields"] = [{**each, "type": _inline(each["type"], schemas, seen)} for each in schema["fields"]]
    if "items" in schema:
        inlined["items"] = _inline(schema["items"], schemas, seen)
    return inlined


def fingerprint(schema: Any) -> str:
    """SHA-256 of a schema with its documentation and defaults, whatever its white space.

    Avro's own fingerprints leave defaults, logical types and documentation out; a released text keeps those too.
    """
    text = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
