"""A copy of the folder of schemas in which a test may plant a fault."""

import json
import shutil
from pathlib import Path
from typing import Any

from hub.codec.compatibility import Problem
from hub.codec.folder import SCHEMAS

DISCHARGED = "uk.care.hub.discharge.SpellDischarged"
FILE = "discharge/SpellDischarged.avsc"
NULLABLE = {"type": ["null", "string"], "default": None, "doc": "Something new."}


class Planted:
    """Schemas in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "schemas"
        shutil.copytree(SCHEMAS, self.folder)

    def read(self, file: str) -> Any:
        """The JSON of one file."""
        return json.loads((self.folder / file).read_text(encoding="utf-8"))

    def write(self, file: str, value: Any) -> None:
        """Put JSON in its place."""
        (self.folder / file).write_text(json.dumps(value), encoding="utf-8")

    def fields(self, schema: Any) -> list[Any]:
        """The fields of the body of an event's schema."""
        (body,) = [each["type"]["fields"] for each in schema["fields"] if each["name"] == "body"]
        assert isinstance(body, list)
        return body

    def edit(self, file: str, name: str, change: dict[str, Any] | None) -> None:
        """Change one field of an event's body, add it, or take it out."""
        schema = self.read(file)
        fields = self.fields(schema)
        found = [each for each in fields if each["name"] == name]
        if change is None:
            fields.remove(found[0])
        elif found:
            found[0].update(change)
        else:
            fields.append({"name": name, **change})
        self.write(file, schema)


def rules(problems: list[Problem], name: str = DISCHARGED) -> set[tuple[str, str]]:
    """Field and rule of each problem of one schema."""
    return {(each.path, each.rule) for each in problems if each.name == name}
