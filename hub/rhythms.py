"""How often each configured feed is expected to speak, as the settings say."""

from hub.api.parts import FeedRhythm
from hub.settings import Settings


def rhythms(settings: Settings) -> dict[str, FeedRhythm]:
    """Give the rhythm of every configured feed by its name."""
    return {
        name: FeedRhythm(name, feed.kind, feed.organisation, feed.patience, feed.rhythm, feed.profile)
        for name, feed in settings.all_feeds().items()
    }
