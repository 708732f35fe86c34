"""The invented area.  The codes are those of the demonstration's reference data, and nobody's in the real world."""

from typing import Final, NamedTuple


class Trust(NamedTuple):
    """A hospital trust and the style of its feed: `itk` (v2.4) or `vendor` (v2.3)."""

    code: str
    style: str
    admissions_a_day: float


class Council(NamedTuple):
    """A council with its ONS code and the postcode district that it covers."""

    code: str
    name: str
    district: str
    practices: tuple[str, ...]


class Provider(NamedTuple):
    """A care provider's location and what it gives."""

    location: str
    service: str
    hours: tuple[int, ...]
    """Hours a week that it commonly gives; empty for places that people live in."""
    pence: int


class Area(NamedTuple):
    """Everything that a simulation needs to know of a place."""

    name: str
    trusts: tuple[Trust, ...]
    councils: tuple[Council, ...]
    providers: tuple[Provider, ...]
    referrals_a_day: float
    board: str
    """The integrated care board."""

    def scaled(self, factor: float) -> "Area":
        """Give the same place, busier or quieter."""
        trusts = tuple(trust._replace(admissions_a_day=trust.admissions_a_day * factor) for trust in self.trusts)
        return self._replace(trusts=trusts, referrals_a_day=self.referrals_a_day * factor)


EXAMPLESHIRE: Final = Area(
    name="exampleshire",
    trusts=(Trust("RZZ", "itk", 40.0), Trust("RZY", "vendor", 20.0)),
    councils=(
        Council("E10999001", "North Exampleshire", "QX1", ("Y99999", "Y99998")),
        Council("E10999002", "South Exampleshire", "QX2", ("Y99997", "Y99996")),
        Council("E10999003", "Sampleton", "QX3", ("Y99995", "Y99994")),
    ),
    providers=(
        Provider("1-999000001", "HOME_SUPPORT", (7, 10, 14, 21, 28), 2460),
        Provider("1-999000002", "REABLEMENT", (7, 10, 14), 2890),
        Provider("1-999000003", "CARE_HOME", (), 0),
    ),
    referrals_a_day=6.0,
    board="QZZ",
)

AREAS: Final = {EXAMPLESHIRE.name: EXAMPLESHIRE}
