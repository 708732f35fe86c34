"""Who is asked whether a person died, of whom something is told after their death, read off the list of what happened.

A plain reading of `docs/joint-state.md` (what waits): the hospital of the newest stay that began, or that was left
alive, after the death; where there is none each provider that came on a later day.  It shares no code with the product.
"""

from collections.abc import Iterator

from tests.domain.oracle import deaths_told, london, stays_by_hand
from tests.domain.step_known import Known
from tests.domain.step_oracle import Next


def deaths_to_check(known: Known) -> Iterator[tuple[str, Next]]:
    """Give whom the first of the deaths asks, and about which line."""
    stays = [stay for stay in stays_by_hand(known.stays) if stay["status"] != "cancelled"]
    deaths = deaths_told(known.stays) + [(stay["left"], True) for stay in stays if stay["died"]]
    if not deaths:
        return
    died, timed = min(deaths, key=lambda death: (london(death[0]), not death[1], death[0]))
    after = []
    for stay in stays:
        if _is_after(stay["admitted"], died, timed=timed):
            after.append((stay["admitted"], stay["key"].trust))
        elif not stay["died"] and _is_after(stay["left"], died, timed=timed):
            after.append((stay["left"], stay["key"].trust))
    if after:
        at, trust = max(after)
        yield "", Next("check_death", "hospital", trust, london(at))
        return
    for line in known.lines:
        came = london(max(line.confirmed, default=0))
        if came > london(died):
            yield line.name, Next("check_death", "provider", line.provider, came)


def _is_after(at: int | None, died: int, *, timed: bool) -> bool:
    """Say whether something surely came after a death: on a later day, where nobody told its hour."""
    return at is not None and (at > died if timed else london(at) > london(died))
