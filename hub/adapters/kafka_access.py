"""Rights on topics: compared with the broker, given and taken back.

Only an operator's command comes here.  Rights of principals that the topics file does not name are shown, and left.
"""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from aiokafka.errors import for_code

from hub.adapters.kafka_admin import RETRY, administering, asked, check
from hub.adapters.kafka_requests import CreateAcls, DeleteAcls, DescribeAcls
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.topic_access import KINDS, Declared, Right, rights
from hub.errors import Unavailable

_NO_AUTHORIZER: Final = 54
"""The broker's answer when it asks nobody who they are (SECURITY_DISABLED)."""
_LOOKS: Final = 100


class AccessPlan(NamedTuple):
    """What `apply` would give and take back; what others may do with the same topics, which it leaves alone."""

    grant: Sequence[Right] = ()
    revoke: Sequence[Right] = ()
    others: Sequence[Right] = ()
    guarded: bool = True
    """False for a broker that has no authorizer: everybody may do everything, and nothing can be given or taken."""


async def plan(settings: KafkaSettings, wanted: Declared) -> AccessPlan:
    """Compare declared rights with the broker's; changes nothing."""
    async with administering(settings, "comparing rights") as admin:
        return await _compared(admin, wanted)


async def apply(settings: KafkaSettings, wanted: Declared) -> AccessPlan:
    """Give what is missing and take back what declared principals have beyond it; give what was done."""
    async with administering(settings, "changing rights") as admin:
        found = await _compared(admin, wanted)
        if found.grant:
            answer = await asked(admin, CreateAcls(found.grant))
            for (code, *_), right in zip(answer.creation_responses, found.grant, strict=True):
                check(code, right.words)
        if found.revoke:
            answer = await asked(admin, DeleteAcls(found.revoke))
            for (code, *_), right in zip(answer.filter_responses, found.revoke, strict=True):
                check(code, right.words)
        await _visible(admin, wanted)
    return found


async def _compared(admin: Any, wanted: Declared) -> AccessPlan:
    there = await _there(admin)
    if there is None:
        return AccessPlan(guarded=False)
    needed = rights(wanted)
    own = {right for right in there if right.principal in wanted.principals}
    others = {right for right in there - own if right.touches(wanted.topics)}
    return AccessPlan(sorted(needed - own), sorted(own - needed), sorted(others))


async def _there(admin: Any) -> frozenset[Right] | None:
    """Give every right about topics and groups; none for a broker without an authorizer."""
    found: set[Right] = set()
    for kind in KINDS:
        answer = await asked(admin, DescribeAcls(kind))
        if answer.error_code == _NO_AUTHORIZER:
            return None
        check(answer.error_code, for_code(answer.error_code).__name__)
        for _, name, pattern, acls in answer.resources:
            found.update(Right(kind, name, pattern, *acl) for acl in acls)
    return frozenset(found)


async def _visible(admin: Any, wanted: Declared) -> None:
    """Wait until the broker goes by the new rights: what was given a moment ago may still be refused."""
    for _ in range(_LOOKS):
        found = await _compared(admin, wanted)
        if not (found.grant or found.revoke):
            return
        await asyncio.sleep(RETRY)
    raise Unavailable("kafka: changing rights: the broker did not take them up")
