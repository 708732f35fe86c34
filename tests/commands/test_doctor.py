"""What the doctor finds inside a hub and on its machine, and the exit code that a script relies on."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, cast

import pytest
import typer

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_access import MemoryAccess
from hub.adapters.memory_feeds import MemoryFeeds
from hub.adapters.memory_figures import MemoryFigures
from hub.adapters.memory_lanes import MemoryLanes
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_quarantine import MemoryQuarantine
from hub.adapters.memory_shadows import MemoryShadows
from hub.commands import doctor as command
from hub.commands import hub_checks, machine_checks
from hub.commands.machine_checks import Check
from hub.composition import Core
from hub.domain.days import start_of
from hub.ports.books import FeedCount
from hub.ports.lane_book import StoppedLane
from hub.ports.log import CUT, Draft, Partition
from hub.ports.store import Batch, Move, Parked, StateRow
from hub.processors.joint import JointProcessor
from hub.runtime.apply import Group
from hub.runtime.rows import Packed, pack
from hub.runtime.ticks import day_row
from hub.settings import Settings, Tls

TODAY = date(2026, 11, 25)
NOW = start_of(TODAY) + 36_000_000
HOUR = 3_600_000


class Timed(MemoryShadows):
    """A store whose own clock stands at NOW."""

    async def now(self) -> int:
        """Give NOW."""
        return NOW


class Parts(NamedTuple):
    """What the doctor needs of the whole."""

    settings: Settings
    clock: ManualClock
    log: MemoryLog
    store: MemoryShadows
    quarantine: MemoryQuarantine
    feeds: MemoryFeeds
    access_book: MemoryAccess
    lanes: MemoryLanes
    group: Group
    figures: MemoryFigures
    shadows: MemoryShadows

    async def check(self, part: str) -> Check:
        """Give one check."""
        found = await hub_checks.checks(cast("Core", self))
        return next(check for check in found if check.part == part)


@pytest.fixture
def parts() -> Parts:
    """A hub of two lanes in memory."""
    clock = ManualClock(NOW)
    log, store = MemoryLog(clock, Placement(lanes=2)), Timed(2)
    group = Group("care", (JointProcessor(),), ("hub.discharge.v1",))
    books = MemoryQuarantine(), MemoryFeeds(), MemoryAccess(), MemoryLanes()
    return Parts(Settings(), clock, log, store, *books, group, MemoryFigures("dashboards"), store)


async def test_a_fresh_hub_is_well(parts: Parts) -> None:
    """Nothing has come yet, and nothing is wrong."""
    assert {check.state for check in await hub_checks.checks(cast("Core", parts))} == {"ok"}


async def test_a_stopped_lane_is_named_with_topic_defect_and_what_to_do(parts: Parts) -> None:
    """The operator reads which lane, since when, by which class of defect, with which records in hand."""
    await parts.lanes.stop(StoppedLane("care", 1, NOW, ("KeyError",), (("hub.discharge.v1", 41),)))
    check = await parts.check("lane 1")
    assert (check.state, check.away) == ("fails", False)
    assert "KeyError" in check.seen
    assert "hub.discharge.v1/1 from position 41" in check.seen
    assert "restart the process role" in check.do


async def test_a_lane_that_stopped_at_an_older_state_is_sent_to_the_rebuild_and_not_to_the_maintainers(
    parts: Parts,
) -> None:
    """An upgrade whose fold was left out is no defect of ours; beside a defect it is one."""
    kinds = ("OtherVersion: joint: kept by version 9 and this hub folds with version 10",)
    await parts.lanes.stop(StoppedLane("care", 1, NOW, kinds))
    check = await parts.check("lane 1")
    assert ("`hub rebuild`" in check.do, "maintainers" in check.do) == (True, False)
    await parts.lanes.stop(StoppedLane("care", 1, NOW, ("KeyError", *kinds)))
    assert "maintainers" in (await parts.check("lane 1")).do


@pytest.mark.parametrize(
    ("apart", "state", "do"), [(-1, "fails", "hub rebuild"), (0, "ok", ""), (1, "look", "upgrade")]
)
async def test_states_of_another_release_are_told_before_they_stop_a_lane(
    parts: Parts, apart: int, state: str, do: str
) -> None:
    """After an upgrade whose fold was left out the doctor says no; of a newer release's states it says to finish."""
    version = JointProcessor.version + apart
    claim = await parts.store.claim(Partition("hub.discharge.v1", 1), "care")
    move = Move(Partition("hub.discharge.v1", 1), claim, claim.position + 1)
    row = StateRow("joint", bytes([255, *range(15)]), pack(Packed(version, b"")))
    await parts.store.put(Batch("care", [move], [row], (), (), ()))
    check = await parts.check("versions")
    assert (check.state, do in check.do) == (state, True)
    assert (f"joint: kept by version {version}" in check.seen) is bool(apart)


@pytest.mark.parametrize("why", ["no longer holds the position after ours", "ends before our position"])
async def test_a_lane_whose_records_are_gone_is_not_sent_to_a_restart(parts: Parts, why: str) -> None:
    """Restarting helps nothing, and a topic that was made anew grows: stop the writers, and bring records back."""
    cut = f"Defect: kafka: reading hub.discharge.v1, partition 1, after position 41: the topic {why}; {CUT}"
    await parts.lanes.stop(StoppedLane("care", 1, NOW, (cut,)))
    check = await parts.check("lane 1")
    assert "lane-stopped.md" in check.do
    assert "stop the role ingest" in check.do
    assert "maintainers" not in check.do


async def test_a_stopped_lane_of_the_dashboards_is_told_from_one_of_people(parts: Parts) -> None:
    """Nobody's six weeks stand still when a dashboard does, and another role is to be restarted."""
    await parts.lanes.stop(StoppedLane("dashboards", 1, NOW, ("KeyError",), (("hub.joint-fact.v1", 41),)))
    check = await parts.check("lane 1 of dashboards")
    assert "restart the dashboards role" in check.do


async def test_dashboards_that_nobody_counts_are_looked_at(parts: Parts) -> None:
    """Derived events wait and no role has ever counted any; once one has begun, some may wait."""
    assert (await parts.check("dashboards")).state == "ok"
    await parts.log.append([Draft("hub.joint-fact.v1", bytes(16), b"fact", number=1)])
    check = await parts.check("dashboards")
    assert (check.state, check.seen[:33]) == ("look", "1 records wait to be counted; wha")
    await parts.figures.claim(Partition("hub.joint-fact.v1", 1), "dashboards")
    assert (await parts.check("dashboards")).state == "ok"


async def test_a_clock_that_runs_behind_is_told(parts: Parts) -> None:
    """What is already written lies in the future: this machine's clock was set back."""
    await parts.feeds.note([], [FeedCount("hospital-desk", received=1)], NOW + 2 * HOUR)
    check = await parts.check("clock")
    assert (check.state, "2 hours behind" in check.seen) == ("fails", True)


@pytest.mark.parametrize(("hours", "seen"), [(3, "3 hours ahead of the database's"), (-3, "3 hours behind the data")])
async def test_a_clock_that_differs_from_the_databases_is_told(parts: Parts, hours: int, seen: str) -> None:
    """Before anything was written by it: the database's own clock is what a machine's is held against."""
    parts.clock.set(NOW + hours * HOUR)
    check = await parts.check("clock")
    assert (check.state, check.seen[: len(seen)]) == ("fails", seen)


async def test_a_lane_whose_day_lies_in_the_future_is_named(parts: Parts) -> None:
    """The other lane stands at today, so the oldest day alone would say that all is well."""
    await _stand_at(parts, 0, TODAY)
    await _stand_at(parts, 1, TODAY)
    assert (await parts.check("days")).state == "ok"
    await _stand_at(parts, 1, date(2028, 1, 1))
    check = await parts.check("days")
    assert (check.state, check.seen) == ("fails", "lane 1 stands at 2028-01-01, today is 2026-11-25")
    assert "hub rebuild --switch" in check.do


async def _stand_at(parts: Parts, lane: int, day: date) -> None:
    """Give a lane a day, as its worker does."""
    partition = Partition("hub.day.v1", lane)
    claim = await parts.store.claim(partition, "care")
    move = Move(partition, claim, claim.position + 1)
    await parts.store.put(Batch("care", [move], [day_row(lane, day)], (), (), ()))


async def test_a_growing_quarantine_is_looked_at_and_an_old_one_is_counted(parts: Parts) -> None:
    """Fresh messages ask for a look; those that have waited longer are only told."""
    reason = ("PID-3", "no_identifier", "No number says who this is about.", b"sealed")
    await parts.quarantine.park([Parked("old", "hospital-desk", NOW - 50 * HOUR, *reason)])
    assert await parts.check("quarantine") == machine_checks.well(
        "quarantine", "1 wait, 0 of them came within the last day; most by hospital-desk"
    )
    await parts.quarantine.park([Parked("new", "hospital-desk", NOW - HOUR, *reason)])
    check = await parts.check("quarantine")
    assert (check.state, check.seen[:41]) == ("look", "2 wait, 1 of them came within the last da")
    assert "--feed hospital-desk" in check.do


async def test_records_of_the_log_that_nobody_took_are_told_by_rule(parts: Parts) -> None:
    """Each is missing from somebody's state until it is dealt with, also days after it came."""
    old, reason = NOW - 50 * HOUR, ("words", b"")
    rules = ("key_of_another_lane", "key_of_another_lane", "day_not_begun")
    await parts.quarantine.park([Parked(f"{n}", "log", old, "key", rule, *reason) for n, rule in enumerate(rules)])
    check = await parts.check("log records")
    assert (check.state, check.seen) == ("look", "not taken: 1 by day_not_begun, 2 by key_of_another_lane")
    for row in await parts.quarantine.parked():
        await parts.quarantine.mark(row.id, "redriven")
    assert (await parts.check("log records")).state == "ok"


async def test_a_silent_feed_is_looked_at(parts: Parts) -> None:
    """A hospital that has said nothing for a day is named with its age."""
    await parts.feeds.note([], [FeedCount("hospital-desk", received=1)], NOW - 26 * HOUR)
    check = await parts.check("feeds")
    assert (check.state, check.seen) == ("look", "silent: hospital-desk (26 hours)")


async def test_a_key_that_others_can_read_is_named_with_the_command_that_closes_it(tmp_path: Path) -> None:
    """Key files belong to their owner alone; a public key may be read by everybody."""
    private, public = tmp_path / "keys" / "master.key", tmp_path / "provider.pem"
    private.parent.mkdir()
    private.write_text("desk 00")
    public.write_text("-----BEGIN PUBLIC KEY-----")
    public.chmod(0o644)
    private.chmod(0o640)
    chosen = Settings(data=tmp_path, token_key_file=public)
    (check,) = machine_checks.keys(chosen)
    assert (check.state, check.do) == ("fails", f"chmod 600 {private}")
    private.chmod(0o600)
    assert [check.state for check in machine_checks.keys(chosen)] == ["ok"]
    (absent,) = machine_checks.keys(chosen.model_copy(update={"master_key_file": tmp_path / "no.key"}))
    assert "cannot be read" in absent.seen


def test_a_key_that_was_handed_to_our_group_alone_is_well_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cluster gives a secret to the group of the pod: so the process reads it, and nobody else does."""
    key = tmp_path / "tls.key"
    key.write_text("a key")
    chosen = Settings(data=tmp_path, master_key_file=key)
    monkeypatch.setattr(os, "geteuid", lambda: key.stat().st_uid + 1)
    monkeypatch.setattr(os, "getegid", lambda: key.stat().st_gid)
    key.chmod(0o440)
    assert [check.state for check in machine_checks.keys(chosen)] == ["ok"]
    key.chmod(0o444)
    assert [check.state for check in machine_checks.keys(chosen)] == ["fails"]
    monkeypatch.setattr(os, "getegid", lambda: key.stat().st_gid + 1)
    key.chmod(0o440)
    assert [check.state for check in machine_checks.keys(chosen)] == ["fails"]


async def test_a_role_that_runs_alone_is_asked_for_its_own_keys_and_doors(tmp_path: Path) -> None:
    """In a pod of one role the keys and doors of the others are not there, and that is no fault."""
    pair = {name: Tls(certificate=tmp_path / f"{name}.crt", key=tmp_path / f"{name}.key") for name in ("http", "mllp")}
    chosen = Settings(
        data=tmp_path, http_port=1, mllp_port=2, http_tls=pair["http"], mllp_tls=pair["mllp"],
        token_key_file=tmp_path / "token.pem",
    )  # fmt: skip
    seen: dict[str | None, list[str]] = {}
    for role in (None, "ingest", "process", "web"):
        checks = [*machine_checks.keys(chosen, role), *await machine_checks.doors(chosen, role)]
        seen[role] = [Path(check.seen.split()[0]).name for check in checks if check.state == "fails" and not check.away]
        seen[role] += [check.part for check in checks if check.away]
    assert seen == {
        None: ["http.key", "mllp.key", "token.pem", "web", "hospital-desk"],
        "ingest": ["mllp.key", "hospital-desk"],
        "process": [],
        "web": ["http.key", "token.pem", "web"],
    }


def test_a_role_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """Who asks for a role by a wrong name is told the right ones."""
    with pytest.raises(typer.Exit) as left:
        command.doctor("bord")
    assert left.value.exit_code == 2
    assert "--only: one of ingest" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("checks", "code"),
    [
        ([machine_checks.well("log", "answers")], 0),
        ([machine_checks.look("feeds", "silent", "ask")], 0),
        ([machine_checks.fails("lane 3", "stopped", "restart")], 1),
        ([machine_checks.fails("lane 3", "stopped", "restart"), machine_checks.fails("web", "", "", away=True)], 3),
    ],
)
def test_the_exit_code_says_how_bad_it_is(monkeypatch: pytest.MonkeyPatch, checks: Sequence[Check], code: int) -> None:
    """0 for well or worth a look, 1 for a part that fails, 3 for one that does not answer."""

    async def found(_: Settings, __: str | None) -> Sequence[Check]:
        return checks

    monkeypatch.setattr(command, "_checks", found)
    if code == 0:
        command.doctor()
        return
    with pytest.raises(typer.Exit) as left:
        command.doctor()
    assert left.value.exit_code == code
