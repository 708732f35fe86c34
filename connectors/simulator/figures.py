"""Published figures that the invented lives follow.

Pathway mix, delay bands and mean delays: NHS England, discharge ready date and acute discharge situation reports,
2024-25.  The shares of delay bands per pathway are a modelling choice: the published bands over everybody and the
mean delays assumed per pathway (2.2, 5.6, 8.6 and 14.5 days) fix them by iterative fitting.
"""

from random import Random
from typing import Final

PATHWAYS: Final = {"P0": 0.8572, "P1": 0.0951, "P2": 0.0312, "P3": 0.0165}
"""Share of discharges, June 2024 to March 2025."""

DELAYED: Final = {"P0": 0.045, "P1": 0.60, "P2": 0.75, "P3": 0.85}
"""Share of people who leave after the day on which they were ready; 13.3 % over all."""

BANDS: Final = ((1, 1), (2, 3), (4, 6), (7, 13), (14, 20), (21, 90))
"""Days of delay, both ends included."""

BAND_SHARES: Final = {
    "P0": (0.5382, 0.3021, 0.1244, 0.0342, 0.0011, 0.0),
    "P1": (0.2787, 0.2366, 0.2016, 0.1968, 0.0591, 0.0272),
    "P2": (0.2173, 0.1957, 0.1850, 0.2166, 0.0883, 0.0971),
    "P3": (0.1460, 0.1388, 0.1444, 0.1997, 0.1078, 0.2633),
}

BAND_MEANS: Final = (1.0, 2.40, 4.86, 9.15, 16.37, 36.94)
"""Published mean days of each band; the last one is open."""

_TREATMENT: Final = {"P0": 0.72, "P1": 2.7, "P2": 2.7, "P3": 2.7}
"""How much longer than the median day those are treated who need more at home."""
_SPREAD: Final = 1.55
_LONGEST: Final = 120.0

# Shares below are planning assumptions: nothing published gives them for this cohort.
READMITTED: Final = 0.12
DIES_IN_HOSPITAL: Final = 0.03
DIES_LATER: Final = 0.015
MOVES_HOSPITAL: Final = 0.02
ADMISSION_MISTAKEN: Final = 0.015
DISCHARGE_MISTAKEN: Final = 0.03
RECORD_DOUBLED: Final = 0.02
REFERRED_LATER: Final = 0.05
REFERRAL_OF_CARER: Final = 0.25
REFERRAL_WITHDRAWN: Final = 0.08


def pathway(rng: Random) -> str:
    """Draw a pathway by its share."""
    return rng.choices(tuple(PATHWAYS), tuple(PATHWAYS.values()))[0]


def delay_days(way: str, rng: Random) -> int:
    """Draw the days between ready and gone."""
    if rng.random() >= DELAYED[way]:
        return 0
    band = rng.choices(range(len(BANDS)), BAND_SHARES[way])[0]
    first, last = BANDS[band]
    if first == last:
        return first
    span = BAND_MEANS[band] - first
    return min(last, first + int(rng.expovariate(1 / max(span, 0.1)) + 0.5))


def treatment_days(way: str, rng: Random) -> float:
    """Draw the days until somebody is ready (mean stay 4.69 days, median 1, with the delays on top)."""
    return min(_LONGEST, 0.15 + _TREATMENT[way] * rng.lognormvariate(0.0, _SPREAD))
