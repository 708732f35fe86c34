"""Who is asked whether a person died, of whom something is told after their death, read off the list of what happened.

A plain reading of `docs/joint-state.md` (what waits): the hospital of the newest stay that began, or that was left
alive, after the death; where there is none each provider that came on a later day.  It shares no code with the product.
"""

from collections.abc import Iterator

from tests.domain.day_oracle import deaths_by_hand
from tests.domain.oracle import london, stays_by_hand
from tests.domain.step_known import Known
from tests.domain.step_oracle import Next


def deaths_to_check(known: Known) -> Iterator[tuple[str, Next]]:
    """Give whom the first of the deaths asks, and about which line."""
    deaths = deaths_by_hand(known.stays)
    if not deaths:
        return
    died = min(deaths)
    after = []
    for stay in stays_by_hand(known.stays):
        if stay["status"] == "cancelled":
            continue
        if stay["admitted"] is not None and stay["admitted"] > died:
            after.append((stay["admitted"], stay["key"].trust))
        elif stay["left"] is not None and not stay["died"] and stay["left"] > died:
            after.append((stay["left"], stay["key"].trust))
    if after:
        at, trust = max(after)
        yield "", Next("check_death", "hospital", trust, london(at))
        return
    for line in known.lines:
        came = london(max(line.confirmed, default=0))
        if came > london(died):
            yield line.name, Next("check_death", "provider", line.provider, came)
