"""What a reader asks the board for."""

from datetime import date

import msgspec


class BoardFilter(msgspec.Struct, frozen=True):
    """What a reader asked the board for; `on` is a Europe/London day.

    `processor` names whose listings are asked for: `joint` is the six-week board, `early_help` the cases.
    `step` and `holder` ask for people by what waits (`Listing`), and `order` is `weeks` or `due`: with any of them the
    step that is due first comes first.  `ready` asks for who is ready to leave and has not left, and `reason` for those
    of them who wait for it now: a national code, a published group of codes, or `unknown`.  With either `trust` is the
    hospital in which they wait.  `after` is what `hub.ports.board.cursor_of` gave for the last row of the page before.
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
    ready: bool = False
    reason: str | None = None
