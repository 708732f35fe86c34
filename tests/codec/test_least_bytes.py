"""How many bytes a value takes at least: by this a record is seen to be cut off behind what rules need."""

import pytest

from hub.codec.event_reading import least_bytes
from hub.codec.schema import Array, AvroType, Field, Fixed, Primitive, Record, Union

LONG, TEXT, NULL = Primitive("long"), Primitive("string"), Primitive("null")


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        (NULL, 0),
        (Primitive("double"), 8),
        (LONG, 1),
        (TEXT, 1),
        (Fixed("id", 16), 16),
        (Array(Fixed("id", 16)), 1),
        (Union((NULL, Fixed("id", 16))), 1),
        (Union((Fixed("id", 16), Primitive("double"))), 9),
        (Record("both", (Field("id", Fixed("id", 16)), Field("text", TEXT))), 17),
    ],
)
def test_the_least_is_counted_by_the_binary_encoding(kind: AvroType, least: int) -> None:
    """Avro 1.12: a length, a branch or a number is a byte at least, nothing is none, an empty list ends at once."""
    assert least_bytes(kind) == least
