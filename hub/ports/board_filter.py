"""What a reader asks the board for."""

from datetime import date

import msgspec


class BoardFilter(msgspec.Struct, frozen=True):
    """What a reader asked the board for; `on` is a Europe/London day.

    `processor` names whose listings are asked for: `joint` is the six-week board, `early_help` the cases.
    `step` and `holder` ask for people by what waits (`Listing`), and `order` is `weeks` or `due`: with any of them the
    step that is due first comes first.  `after` is what `hub.ports.board.cursor_of` gave for the last row of the page
    before.
    """

    on: date
    processor: str = "joint"
    ics: str | None = None
    council: str | None = None
    provider: str | None = None
    trust: str | None = None
    status: str | None = None
    after: bytes | None = None
    limit: int = 50
    step: str | None = None
    holder: str | None = None
    order: str = "weeks"
