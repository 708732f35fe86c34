"""The thin connectors keep the contract of every connector, over the samples that ship."""

from pathlib import Path

import pytest

from connectors.carer_notices.connector import CarerNoticesConnector
from connectors.dwp.connector import DwpConnector
from connectors.provider_table.connector import ProviderTableConnector
from hub.ports.connector import Connector
from tests.contracts.connector_contract import ConnectorContract
from tests.partners.memory_intake import StillClock
from tests.partners.referrals import NOW, Desk, places

FOLDER = Path(__file__).parents[2] / "connectors"


class TestDwp(ConnectorContract):
    """Referral records."""

    connector = DwpConnector(places(), StillClock(NOW))
    samples = FOLDER / "dwp" / "samples"


class TestCarerNotices(ConnectorContract):
    """Notices of carers."""

    connector = CarerNoticesConnector(places(), StillClock(NOW))
    samples = FOLDER / "carer_notices" / "samples"


class TestProviderTable(ConnectorContract):
    """Rows of providers' tables."""

    connector = ProviderTableConnector()
    samples = FOLDER / "provider_table" / "samples"


@pytest.mark.parametrize(
    "connector", [TestDwp.connector, TestCarerNotices.connector, TestProviderTable.connector], ids=lambda one: one.kind
)
def test_profiles_ship_under_their_own_names(connector: Connector) -> None:
    """A profile is called in settings what it calls itself."""
    profiles = connector.profiles()
    assert profiles
    assert all(name == profile.name for name, profile in profiles.items())


async def test_the_sample_file_and_its_manifest_are_taken() -> None:
    """The file that the README drops gives two referrals and one record that is held."""
    folder = FOLDER / "dwp" / "samples" / "file"
    receipt = await Desk().drop({path.name: path.read_bytes() for path in folder.iterdir()})
    assert (receipt["refused"], receipt["accepted"]) == (None, 2)
    assert [one["rule"] for one in receipt["parked"]] == ["no_lawful_basis"]
