"""The hospital connector keeps the contract of every connector."""

import json
from pathlib import Path

from connectors.hospital_hl7v2.acknowledgement import acknowledge, refusal
from connectors.hospital_hl7v2.connector import Hospital
from connectors.hospital_hl7v2.header import read_header
from connectors.hospital_hl7v2.triggers import KNOWN
from tests.contracts.connector_contract import ConnectorContract, samples_in
from tests.hospital.memory_intake import ManualClock

SAMPLES = Path(__file__).parents[2] / "connectors" / "hospital_hl7v2" / "samples"
CLOCK = ManualClock(1_795_400_000_000)


class TestHospital(ConnectorContract):
    """Every rule of the contract, over the shipped samples."""

    connector = Hospital(CLOCK)
    samples = SAMPLES


def test_there_is_a_sample_of_every_trigger_the_hub_knows() -> None:
    """A hospital's engineer finds an example of each message that means something here."""
    shown = {
        one["trigger"]
        for described in (SAMPLES / "good").glob("*.json")
        for one in json.loads(described.read_text("utf-8"))["messages"]
    }
    assert shown >= KNOWN


def test_every_bad_sample_gets_the_acknowledgement_beside_it() -> None:
    """A message that will never be taken is answered AR, with the code of table 0357 its sender can act on."""
    hospital = Hospital(CLOCK)
    for sample in samples_in(SAMPLES / "bad"):
        reason = hospital.inspect(sample.raw, hospital.profiles()[sample.expected["profile"]])[0].findings[0]
        reply = acknowledge(sample.raw, refusal(reason), CLOCK.now()).decode("latin-1")
        separator = read_header(reply).separators.field
        fields = reply.split("\r")[1].split(separator)
        expected = sample.expected["acknowledgement"]
        assert (fields[1], fields[6].split("^")[0]) == (expected["code"], expected["error"]), sample.name
