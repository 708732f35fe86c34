"""The notices that wait for a council's answer, of a page of people."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from hub.domain.notice_courses import ISSUED
from hub.ports.store import StateRow
from hub.runtime.folding import AnyProcessor
from hub.runtime.rows import unpack


def open_notices(
    processor: AnyProcessor,
    rows: Sequence[StateRow],
    cards: Mapping[bytes, dict[str, Any] | None],
    today: date,
) -> list[dict[str, Any]]:
    """Give each notice that waits, with whom it is about, in the order of the days on which answers are due."""
    found: list[dict[str, Any]] = []
    for row in rows:
        head = {"subject_ref": str(UUID(bytes=row.subject)), "card": cards.get(row.subject)}
        view = processor.view(processor.decode(unpack(row.value).state), today)
        found += [head | notice for referral in view["referrals"] for notice in referral["notices"] if _waits(notice)]
    return sorted(found, key=lambda notice: (notice["answer_due"], notice["issued_at"]))


def _waits(notice: Mapping[str, Any]) -> bool:
    return notice["state"] == ISSUED and notice["answer_due"] is not None
