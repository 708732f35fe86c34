"""Senders that others wrote deliver to the whole hub."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.lives import hard_life, person
from tests.end_to_end.running_hub import ROOT, RunningHub, eventually

NAMED = 'person.getPatientName(0).getGivenName().setValue("Margaret");'
BORN = 'person.getDateTimeOfBirth().getTimeOfAnEvent().setValue("19391104");'
HAPI = ROOT / "tests" / "hospital" / "hapi"


def test_the_hl7_packages_client_delivers_a_hard_stay(hub: RunningHub, tmp_path: Path) -> None:
    """`mllp_send` of the `hl7` package sends corrections and merges, and the state is right."""
    who = person(200)
    messages = hard_life(who, "OTHER")
    file = tmp_path / "stay.hl7"
    file.write_bytes(b"".join(b"\x0b" + raw + b"\x1c\r" for raw in messages))
    program = Path(sys.executable).with_name("mllp_send")
    done = subprocess.run(
        [program, "-p", str(hub.mllp), "-f", str(file), "127.0.0.1"],
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.count(b"MSA|AA|OTHER-") == len(messages)
    subject = hub.person(who.nhs_number)
    eventually(lambda: hub.state(subject)["spells"][0]["discharged_at"] == "2026-11-07T13:15:00+00:00")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_hapis_java_client_delivers_to_the_board(hub: RunningHub, tmp_path: Path) -> None:
    """HAPI's client admits and discharges, accepts our acknowledgements, and the person has six weeks.

    Slow because Maven has to fetch and build it the first time.
    """
    if shutil.which("mvn") is None or shutil.which("javac") is None:
        pytest.skip("HAPI's client needs Maven and a Java development kit, which are not installed")
    work = tmp_path / "hapi"
    shutil.copytree(HAPI, work)
    source = work / "src" / "main" / "java" / "sender" / "Sender.java"
    ours = source.read_text().replace("9990000018", "9990001030").replace(NAMED, NAMED + BORN)
    assert BORN in ours, "without a date of birth an unchecked number matches nobody"
    source.write_text(ours)
    build = ("mvn", "-q", "-B", "package", "dependency:copy-dependencies", "-DoutputDirectory=target/libs")
    subprocess.run(build, cwd=work, check=True, timeout=240, capture_output=True)
    path = os.pathsep.join(["target/hapi-sender-1.jar", "target/libs/*"])
    done = subprocess.run(
        ["java", "-Xmx128m", "-cp", path, "sender.Sender", str(hub.mllp)],
        cwd=work, check=True, timeout=60, capture_output=True,
    )  # fmt: skip
    assert done.stdout.count(b"MSA|AA|") == 2
    subject = hub.person("9990001030")
    eventually(lambda: [one["status"] for one in hub.state(subject, on="2026-12-01")["episodes"]] == ["open"])
