"""Senders that we did not write deliver the same."""

import asyncio
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.hospital.memory_intake import MemoryIntake
from tests.hospital.sockets import listening

HAPI = Path(__file__).parent / "hapi"
SAMPLES = Path(__file__).parents[2] / "connectors" / "hospital_hl7v2" / "samples" / "good"
STAY = (
    "a01_emergency_admission",
    "a08_expected_date_and_fit_to_leave",
    "a03_discharge_home",
    "a13_discharge_cancelled",
)


async def _run(*command: str, cwd: Path | None = None, seconds: float = 60) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, cwd=cwd, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        async with asyncio.timeout(seconds):
            out, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, out.decode()[-2000:]
    return out.decode()


def _types(intake: MemoryIntake) -> list[str]:
    return [type(one.body).__name__ for one in intake.events]


async def test_the_hl7_packages_own_client_delivers_a_stay(tmp_path: Path) -> None:
    """`mllp_send` sends an admission, an update, a discharge and its cancel, and gets AA for each."""
    file = tmp_path / "stay.hl7"
    file.write_bytes(b"".join(b"\x0b" + (SAMPLES / f"{name}.hl7").read_bytes() + b"\x1c\r" for name in STAY))
    program = Path(sys.executable).with_name("mllp_send")
    async with listening() as desk:
        out = await _run(str(program), "-p", str(desk.port), "-f", str(file), "127.0.0.1")
    assert out.count("MSA|AA|RZZ-000000") == len(STAY)
    assert [one for one in _types(desk.intake) if "Changed" not in one] == [
        "SpellAdmitted",
        "SpellDetailsCorrected",
        "SpellDischarged",
        "DischargeCancelled",
    ]


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_hapis_java_client_delivers_a_stay(tmp_path: Path) -> None:
    """HAPI's client admits and discharges, reads our acknowledgements and accepts them."""
    if shutil.which("mvn") is None or shutil.which("javac") is None:
        pytest.skip("HAPI's client needs Maven and a Java development kit, which are not installed")
    work = tmp_path / "hapi"
    shutil.copytree(HAPI, work)
    build = ("mvn", "-q", "-B", "package", "dependency:copy-dependencies", "-DoutputDirectory=target/libs")
    await _run(*build, cwd=work, seconds=200)
    path = os.pathsep.join(["target/hapi-sender-1.jar", "target/libs/*"])
    async with listening() as desk:
        out = await _run("java", "-Xmx128m", "-cp", path, "sender.Sender", str(desk.port), cwd=work)
    assert out.count("MSA|AA|") == 2
    assert _types(desk.intake) == ["SpellAdmitted", "SpellDischarged"]
