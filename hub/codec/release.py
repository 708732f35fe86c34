"""Release what was edited: freeze the text, give it the next id, keep its golden bytes.

    python -m hub.codec.release [FOLDER]

Nothing is released while an edited schema breaks compatibility with a version before it.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hub.codec.bindings import EVENT_NAMES
from hub.codec.compatibility import Problem, unreleasable
from hub.codec.event_reading import event_reader
from hub.codec.folder import SCHEMAS, fingerprint, self_contained, working
from hub.codec.plain import plain
from hub.codec.registry import Registered, entries, record_of
from hub.codec.samples import CASES, sample
from hub.codec.schema import parse_record
from hub.codec.writing import event_writer


def release(folder: Path = SCHEMAS) -> list[Problem]:
    """Release every event schema that differs from its newest version.

    Returns what stands in the way, and writes nothing then; empty when everything is released.
    """
    released = entries(folder) if (folder / "registry.json").exists() else []
    schemas = working(folder)
    fresh: list[Registered] = []
    problems: list[Problem] = []
    for name in EVENT_NAMES:
        today = self_contained(name, schemas)
        versions = [each for each in released if each.name == name]
        if versions and versions[-1].schema == today:
            continue
        problems += unreleasable(name, parse_record(today), versions)
        number = max((each.id for each in released + fresh), default=0) + 1
        fresh.append(_next(number, name, len(versions) + 1, today))
    if not problems:
        _write(folder, released, fresh)
    return problems


def _next(number: int, name: str, version: int, schema: Any) -> Registered:
    return Registered(number, name, version, fingerprint(schema), f"released/{name}/{version}.avsc", schema)


def _write(folder: Path, released: list[Registered], fresh: list[Registered]) -> None:
    made = [golden(each) for each in fresh]
    for each, cases in zip(fresh, made, strict=True):
        _write_json(folder / each.file, each.schema)
        _write_json(folder / "golden" / each.name / f"{each.version}.json", cases)
    rows = [{key: value for key, value in each._asdict().items() if key != "schema"} for each in released + fresh]
    text = ",\n".join(f"  {json.dumps(row)}" for row in rows)
    (folder / "registry.json").write_text(f"[\n{text}\n]\n", encoding="utf-8")


def _write_json(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def golden(entry: Registered) -> list[dict[str, Any]]:
    """Bytes of one version, with what they mean: every field set, fields erased, nothing optional."""
    schema = record_of(entry)
    catalogued = EVENT_NAMES[entry.name]
    write = event_writer(entry.id, schema)
    read = event_reader(schema, catalogued.name, clear=False)
    cases = []
    for case, branch in CASES.items():
        value = write(sample(schema, catalogued, branch))
        cases.append({"case": case, "bytes": value.hex(), "event": plain(read(value))})
    return cases


def main(arguments: Sequence[str]) -> int:
    """Release a folder, by default that of this repository; the exit code is 1 when something stands in the way."""
    problems = release(Path(arguments[0]) if arguments else SCHEMAS)
    for each in problems:
        print(f"{each.name} {each.path}: {each.words} ({each.rule})")  # noqa: T201 - a command speaks
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
