"""A folder of schemas for each test that breaks one."""

from pathlib import Path

import pytest

from tests.codec.planting import Planted


@pytest.fixture
def planted(tmp_path: Path) -> Planted:
    """A copy that may be broken."""
    return Planted(tmp_path)
