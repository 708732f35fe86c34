"""The hub's settings as a process with exactly these variables would build them."""

import os
from collections.abc import Mapping
from unittest import mock

from hub.settings import Settings


def settings_from(variables: Mapping[str, str]) -> Settings:
    """Build the settings from these variables alone; raises pydantic's `ValidationError` as a start would."""
    with mock.patch.dict(os.environ, variables, clear=True):
        return Settings()
