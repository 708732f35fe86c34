"""What the doctor looks at inside an opened hub: its parts, its lanes, its days and clock, quarantine and feeds."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from hub.api.feed_state import feed_rows
from hub.commands import lane_checks
from hub.commands.machine_checks import Check, fails, look, well
from hub.composition import Core
from hub.domain.days import day_of, rfc3339, runs_ahead
from hub.errors import HubError
from hub.events.catalogue import DISCHARGE, FACT
from hub.ports.books import Wanted
from hub.ports.log import BEGINNING, Partition
from hub.rhythms import rhythms
from hub.runtime.behind import behind
from hub.runtime.figures import DASHBOARDS
from hub.runtime.ticks import NO_DAY, stored_day
from hub.web.dates import duration

_DAY_MS: Final = 24 * 60 * 60 * 1000
_MINUTE_MS: Final = 60_000
_RECENT: Final = 1000
_FAR_BEHIND: Final = 10_000
"""Records that wait to be counted, beyond which somebody should look: some seconds of work."""

_SET_CLOCK: Final = "set this machine's clock (NTP): order and deadlines depend on it"
_FUTURE: Final = (
    "set the clocks (NTP); the process role then takes the lane back to today, and "
    "`hub rebuild --switch` takes back what was told too early"
)

_Look = Callable[[Core], Awaitable[Sequence[Check]]]


async def checks(core: Core) -> list[Check]:
    """Look at everything; a part that does not answer is a check of its own."""
    found = [well("database", "answers")]
    for name, one in _LOOKS:
        try:
            found += await one(core)
        except HubError as fault:
            found.append(fails(name, str(fault), "start what is named, or change the setting that names it", away=True))
    return found


async def _log(core: Core) -> list[Check]:
    await core.log.end(Partition(DISCHARGE, 0))
    return [well("log", "answers")]


async def _topics(core: Core) -> Sequence[Check]:
    if core.settings.kafka is None:
        return []
    # aiokafka takes a while to load, which a desk without a broker does not need.
    from hub.commands.topic_checks import topic_checks  # noqa: PLC0415 - as above

    return await topic_checks(core.settings)


async def _store(core: Core) -> list[Check]:
    positions = await core.store.positions(core.group.name)
    every = [Partition(topic, lane) for topic in core.group.topics for lane in range(core.log.lanes)]
    waiting = [await behind(core.log, each, positions.get(each, BEGINNING)) for each in every]
    return [well("store", f"answers; {sum(waiting)} records wait to be folded")]


async def _dashboards(core: Core) -> list[Check]:
    positions = await core.figures.positions(DASHBOARDS)
    every = [Partition(FACT, lane) for lane in range(core.log.lanes)]
    waiting = sum([await behind(core.log, each, positions.get(each, BEGINNING)) for each in every])
    told_until = await core.figures.told_until()
    seen = f"{waiting} records wait to be counted; what was told until {told_until or 'now: nothing'} is in the figures"
    if waiting > (_FAR_BEHIND if positions else 0):
        return [look("dashboards", seen, "see that the dashboards role runs: a plain `hub up` runs it, else `--only`")]
    return [well("dashboards", seen)]


async def _days(core: Core) -> list[Check]:
    now = core.clock.now()
    today, days = day_of(now), [await stored_day(core.store, lane) for lane in range(core.log.lanes)]
    last, newest = min(days), max(days)
    if runs_ahead(newest, now):
        return [fails("days", f"lane {days.index(newest)} stands at {newest}, today is {today}", _FUTURE)]
    if last in {NO_DAY, today}:
        return [well("days", "not begun yet" if last == NO_DAY else f"{today} has begun in every lane")]
    return [
        fails("days", f"a lane stands at {last}, today is {today}", "see that the process role runs: it lets days pass")
    ]


async def _clock(core: Core) -> list[Check]:
    now = core.clock.now()
    ahead = max([count.last_at or 0 for count in await core.feeds.counts()], default=0) - now
    if ahead > _MINUTE_MS:
        seen = f"{duration(ahead // _MINUTE_MS)} behind what the hub has already written"
        return [fails("clock", seen, _SET_CLOCK)]
    apart = now - await core.store.now()
    if abs(apart) > _MINUTE_MS:
        seen = f"{duration(abs(apart) // _MINUTE_MS)} {'ahead of' if apart > 0 else 'behind'} the database's"
        return [fails("clock", seen, _SET_CLOCK)]
    return [well("clock", rfc3339(now))]


async def _quarantine(core: Core) -> list[Check]:
    sizes = {feed: size for feed, size in (await core.quarantine.sizes()).items() if size}
    if not sizes:
        return [well("quarantine", "nothing waits")]
    since = core.clock.now() - _DAY_MS
    fresh = sum(one.parked_at > since for one in await core.quarantine.parked(Wanted(limit=_RECENT)))
    most = max(sizes, key=lambda feed: sizes[feed])
    seen = f"{sum(sizes.values())} wait, {fresh} of them came within the last day; most by {most}"
    if fresh:
        return [look("quarantine", seen, f"`hub quarantine list --feed {most}` says where and why")]
    return [well("quarantine", seen)]


async def _log_records(core: Core) -> list[Check]:
    """Whatever the log holds that no fold took is missing from somebody's state, however long ago it came."""
    rules = Counter(row.rule for row in await core.quarantine.parked(Wanted("parked", "log", limit=_RECENT)))
    if not rules:
        return [well("log records", "every one is taken")]
    seen = "not taken: " + ", ".join(f"{count} by {rule}" for rule, count in sorted(rules.items()))
    return [look("log records", seen, "docs/runbooks/log-record-unread.md says what to do for each rule")]


async def _feeds(core: Core) -> list[Check]:
    """A feed that never spoke alarms in live mode alone: a fresh desk has three of them."""
    rows = await feed_rows(core.feeds, core.quarantine, rhythms(core.settings), core.clock.now())
    live = core.settings.mode == "live"
    silent = [row for row in rows if row.silent and (live or row.last_at is not None)]
    if not silent:
        spoke = sum(row.last_at is not None for row in rows)
        return [well("feeds", f"{spoke} of {len(rows)} have spoken, none is silent for longer than usual")]
    seen = ", ".join(
        f"{row.feed} ({'never' if row.age_minutes is None else duration(row.age_minutes)})" for row in silent
    )
    return [look("feeds", f"silent: {seen}", "ask the sender; `hub feeds` says what is usual for each")]


async def _access_log(core: Core) -> list[Check]:
    broken = await core.access_book.verify()
    if broken is not None:
        seen = f"the chain is broken at line {broken}"
        return [fails("access log", seen, "tell information governance: it was changed. Do not repair it")]
    return [well("access log", "its chain holds")]


_LOOKS: Final[tuple[tuple[str, _Look], ...]] = (
    ("log", _log),
    ("topics", _topics),
    ("store", _store),
    ("lanes", lane_checks.lanes),
    ("versions", lane_checks.versions),
    ("dashboards", _dashboards),
    ("days", _days),
    ("clock", _clock),
    ("quarantine", _quarantine),
    ("log records", _log_records),
    ("feeds", _feeds),
    ("access log", _access_log),
)
