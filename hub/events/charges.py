"""The charges family: what a council charged the person, and equipment.  Money is whole pence.

Care and Support (Charging and Assessment of Resources) Regulations 2014, SI 2014/2672.
"""

from datetime import date

import msgspec


class ChargeRecorded(msgspec.Struct, frozen=True, gc=False):
    """A charge to the person was recorded for some days."""

    charge_id: str
    from_on: date
    to_on: date
    amount: int
    """Pence, all days together."""
    charged_by: str | None = None
    """ONS or ODS code of who charges."""
    provider: str | None = None
    line_id: str | None = None


class ChargeReversed(msgspec.Struct, frozen=True, gc=False):
    """A charge was taken back or paid back."""

    charge_id: str
    reversed_on: date
    charged_by: str | None = None
    """ONS or ODS code of who gave the charge its id; of whoever charged where none is named."""


class EquipmentProvided(msgspec.Struct, frozen=True, gc=False):
    """The person got equipment or an adaptation."""

    equipment_id: str
    kind: str
    """EQUIPMENT or ADAPTATION."""
    provided_on: date
    cost: int
    """Pence."""
    provider: str | None = None
