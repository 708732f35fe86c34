"""What people get besides support: equipment, the fast track at the end of life, short breaks of their carers."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Final

from connectors.simulator.acts import OFFER, Act, after, dated, id_of, told
from connectors.simulator.area import Area
from connectors.simulator.people import Person
from connectors.simulator.plots import Plot

# Costs and shares below are planning assumptions: nothing published gives them for this cohort.
_COSTS: Final = {"EQUIPMENT": ("38.50", "120.00", "415.00"), "ADAPTATION": ("260.00", "940.00", "4200.00")}
_GRANTED: Final = 0.8


def acts_of_giving(area: Area, who: Person, left: date, plot: Plot, rng: Random) -> Iterator[Act]:
    """Give what somebody gets who left hospital with support on a day."""
    if plot.gets_equipment:
        kind, at = rng.choice(tuple(_COSTS)), after(left, 1, 11)
        said = {"kind": kind, "provided_on": f"{at:%Y-%m-%d}", "cost": rng.choice(_COSTS[kind])}
        yield dated(at, who.council.code, "equipment_provided", **said)
    if plot.is_fast_tracked:
        at = after(left, 2, 15)
        yield dated(at, area.board, "chc_fast_tracked", from_on=f"{at:%Y-%m-%d}")


def acts_of_breaks(council: str, carer: str, came: date, plot: Plot, rng: Random) -> Iterator[Act]:
    """Give a carer's word that they may be named to the person, and a short break that they ask for."""
    if not plot.asks_for_break:
        return
    yield told(after(came, 6, 11), council, "consent_recorded", 1, scope="CARER_LINK", given="yes")._replace(
        purpose=OFFER
    )
    asked = after(came, 7)
    day = {"requested_on": f"{asked:%Y-%m-%d}", "council": council}
    yield dated(asked, council, "short_break_requested", kind="SITTING", **day)._replace(purpose=OFFER)
    decided, granted = after(came, 16), "yes" if rng.random() < _GRANTED else "no"
    request = id_of(carer, "short_break_requested", "request_id")
    said = {"request": request, "granted": granted, "decided_on": f"{decided:%Y-%m-%d}"}
    yield dated(decided, council, "short_break_decided", **said)._replace(purpose=OFFER)
