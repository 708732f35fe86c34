"""The demonstration's second hospital, noted in the data folder: commands beside a running hub know its feed."""

import json
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from hub.settings import Feed, Settings

NAME: Final = "rzy"
_FILE: Final = "demonstration.json"


def note(data: Path, feed: Feed | None) -> None:
    """Keep the feed of a demonstration that starts; none takes away what an earlier one left."""
    file = data / _FILE
    if feed is None:
        file.unlink(missing_ok=True)
        return
    data.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(feed.model_dump(mode="json")), encoding="utf-8")


def with_demonstration(chosen: Settings) -> Settings:
    """Give the settings with the feed of the demonstration that runs, or ran last, on this desk; live has none."""
    if chosen.mode == "live" or NAME in chosen.feeds:
        return chosen
    try:
        feed = Feed.model_validate_json((chosen.data / _FILE).read_bytes())
    except (OSError, ValidationError):
        return chosen
    return chosen.model_copy(update={"feeds": {**chosen.feeds, NAME: feed}})
