"""What moves six weeks, stays and tasks, as tables to draw: none of the three is kept, each follows from the whole.

A table here is no second opinion: where somebody stands is worked out by `hub.domain.episodes`, `hub.domain.tasks` and
`hub.processors.stay_status`, and a test folds lives event by event and finds every one of these moves and no other.
`DayStarted` is a day that begins.  What turns out to be something else (an attendance, a way to another hospital, a
line that has ended) is gone, which is no move.
"""

from typing import Final

from hub.domain.episodes import ENDED, OPEN, SUSPENDED, VOID
from hub.domain.machine import BEGINNING, Machine, move
from hub.domain.tasks import PAUSED, RUNNING, STOPPED

IN_BED, DISCHARGED, DIED, CANCELLED = "open", "discharged", "died", "cancelled"
_RUNS: Final = f"{OPEN} {SUSPENDED}"

SIX_WEEKS: Final = Machine(
    "Six weeks",
    (
        move("SpellDischarged", f"{BEGINNING} {SUSPENDED}", OPEN),
        move("DayStarted", BEGINNING, OPEN),
        move("SpellAdmitted", OPEN, SUSPENDED),
        move("AdmissionCancelled", SUSPENDED, OPEN),
        move("SpellDischarged", f"{BEGINNING} {SUSPENDED}", ENDED),
        move("DischargeCancelled", ENDED, SUSPENDED),
        move("DayStarted", _RUNS, ENDED),
        move("DeathRecorded", _RUNS, ENDED),
        move("PatientDiedInHospital", SUSPENDED, ENDED),
        move("ChcDecided", _RUNS, ENDED),
        move("ChcFastTracked", OPEN, ENDED),
        move("DayStarted", ENDED, OPEN),
        move("DayStarted", ENDED, SUSPENDED),
        move("ChcDecided", ENDED, OPEN),
        move("ChcDecided", ENDED, SUSPENDED),
        move("ChcEnded", ENDED, OPEN),
        move("ChcDisputed", _RUNS, ENDED),
        move("ChcDisputeSettled", ENDED, OPEN),
        move("ChcDisputeSettled", ENDED, SUSPENDED),
        move("PersonUpdated", OPEN, ENDED),
        move("MoveNotified", OPEN, ENDED),
        move("PersonUpdated", f"{BEGINNING} {ENDED}", OPEN),
        move("MoveCancelled", ENDED, OPEN),
        move("DischargeCancelled", f"{BEGINNING} {OPEN}", VOID),
    ),
)

STAY: Final = Machine(
    "Stay in hospital",
    (
        move("SpellAdmitted", f"{BEGINNING} {CANCELLED}", IN_BED),
        move("AdmissionCancelled", IN_BED, CANCELLED),
        move("SpellDischarged", f"{BEGINNING} {IN_BED}", DISCHARGED),
        move("DayStarted", IN_BED, DISCHARGED),
        move("DischargeCancelled", DISCHARGED, IN_BED),
        move("PatientDiedInHospital", IN_BED, DIED),
        move("DeathRecorded", IN_BED, DIED),
        move("DischargeCancelled", DIED, IN_BED),
        move("PersonUpdated", DIED, DISCHARGED),
    ),
)

TASK: Final = Machine(
    "Task",
    (
        move("SupportLineStarted", BEGINNING, RUNNING),
        move("SupportLineStarted", BEGINNING, PAUSED),
        move("SupportLineStarted", BEGINNING, STOPPED),
        move("SpellAdmitted", RUNNING, PAUSED),
        move("DischargeCancelled", RUNNING, PAUSED),
        move("SpellDischarged", PAUSED, RUNNING),
        move("AdmissionCancelled", PAUSED, RUNNING),
        move("DeathRecorded", f"{RUNNING} {PAUSED}", STOPPED),
        move("PersonUpdated", STOPPED, RUNNING),
    ),
)
