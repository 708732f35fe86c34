"""Small messages for tests: one line each, so that a test shows what it is about."""

from collections.abc import Sequence

from connectors.hospital_hl7v2.profile import Profile, shipped_profiles
from connectors.hospital_hl7v2.reading import HomeOf, no_home
from connectors.hospital_hl7v2.translate import translate
from hub.ports.connector import Finding, Translation

NOW = 1_795_400_000_000
"""Received at: late November 2026."""

PID = "PID|1||9990000018^^^NHS^NH~T1000451^^^RZZ^MR||ASHWORTH^Margaret||19391104|2"


def itk() -> Profile:
    """Give the desk's profile."""
    return shipped_profiles()["itk_2_4"]


def message(
    trigger: str, *segments: str, occurred: str = "202611021015", version: str = "2.4", control: str = "C1"
) -> bytes:
    """Make a message of a trigger with these segments after EVN."""
    header = f"MSH|^~\\&|PAS|RZZ|HUB|HUB|20261102102000||ADT^{trigger}|{control}|T|{version}"
    return ("\r".join([header, f"EVN||20261102101900||||{occurred}", *segments]) + "\r").encode()


def pv1(**fields: str) -> str:
    """Make a PV1 of numbered fields, `f19="SP1"`; a spell number and class stand in unless given."""
    given = {"f2": "I", "f19": "SP1", **fields}
    slots = [""] * (max(int(name[1:]) for name in given) + 1)
    for name, text in given.items():
        slots[int(name[1:])] = text
    return "|".join(["PV1", *slots[1:]])


def read(raw: bytes, profile: Profile | None = None, home_of: HomeOf = no_home) -> Translation:
    """Read one message as the desk would."""
    return translate(raw, profile or itk(), NOW, home_of)


def rules(findings: Sequence[Finding]) -> set[tuple[str, str]]:
    """Give path and rule of every finding."""
    return {(one.path, one.rule) for one in findings}


def names(translation: Translation) -> list[str]:
    """Give the types of the events, in order."""
    return [type(one.body).__name__ for one in translation.events]
