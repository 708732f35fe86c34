"""Of which periods the hub was told anything, so that none of the others shows 0: that would be a lie."""

from collections.abc import Iterable
from datetime import date
from typing import Final

import msgspec

from hub.api.dashboard_question import FIRST_DAY, Question
from hub.domain.figures_measures import CARERS_BY_SOURCE, EARLY_HELP_RECEIVED, IN_HOSPITAL, SHORT_BREAKS_ASKED
from hub.domain.products import Kind, Product
from hub.ports.figures import Figure, FiguresAsk, FiguresReader

_BY_FEED: Final = {"dwp": (EARLY_HELP_RECEIVED,), "carer_notices": (CARERS_BY_SOURCE, SHORT_BREAKS_ASKED)}
"""What feeds other than a hospital's tell first of anybody."""


async def known(reader: FiguresReader, asked: Question) -> list[bool]:
    """Tell for each period whether the hub had been told of anybody in the system.

    A week in the middle of which that began is not whole.
    """
    if asked.system is None:
        return [True] * len(asked.over)
    began = await _began(reader, asked, asked.system)
    still = asked.product.kind is Kind.STOCK
    return [began <= (period.last if still else period.first) for period in asked.over]


async def _began(reader: FiguresReader, asked: Question, system: str) -> date:
    """Give a day by which anything was told of the system, the first one where it matters; the last of days if none.

    Nearly always somebody lay in hospital when the periods begin.  Where nobody did, somebody may have before; and
    where no hospital sends anything, other senders may.
    """
    first = asked.over[0].first
    ask = FiguresAsk(IN_HOSPITAL, first, asked.over[-1].last, asked.known_on, ics=system)
    began = _first_of(await reader.figures(ask))
    for measure in [] if began <= first else _measures(asked.product):
        before = msgspec.structs.replace(ask, measure=measure, first=FIRST_DAY)
        began = min(began, _first_of(await reader.figures(before)))
    return began


def _first_of(figures: Iterable[Figure]) -> date:
    return min((one.day for one in figures if one.amount > 0), default=date.max)


def _measures(product: Product) -> list[str]:
    """Return the measures that say that the hub was told of anybody whom a product may count."""
    own = [part.measure for part in (product.of, product.among) if part is not None]
    others = [measure for feed in product.feeds for measure in _BY_FEED.get(feed, ())]
    return sorted({IN_HOSPITAL, *own, *others})
