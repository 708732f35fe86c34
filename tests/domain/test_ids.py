"""Names that follow from what they name."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from hub.domain.ids import mark_of, named


@given(namespace=st.uuids(), name=st.text())
def test_a_name_is_a_version_five_uuid(namespace: uuid.UUID, name: str) -> None:
    """Any other program names an episode the same way with its own library."""
    assert named(namespace.bytes, name) == str(uuid.uuid5(namespace, name))


def test_a_mark_is_the_beginning_of_the_name_without_its_dashes() -> None:
    """Marks that were told before are the same marks."""
    namespace = uuid.UUID("0f0c7c52-9d2b-5a3e-8f55-6a5f0d8f5b11")
    assert mark_of(namespace.bytes, "P1/L1") == str(uuid.uuid5(namespace, "P1/L1")).replace("-", "")[:12]
