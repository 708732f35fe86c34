"""Every kind of connector by its name, made with the look-ups that they need."""

from collections.abc import Mapping
from datetime import date

from connectors.carer_notices.connector import CarerNoticesConnector
from connectors.council_routing import Places
from connectors.dwp.connector import DwpConnector
from connectors.hand_record.connector import HandConnector
from connectors.hospital_hl7v2.connector import Hospital
from connectors.provider_table.connector import ProviderTableConnector
from hub.domain.areas import Areas
from hub.domain.lawful_bases import LawfulBases
from hub.ports.clock import Clock
from hub.ports.connector import Connector


def kinds(areas: Areas, clock: Clock, bases: LawfulBases) -> Mapping[str, Connector]:
    """Give the connectors of this release by kind (the folders beside this file).

    `bases` is on what people may be passed on, by date.
    """
    hospital = Hospital(clock, areas.home_of)
    dwp = DwpConnector(places_of(areas), clock, bases)
    carers = CarerNoticesConnector(places_of(areas), clock, bases)
    table = ProviderTableConnector()
    hand = HandConnector(clock)
    return {connector.kind: connector for connector in (hospital, dwp, carers, table, hand)}


def places_of(areas: Areas) -> Places:
    """Give what referral routing asks of the reference data."""

    def ons_of_cassr(code: str, on: date) -> str | None:
        council = areas.council(code)
        return None if council is None else council.code_on(on)

    return Places(areas.home_of, ons_of_cassr)
