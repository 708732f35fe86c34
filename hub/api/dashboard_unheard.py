"""Numbers that are left out because nothing can have been told of their place or their days."""

from datetime import date

from hub.api.catalogue import Dashboards
from hub.api.dashboard_answer import Answer, Closed
from hub.domain.small_numbers import MISSING, SUPPRESSED


def unheard(given: Answer, dashboards: Dashboards, today: date) -> Answer:
    """Leave out numbers of periods of which nothing can have been told, though the hub was told of others.

    Those are a system's after it has closed, and all of a place that neither reference data nor any number knows: its
    code was mistyped.
    """
    asked = given.question
    if asked.place is not None:
        gone = [_mistyped(given, dashboards)] * len(asked.over)
    elif not asked.system or _exists(asked.system, dashboards, today):
        return given
    else:
        gone = [not _exists(asked.system, dashboards, period.last) for period in asked.over]
    rows = {
        name: [MISSING if out else number for out, number in zip(gone, row, strict=True)]
        for name, row in given.rows.items()
    }
    return given._replace(rows=rows, closed=closed(asked.system, dashboards, today) if asked.place is None else None)


def closed(system: str | None, dashboards: Dashboards, today: date) -> Closed | None:
    """Say when a system closed and what came in its place; none where it has not."""
    board = dashboards.board(system or "")
    if board is None or board.valid_to is None or board.valid_to >= today:
        return None
    return Closed(board.valid_to, board.successors)


def _mistyped(given: Answer, dashboards: Dashboards) -> bool:
    place = given.question.place
    if place is None or place.code in {"", *dashboards.names[place.kind]}:
        return False
    return not any(number.value or number == SUPPRESSED for row in given.rows.values() for number in row)


def _exists(system: str, dashboards: Dashboards, on: date) -> bool:
    return any(board.ods_code == system for board in dashboards.boards(on))
