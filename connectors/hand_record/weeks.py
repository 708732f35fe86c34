"""The six weeks of a person, as an entry is held against them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hub.ports.recording import Weeks


def weeks_of(state: Mapping[str, Any]) -> list[Weeks]:
    """Give the six weeks that stand, of a joint state; who is back in hospital has ended them for now."""
    return [
        Weeks(
            (one["trust"], one["spell_id"]),
            date.fromisoformat(one["discharged_on"]),
            date.fromisoformat(one["last_covered_day"]),
            one["ended_on"] is not None or one["suspended_on"] is not None,
        )
        for one in state["episodes"]
        if one["status"] != "void"
    ]
