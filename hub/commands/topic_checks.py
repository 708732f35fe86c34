"""What the doctor looks at on a broker: whether each topic still keeps what it holds, as it is declared."""

from collections.abc import Sequence
from typing import Final

from hub.adapters.kafka_faults import NotPermitted
from hub.adapters.kafka_history import KEPT
from hub.adapters.kafka_topics import Plan, declared, plan
from hub.commands.machine_checks import Check, fails, look, well
from hub.commands.topics import TOPICS
from hub.kafka_choice import kafka_settings
from hub.settings import Settings

_KEEPING: Final = frozenset(KEPT)
"""With another value of these the broker throws events away."""
_ASK: Final = "`hub topics plan`, as a super user of the broker, says what differs; `hub topics apply` gives the right"
_MEND: Final = "find out who changed it; `hub topics plan` shows what differs, `hub topics apply` sets what is declared"


async def topic_checks(settings: Settings) -> Sequence[Check]:
    """Compare the settings of the broker's topics with what is declared; raises `Unavailable` when it is away."""
    try:
        found = await plan(kafka_settings(settings), declared(TOPICS))
    except NotPermitted:
        return [look("topics", "this name may not see whether they keep what they hold", _ASK)]
    return _told(found)


def _told(found: Plan) -> list[Check]:
    if not found.settings:
        return [well("topics", "set as they are declared")]
    told = []
    for topic, differing in found.settings.items():
        seen = ", ".join(f"{name} is {old} and not {new}" for name, (old, new) in differing.items())
        loses = not _KEEPING.isdisjoint(differing)
        told.append((fails if loses else look)(f"topic {topic}", seen, _MEND))
    return told
