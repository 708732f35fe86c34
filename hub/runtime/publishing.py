"""Derived events are differences: what others should now believe, against what they were told.

Ids come from (subject, processor, kind, key, state, body), so that a rebuild publishes nothing twice.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from hub.codec.events import EventCodec
from hub.codec.pattern import Pattern
from hub.codec.pattern import written_text as _written
from hub.domain.days import start_of
from hub.domain.steps import Fact
from hub.events.catalogue import FACT
from hub.events.envelope import Event
from hub.events.time import FactChanged
from hub.events.values import Precision, Zone
from hub.ports.store import OutboxRow
from hub.runtime.provenance import own_provenance

Published = tuple[tuple[str, str, bytes], ...]
"""(kind, key, digest of the body) of every fact that others were told and that still holds."""


def published(facts: Iterable[Fact]) -> Published:
    """Give the small canonical form of a set of facts that a state row keeps."""
    return tuple(sorted([(fact.kind, fact.key, sha256(fact.body.encode()).digest()[:8]) for fact in facts]))


def news(processor: str, before: Published, facts: Collection[Fact]) -> tuple[Published, list[FactChanged]]:
    """Give what a state row keeps from now on, and what has to be told because of it."""
    if not facts and not before:
        return (), []
    after = published(facts)
    return after, [] if after == before else _differences(processor, before, after, facts)


def _differences(processor: str, before: Published, after: Published, facts: Iterable[Fact]) -> list[FactChanged]:
    """Compare with what was told already: new, changed and withdrawn facts, in a stable order."""
    told = {(kind, key): digest for kind, key, digest in before}
    bodies = {(fact.kind, fact.key): fact.body for fact in facts}
    out = []
    for kind, key, digest in after:
        known = told.pop((kind, key), None)
        if digest != known:
            out.append(FactChanged(processor, kind, key, "NEW" if known is None else "CHANGED", bodies[kind, key]))
    return out + [FactChanged(processor, kind, key, "WITHDRAWN", "{}") for kind, key in sorted(told)]


def outbox_rows(codec: EventCodec, subject: bytes, changes: Sequence[FactChanged], today: date) -> list[OutboxRow]:
    """Make the derived events of one person, ready to append once their cause is committed."""
    if not changes:
        return []
    fill, whose = _of_day(codec, today).fill, _framed(subject)
    rows = []
    for body in changes:
        key, text = body.key.encode(), body.body.encode()
        head, state = _again_and_again(body.processor, body.kind), _again_and_again(body.state)
        framed = b"".join((whose, head.framed, _framed(key), state.framed, _framed(text)))
        event_id = sha256(framed).digest()[:16]
        texts = b"".join((head.written, _written(key), state.written, _written(text)))
        rows.append(OutboxRow(event_id, FACT, subject, fill(event_id, subject, texts)))
    return rows


class _Ready(NamedTuple):
    """Texts as an id is made from them, and as they are written."""

    framed: bytes
    written: bytes


@lru_cache(maxsize=1 << 8)
def _again_and_again(*texts: str) -> _Ready:
    """Make those texts ready of which there are few: names of processors, kinds and states."""
    parts = [text.encode() for text in texts]
    return _Ready(b"".join(map(_framed, parts)), b"".join(map(_written, parts)))


def _framed(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part


@lru_cache(maxsize=4)
def _of_day(codec: EventCodec, today: date) -> Pattern:
    """Give what all derived events of a day have in common."""
    event_id, subject, texts = sha256(b"event").digest()[:16], sha256(b"subject").digest()[:16], "12345"
    at = start_of(today)
    event = Event(
        event_id, subject, "FactChanged", at, at, at, Precision.DAY, Zone.ASSUMED, False, FactChanged(*texts),
        own_provenance(event_id, "derived"),
    )  # fmt: skip
    return Pattern(codec.encode(event), event_id, subject, [text.encode() for text in texts])
