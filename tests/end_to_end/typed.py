"""What the tests of the commands share: exit codes, files to type, and a stay that was typed in."""

from typing import NamedTuple

from tests.end_to_end.running_hub import ROOT, SAMPLES

YES, NO, WRONG, AWAY = 0, 1, 2, 3
BAD = SAMPLES.parent / "bad"
PROVIDER = ROOT / "connectors" / "provider_table" / "samples"
DWP = ROOT / "connectors" / "dwp" / "samples" / "file"
NUMBER = "9990000018"
DAY = "2026-12-01"


class Stay(NamedTuple):
    """The stay of the samples, as this module's tests find it: discharged, then cancelled."""

    subject: str
    before_cancel: str
    cancel_sent: str
