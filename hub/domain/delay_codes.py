"""The national reasons for delay by date: 37 values since 27 May 2024, and the 18 before, still sent by local systems.

Groups and labels: NHS England, Acute Discharge Situation Report 2024-25, table 5 (Open Government Licence v3).  The
publication has no short codes: these are the hub's own.  The 18 go by their numerals, with shortened labels; what each
stands for today is a suggestion of this product, because NHS England publishes no map.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

CHANGED: Final = date(2024, 5, 27)
"""The first day of today's list.  Source: Acute Discharge Situation Report, specification of 27 May 2024."""

CAPACITY: Final = "capacity"
INTERFACE: Final = "interface"
TRANSFER_HUB: Final = "transfer_hub"
WELLBEING: Final = "wellbeing"
HOSPITAL: Final = "hospital"
GROUPS: Final[Mapping[str, str]] = {
    CAPACITY: "Capacity",
    INTERFACE: "Interface process",
    TRANSFER_HUB: "Care transfer hub process",
    WELLBEING: "Wellbeing concerns",
    HOSPITAL: "Hospital process",
}
"""The published groups, the last link of the usual chain of delay first: in this order the national code is chosen."""


class DelayCode(NamedTuple):
    """One value of a national list, with the days on which it may be used.

    `pathways` are those that its label names.  `stands_for` are values of today's list for one of the older list, the
    likeliest first; where there are several, the first is no more than a guess.
    """

    code: str
    group: str
    label: str
    pathways: tuple[str, ...]
    first: date
    last: date | None
    stands_for: tuple[str, ...] = ()

    def in_force(self, day: date) -> bool:
        """Say whether the value is on the list of a day."""
        return self.first <= day and (self.last is None or day <= self.last)


def _now(code: str, group: str, label: str, pathways: tuple[str, ...] = ()) -> DelayCode:
    return DelayCode(code, group, label, pathways, CHANGED, None)


def _before(code: str, group: str, label: str, stands_for: str, pathways: tuple[str, ...] = ()) -> DelayCode:
    return DelayCode(code, group, label, pathways, date.min, date(2024, 5, 26), tuple(stands_for.split()))


TODAY: Final = (
    _now("HOSP01", HOSPITAL, "Awaiting formal decision to discharge (inc diagnostic test results)"),
    _now("HOSP02", HOSPITAL, "Awaiting medical review of need for supported discharge"),
    _now("HOSP03", HOSPITAL, "Awaiting medicines to take home, discharge letter or other discharge documentation"),
    _now("HOSP04", HOSPITAL, "Awaiting patient transport services"),
    _now("HOSP05", HOSPITAL, "Awaiting referral to care transfer hub for supported discharge"),
    _now("HOSP06", HOSPITAL, "Awaiting therapy review of need for supported discharge"),
    _now("HOSP07", HOSPITAL, "Remaining in hospital due to infection prevention and control restrictions"),
    _now("WELL01", WELLBEING, "Awaiting determination of mental capacity"),
    _now("WELL02", WELLBEING, "Issues with discharge destination readiness"),
    _now("WELL03", WELLBEING, "Ongoing safeguarding concern"),
    _now("WELL04", WELLBEING, "Patient/family/carer concerns over discharge readiness"),
    _now("CTH01", TRANSFER_HUB, "Awaiting confirmation of funding eligibility"),
    _now("CTH02", TRANSFER_HUB, "Awaiting necessary referrals by care transfer hub"),
    _now("CTH03", TRANSFER_HUB, "Waiting for confirmation of immediate care needs and pathway"),
    _now("INTF01", INTERFACE, "Further action requested by agreed provider"),
    _now("INTF02", INTERFACE, "Homeless with no recourse to public funds"),
    _now("INTF03", INTERFACE, "Out of area discharge arrangements requested but not completed"),
    _now("INTF04", INTERFACE, "Patient/family/carer choice discussions on package still underway"),
    _now("INTF05", INTERFACE, "Self-funded care package arrangements still underway"),
    _now("INTF06", INTERFACE, "Housing provision arrangement for homelessness still underway", ("P0", "P1")),
    _now(
        "INTF07",
        INTERFACE,
        "Home based rehabilitation, reablement or recovery service arrangements still underway",
        ("P1",),
    ),
    _now("INTF08", INTERFACE, "Other home-based community health service arrangements still underway", ("P1",)),
    _now("INTF09", INTERFACE, "Other home-based social care service arrangements still underway", ("P1",)),
    _now("INTF10", INTERFACE, "End of life care inc Fast-Track CHC arrangement still underway", ("P1", "P3")),
    _now(
        "INTF11",
        INTERFACE,
        "Bed-based rehabilitation, reablement or recovery service arrangements still underway",
        ("P2",),
    ),
    _now("INTF12", INTERFACE, "Residential/nursing home care arrangements still underway", ("P3",)),
    _now("CAP01", CAPACITY, "Awaiting restart of existing social care arrangements", ("P0",)),
    _now("CAP02", CAPACITY, "Housing provision not yet available", ("P0", "P1")),
    _now("CAP03", CAPACITY, "Home-based rehabilitation, reablement or recovery services not yet available", ("P1",)),
    _now("CAP04", CAPACITY, "Other home-based community health services not yet available", ("P1",)),
    _now("CAP05", CAPACITY, "Other home-based social care service not yet available", ("P1",)),
    _now("CAP06", CAPACITY, "End of life care inc Fast-Track CHC not yet available", ("P1", "P3")),
    _now("CAP07", CAPACITY, "Housing adaptations not yet completed", ("P1", "P3")),
    _now("CAP08", CAPACITY, "Equipment and associated training not yet delivered", ("P1", "P2", "P3")),
    _now("CAP09", CAPACITY, "Bed-based rehabilitation, reablement or recovery services not yet available", ("P2",)),
    _now("CAP10", CAPACITY, "Mental health admitted patient care not yet available", ("P2",)),
    _now("CAP11", CAPACITY, "Residential/nursing home care not yet available", ("P3",)),
)
"""The 37 values since 27 May 2024."""

OLDER: Final = (
    _before("i", HOSPITAL, "Declared ready in the morning, then met the criteria again", ""),
    _before("ii", HOSPITAL, "Medical decision or discharge summary", "HOSP01 HOSP02 HOSP03"),
    _before("iii", HOSPITAL, "Therapy decision", "HOSP06"),
    _before("iv", HOSPITAL, "Referral to the single point of access or hub", "HOSP05"),
    _before("v", HOSPITAL, "Medicines", "HOSP03"),
    _before("vi", HOSPITAL, "Transport", "HOSP04"),
    _before("vii", TRANSFER_HUB, "Hub to confirm that the referral was received and acted on", "CTH03"),
    _before("viii", CAPACITY, "Pathway 1, assessment and start of care", "CAP03 CAP05", ("P1",)),
    _before("ix", CAPACITY, "Pathway 2, rehabilitation bed", "CAP09", ("P2",)),
    _before("x", CAPACITY, "Pathway 3, residential or nursing bed", "CAP11", ("P3",)),
    _before("xi", CAPACITY, "Equipment or adaptations", "CAP08 CAP07"),
    _before("xii", WELLBEING, "Patient or family disagree", "WELL04 INTF04"),
    _before("xiii", INTERFACE, "Homeless, no recourse to public funds, or no place", "INTF02 INTF06 CAP02"),
    _before("xiv", WELLBEING, "Safeguarding or Court of Protection", "WELL03 WELL01"),
    _before("xv", INTERFACE, "Repatriation or transfer to another acute hospital", "INTF03"),
    _before("xvi", HOSPITAL, "Diagnostic test", "HOSP01"),
    _before("xvii", HOSPITAL, "Infection, and no suitable place", "HOSP07"),
    _before("xviii", HOSPITAL, "COVID test", ""),
)
"""The 18 values until 26 May 2024; i and xviii have nothing that stands for them today."""

BY_CODE: Final[Mapping[str, DelayCode]] = {one.code: one for one in (*TODAY, *OLDER)}
