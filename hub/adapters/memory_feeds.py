"""The feed book in memory."""

from collections.abc import Sequence

from msgspec.structs import replace

from hub.ports.books import FeedCount, Sighting


class MemoryFeeds:
    """Counts and sightings in dictionaries."""

    def __init__(self) -> None:
        self._digests: dict[tuple[str, str], dict[bytes, int]] = {}
        self._counts: dict[str, FeedCount] = {}

    async def seen(self, sightings: Sequence[Sighting]) -> Sequence[str]:
        """For each: `new`, `same`, or `other`.  Without an id the content alone decides: never `other`."""
        return [self._verdict(sighting) for sighting in sightings]

    def _verdict(self, sighting: Sighting) -> str:
        known = self._digests.get((sighting.feed, sighting.message_id), {})
        if sighting.digest in known:
            return "same"
        return "other" if known and sighting.message_id else "new"

    async def note(self, sightings: Sequence[Sighting], counts: Sequence[FeedCount], at: int) -> None:
        """Remember messages and add to the counts, after their append is durable."""
        for sighting in sightings:
            self._digests.setdefault((sighting.feed, sighting.message_id), {}).setdefault(sighting.digest, at)
        for more in counts:
            self._counts[more.feed] = _sum(self._counts.get(more.feed, FeedCount(more.feed)), more, at)

    async def claim(self, sighting: Sighting, at: int, stale: int) -> bool:
        """Say whether an id is this message's, before its append."""
        known = self._digests.setdefault((sighting.feed, sighting.message_id), {})
        if any(digest != sighting.digest and noted >= stale for digest, noted in known.items()):
            return False
        known[sighting.digest] = at
        return True

    async def counts(self) -> Sequence[FeedCount]:
        """Give every feed's counts, by name."""
        return [self._counts[feed] for feed in sorted(self._counts)]

    async def forget(self, before: int, limit: int) -> int:
        """Forget at most `limit` messages noted before a moment; give how many.  Counts stay."""
        old = [(key, digest) for key, held in self._digests.items() for digest, at in held.items() if at < before]
        for key, digest in old[:limit]:
            del self._digests[key][digest]
        return len(old[:limit])


def _sum(held: FeedCount, more: FeedCount, at: int) -> FeedCount:
    return replace(
        held,
        received=held.received + more.received,
        accepted=held.accepted + more.accepted,
        ignored=held.ignored + more.ignored,
        rejected=held.rejected + more.rejected,
        duplicates=held.duplicates + more.duplicates,
        findings=held.findings + more.findings,
        last_at=at if held.last_at is None else max(held.last_at, at),
        last_sequence=held.last_sequence if more.last_sequence is None else more.last_sequence,
    )
