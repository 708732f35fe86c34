"""Read the kept originals of a feed again by another profile: say what would change, or append it."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from connectors.hospital_hl7v2.profile import load_profile
from connectors.hospital_hl7v2.translate import translate
from hub.composition import Core
from hub.domain.days import start_of
from hub.errors import NotFound, Rejected
from hub.hospital_doors import KIND
from hub.ports.connector import Translation
from hub.runtime.comparison import Comparison
from hub.runtime.correcting import Correcting
from hub.runtime.folded import ends, folded
from hub.runtime.foreseeing import Foreseeing
from hub.runtime.originals import Asked, Original, Originals
from hub.runtime.readings import Left, Lost, Reread
from hub.runtime.rereading import Read, Rereading, RereadingParts

_AT_ONCE: Final = 200
"""Messages whose people are loaded, and whose corrections are appended, together."""
_NAMED: Final = 100
"""How many of those that cannot be read any more a report names by their place; all are counted."""


class Wanted(NamedTuple):
    """What was typed; the days are Europe/London days of receipt, both included."""

    feed: str
    profile: str
    since: date | None = None
    until: date | None = None


class Retranslation:
    """One run over the originals of a feed.

    Raises `NotFound` for a feed that is not configured, `Rejected` for one whose messages do not stand alone and for a
    profile that is not right.
    """

    def __init__(self, core: Core, wanted: Wanted) -> None:
        self._core, self._wanted = core, wanted
        parts = RereadingParts(core.store, core.codec, core.people, core.vault, core.clock)
        self._rereading = Rereading(parts, _reader(core, wanted))
        self.same = self.changed = self.replaced = self.added = 0
        self.left: Counter[Left] = Counter()
        self.lost: list[Lost] = []

    async def preview(self) -> Comparison:
        """Compare the folds of everybody whose events would change; writes nothing."""
        core = self._core
        changed = [one async for some in self._changed() for one in some]
        return await Foreseeing(core.store, core.codec, core.group, core.clock, core.log.lanes).compare(changed)

    async def correct(self) -> None:
        """Append what differs.  Raises `Unavailable`; a repeat goes on with what is left."""
        core = self._core
        correcting = Correcting(core.log, core.store, core.codec, core.people, core.vault, core.clock, core.group.name)
        async for some in self._changed():
            await correcting.append(some)

    async def _changed(self) -> AsyncIterator[list[Reread]]:
        core = self._core
        await folded(core.store, core.group.name, await ends(core.log))
        originals = Originals(core.log, core.codec, core.settings.batch)
        for lane in range(core.log.lanes):
            async for found in originals.of(_asked(self._wanted), lane):
                for at in range(0, len(found), _AT_ONCE):
                    yield await self._some(lane, found[at : at + _AT_ONCE])

    async def _some(self, lane: int, found: Sequence[Original | Lost]) -> list[Reread]:
        changed, unread = [], [one for one in found if isinstance(one, Lost)]
        again = await self._rereading.of(lane, [one for one in found if isinstance(one, Original)])
        for one in [*unread, *again]:
            if isinstance(one, Lost):
                self.left[one.why] += 1
                self.lost.append(one)
            elif isinstance(one, Left):
                self.left[one] += 1
            elif one.gone or one.added:
                changed.append(one)
            else:
                self.same += 1
        self.changed += len(changed)
        self.replaced += sum(len(one.gone) for one in changed)
        self.added += sum(len(one.added) for one in changed)
        return changed

    def report(self) -> dict[str, Any]:
        """Give what was found, in numbers."""
        return {
            "feed": self._wanted.feed,
            "profile": self._wanted.profile,
            "messages": self.same + self.changed + self.left.total(),
            "same": self.same,
            "changed": self.changed,
            "replaced": self.replaced,
            "added": self.added,
            "left": [
                {"why": why.name.lower(), "words": why.value, "messages": count}
                for why, count in self.left.most_common()
            ],
            "lost": [{**one._asdict(), "why": one.why.name.lower()} for one in self.lost[:_NAMED]],
        }


def _reader(core: Core, wanted: Wanted) -> Read:
    feed = core.settings.all_feeds().get(wanted.feed)
    if feed is None:
        raise NotFound("no feed of that name is configured; `hub feeds` lists them")
    if feed.kind != KIND:
        raise Rejected("--feed", "not_alone", "only hospital messages are kept whole; a row means nothing by itself")
    profile = load_profile(wanted.profile)

    def read(raw: bytes, received_at: int) -> Translation:
        return translate(raw, profile, received_at, core.areas.home_of)

    return read


def _asked(wanted: Wanted) -> Asked:
    since = None if wanted.since is None else start_of(wanted.since)
    before = None if wanted.until is None else start_of(wanted.until + timedelta(days=1))
    return Asked(wanted.feed, since, before)
