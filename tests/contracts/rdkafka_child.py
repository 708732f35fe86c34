"""Asks a broker with librdkafka, a client that we did not write, in a process of its own that ends at once.

Destroying its admin client in Python may crash the process while its background thread still hands over a result, also
when it is closed as a context.  Here it is never destroyed.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from confluent_kafka import ConsumerGroupTopicPartitions
from confluent_kafka.admin import AdminClient, ConfigResource, ResourceType  # type: ignore[attr-defined]

_WITHIN_S: Final = 60


def ask(what: str, name: str, **config: str) -> Any:
    """Give what the broker says of a name: `offsets` or `members` of a group, or how a `topic` is made.

    `config` are settings of librdkafka, with underscores for dots.
    """
    settings = {key.replace("_", "."): value for key, value in config.items()}
    command = [sys.executable, "-m", "tests.contracts.rdkafka_child", what, name, json.dumps(settings)]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, check=True, timeout=_WITHIN_S, text=True
    )
    return json.loads(done.stdout)


def _offsets(admin: AdminClient, group: str) -> Mapping[int, int]:
    asked = admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group)])[group]
    return {told.partition: told.offset for told in asked.result().topic_partitions}


def _members(admin: AdminClient, group: str) -> list[str | None]:
    return [member.group_instance_id for member in admin.describe_consumer_groups([group])[group].result().members]


def _topic(admin: AdminClient, name: str) -> Mapping[str, Any]:
    topic = admin.list_topics(timeout=20).topics[name]
    (described,) = admin.describe_configs([ConfigResource(ResourceType.TOPIC, name)]).values()
    copies = sorted({len(partition.replicas) for partition in topic.partitions.values()})
    return {"copies": copies, "in_sync": described.result(20)["min.insync.replicas"].value}


_ASK: Final[Mapping[str, Callable[[AdminClient, str], Any]]] = {
    "offsets": _offsets,
    "members": _members,
    "topic": _topic,
}

if __name__ == "__main__":
    _kept = AdminClient(json.loads(sys.argv[3]))  # named here, or it would be destroyed as soon as it has answered
    sys.stdout.write(json.dumps(_ASK[sys.argv[1]](_kept, sys.argv[2])))
    sys.stdout.flush()
    os._exit(0)
