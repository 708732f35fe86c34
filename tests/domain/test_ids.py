"""Names that follow from what they name."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from hub.domain.ids import named


@given(namespace=st.uuids(), name=st.text())
def test_a_name_is_a_version_five_uuid(namespace: uuid.UUID, name: str) -> None:
    """Any other program names an episode the same way with its own library."""
    assert named(namespace.bytes, name) == str(uuid.uuid5(namespace, name))
