"""What the doctor looks at on a broker: whether each topic still keeps what it holds, as it is declared."""

from collections.abc import Sequence
from typing import Final

from hub.adapters.kafka_faults import NotPermitted
from hub.adapters.kafka_history import KEPT, beginnings
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_topics import Plan, Topic, declared, plan
from hub.commands.machine_checks import Check, fails, look, well
from hub.commands.topics import TOPICS
from hub.kafka_choice import kafka_settings
from hub.ports.log import Partition
from hub.settings import Settings

_KEEPING: Final = frozenset(KEPT)
"""With another value of these the broker throws events away."""
_ASK: Final = "`hub topics plan`, as a super user of the broker, says what differs; `hub topics apply` gives the right"
_LOST: Final = (
    "nothing can be folded anew from this log: bring the records back from the brokers' own copies or backup, find out "
    "who cut it, and until then upgrade to no release that asks for `hub rebuild`"
)
_MEND: Final = "find out who changed it; `hub topics plan` shows what differs, `hub topics apply` sets what is declared"


async def topic_checks(settings: Settings) -> Sequence[Check]:
    """Compare the broker's topics with what is declared, and what they hold; raises `Unavailable` when it is away."""
    topics, broker = declared(TOPICS), kafka_settings(settings)
    try:
        found = await plan(broker, topics)
    except NotPermitted:
        return [look("topics", "this name may not see whether they keep what they hold", _ASK)]
    if found.create or found.refused:  # said where they are read
        return _told(found)
    return [*_told(found), *await _cut(broker, topics)]


async def _cut(broker: KafkaSettings, topics: Sequence[Topic]) -> list[Check]:
    every = [Partition(topic.name, number) for topic in topics for number in range(topic.partitions)]
    gone = await beginnings(broker, every)
    return [
        look(f"topic {topic}", f"partition {number} begins at {first}: what was before is gone", _LOST)
        for (topic, number), first in sorted(gone.items())
    ]


def _told(found: Plan) -> list[Check]:
    if not found.settings:
        return [well("topics", "set as they are declared")]
    told = []
    for topic, differing in found.settings.items():
        seen = ", ".join(f"{name} is {old} and not {new}" for name, (old, new) in differing.items())
        loses = not _KEEPING.isdisjoint(differing)
        told.append((fails if loses else look)(f"topic {topic}", seen, _MEND))
    return told
