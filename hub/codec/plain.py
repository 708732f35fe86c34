"""An event as JSON that names every field: for people and for golden files, not for the wire."""

import enum
from datetime import date
from typing import Any

import msgspec


def plain(value: Any) -> Any:
    """Structs become objects with their field names, bytes hexadecimal text, an erased field `{"erased": true}`."""
    result = value
    match value:
        case msgspec.Struct():
            result = {name: plain(getattr(value, name)) for name in value.__struct_fields__}
        case tuple():
            result = [plain(each) for each in value]
        case bytes():
            result = value.hex()
        case date():
            result = value.isoformat()
        case enum.IntEnum():
            result = int(value)
        case enum.Enum():
            result = {"erased": True}
        case _:
            pass
    return result
