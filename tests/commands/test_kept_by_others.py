"""What a process worker says at its start, and `hub rebuild --back`, where another release has kept the states."""

from typing import NamedTuple, cast

import pytest
from structlog.testing import capture_logs

from hub.adapters.log_placement import Placement
from hub.adapters.memory_shadows import MemoryShadows
from hub.commands.rebuild_work import Asked, run
from hub.composition import Core
from hub.errors import Rejected, Unavailable
from hub.ports.log import Partition
from hub.ports.shadows import Snapshot
from hub.ports.store import Batch, Move, StateRow
from hub.processors.joint import JointProcessor
from hub.roles.process import _tell_versions
from hub.runtime.apply import Group
from hub.runtime.rows import Packed, pack
from hub.runtime.shadow import Note, Role, shadow_name
from tests.runtime.folded_twice import House, care

OURS = JointProcessor.version
NEWER, OLDER = OURS + 1, OURS - 1
PLACES = [bytes([first, *range(15)]) for first in (0, 127, 255)]


class Away(MemoryShadows):
    """A store that does not answer."""

    async def page(self, *_: object) -> Snapshot:
        """Do not answer."""
        raise Unavailable("the store")


class Parts(NamedTuple):
    """What of the whole is asked."""

    shadows: MemoryShadows
    group: Group = care()
    log: Placement = Placement(lanes=2)


async def kept(name: str, *versions: int) -> Parts:
    """Give a store that keeps somebody at each end of it, in these versions, under a name."""
    parts = Parts(MemoryShadows(2))
    rows = [StateRow(name, who, pack(Packed(one, b""))) for who, one in zip(PLACES, versions, strict=False)]
    claim = await parts.shadows.claim(Partition("hub.discharge.v1", 0), "care")
    move = Move(Partition("hub.discharge.v1", 0), claim, claim.position + 1)
    await parts.shadows.put(Batch("care", [move], rows, (), (), ()))
    return parts


@pytest.mark.parametrize(
    ("versions", "said"),
    [((), 0), ((OURS, OURS, OURS), 0), ((NEWER,), 0), ((OLDER, NEWER, NEWER), 1), ((OURS, OURS, OLDER), 1)],
)
async def test_a_start_says_that_the_log_was_not_folded_again_before_a_lane_stops(
    versions: tuple[int, ...], said: int
) -> None:
    """Whoever left the fold out reads it at the start, also where the last people alone are kept otherwise."""
    parts = await kept("joint", *versions)
    with capture_logs() as lines:
        await _tell_versions(cast("Core", parts))
    assert [line["event"] for line in lines] == ["kept_by_older_release"] * said
    assert all(f"kept by version {OLDER} " in line["kept"][0] and line["advice"] == "hub rebuild" for line in lines)


async def test_a_store_that_is_away_at_the_start_keeps_no_worker_from_starting() -> None:
    """Lanes wait for it and say so."""
    await _tell_versions(cast("Core", Parts(Away(2))))


@pytest.mark.parametrize(("version", "age"), [(OLDER, "older"), (NEWER, "newer")])
async def test_the_way_back_is_the_release_that_kept_the_state(
    version: int, age: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another release cannot read it: it says which can, instead of a defect at each person's first event."""
    parts = await kept(shadow_name("joint"), version)
    house = House(care())
    monkeypatch.setattr("hub.commands.rebuild_work.rebuild_of", lambda *_: house.again(care()))
    with pytest.raises(Rejected, match=f"kept by joint {version}.* use the {age} release") as refused:
        await run(cast("Core", parts), Asked("back"))
    assert refused.value.rule == "of_another_release"


async def test_a_switch_that_was_broken_off_is_not_sent_to_another_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of either release's states are live: what may be done about it is said where exchanges are begun."""
    parts = await kept(shadow_name("joint"), OLDER)

    class HalfDone:
        """A rebuild that was broken off in an exchange."""

        async def notes(self) -> dict[int, Note]:
            """Give a lane's note."""
            return {0: Note("rules", ("joint 1",), Role.NEXT, moved=b"someone")}

        async def begin(self, *_: object, **__: object) -> None:
            """Say that it was reached."""
            raise Rejected("rebuild", "half_done", "finish it")

    monkeypatch.setattr("hub.commands.rebuild_work.rebuild_of", lambda *_: HalfDone())
    with pytest.raises(Rejected) as refused:
        await run(cast("Core", parts), Asked("back"))
    assert refused.value.rule == "half_done"
