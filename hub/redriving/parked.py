"""Take a parked row again, or say what that would change: by what it is, a partner's message or a record of the log."""

from typing import Any, Final

from hub.care_group import GROUP
from hub.composition import Core
from hub.errors import NotFound, Rejected
from hub.events.catalogue import DAY, PEOPLE_TOPICS
from hub.ports.store import Parked
from hub.redriving import messages, records

READS: Final = {GROUP: frozenset({*PEOPLE_TOPICS, DAY})}
"""The groups of consumers for which a record can be taken again, and the topics of each."""


async def redrive(core: Core, id_: str, group: str | None = None) -> dict[str, Any]:
    """Take one parked row again; it stays parked when it is still refused.

    With `group` a record of the log is for those consumers alone, and stays parked for the others.  Raises `Rejected`
    when they would never have it, `NotFound` and `Unavailable`.
    """
    row = await _found(core, id_)
    if group is not None:
        _reject_unread(row, group)
    return await (messages.redrive(core, row) if row.sealed else records.redrive(core, row, group))


async def preview(core: Core, id_: str) -> dict[str, Any]:
    """Say what taking one parked row again would do to whose state; changes nothing.  Raises as `redrive`."""
    row = await _found(core, id_)
    return await (messages.preview(core, row) if row.sealed else records.preview(core, row))


def _reject_unread(row: Parked, group: str) -> None:
    """Raise `Rejected` when a row taken again for one group alone would be taken by nobody."""
    if row.sealed:
        raise Rejected(
            "--only-for", "not_of_the_log", "a partner's message is taken again for everybody, or not at all"
        )
    if row.topic is not None and row.topic not in READS.get(group, ()):
        raise Rejected("--only-for", "group_reads_other_topics", "this group of consumers does not read that topic")


async def _found(core: Core, id_: str) -> Parked:
    row = await core.quarantine.one(id_)
    if row is None:
        raise NotFound("no parked message has that id")
    return row
