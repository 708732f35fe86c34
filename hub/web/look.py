"""One look at the pages of systems: after the gate, with a reader that asks each question once."""

from typing import Any, NamedTuple

from hub.api.access import Decision
from hub.api.dashboard_answer import Answer
from hub.api.dashboard_question import PLACES, DashboardQuery
from hub.api.dashboard_routes import read
from hub.api.feed_state import FeedRow, feed_rows
from hub.api.gate import Asked
from hub.api.parts import ApiParts
from hub.api.purposes import View
from hub.web.dashboard_links import narrowed, own_council_only
from hub.web.figures_once import FiguresOnce
from hub.web.session import Session


class Look(NamedTuple):
    """Who looks at which system, narrowed to what; `decision` permits it."""

    session: Session
    parts: ApiParts
    ics: str
    query: DashboardQuery
    decision: Decision

    @property
    def opens(self) -> bool:
        """Whether the reader may see any place on its own."""
        return not own_council_only(self.session)

    def products(self) -> list[str]:
        """Return the products that are counted by the place that was chosen."""
        kinds = {kind for kind in PLACES if getattr(self.query, kind) is not None}
        products = self.parts.dashboards.catalogue.product
        return [name for name, product in products.items() if kinds <= {*product.places}]

    async def read(self, product: str, **changes: Any) -> Answer:
        """Answer for one product, with some of the query changed; raises `NotFound` and `Problem` 422."""
        query = self.query.model_copy(update=changes)
        return await read(self.parts, self.ics, product, query, self.decision)

    async def feeds(self) -> list[FeedRow]:
        """Give how every feed is doing."""
        parts = self.parts
        return await feed_rows(parts.feeds, parts.quarantine, parts.rhythms, parts.clock.now())


async def look(session: Session, ics: str, query: DashboardQuery, action: str = "view") -> Look:
    """Pass the gate; raises `Problem` 403."""
    query = narrowed(query, session)
    decision = await session.admit(Asked(View.DASHBOARDS, action, council=query.council, provider=query.provider))
    return Look(session, once(session.parts.api), ics, query, decision)


def once(parts: ApiParts) -> ApiParts:
    """Return the parts with a reader of figures that asks each question once."""
    return parts._replace(dashboards=parts.dashboards._replace(figures=FiguresOnce(parts.dashboards.figures)))
