"""The newest record of a partition in which others write too."""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition

_FURTHER: Final = 16
_GLANCE_MS: Final = 200


async def newest_before(consumer: AIOKafkaConsumer, where: TopicPartition, following: int) -> int:
    """Give the position of the newest record before one; when there is none, that before the first that is left.

    The consumer reads nothing else meanwhile.  It looks further and further back: a transaction ends in a marker, and
    what it took back may be any number of records that nobody is given.
    """
    first, back = int((await consumer.beginning_offsets([where]))[where]), 1
    if first >= following:  # emptied: aiokafka's fetcher ends for ever when nobody waits between `assign` and its end
        return first - 1
    consumer.assign([where])
    try:
        while True:
            begin = max(first, following - back)
            last = await _last_between(consumer, where, begin, following)
            if last is not None or begin == first:
                return first - 1 if last is None else last
            back *= _FURTHER
    finally:
        consumer.unsubscribe()


async def _last_between(consumer: AIOKafkaConsumer, where: TopicPartition, begin: int, following: int) -> int | None:
    last: int | None = None
    consumer.seek(where, begin)
    while int(await consumer.position(where)) < following:
        got = await consumer.getmany(where, timeout_ms=_GLANCE_MS)
        if got:
            last = int(got[where][-1].offset)
    return last
