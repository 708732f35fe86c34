"""Messages about invented people, as a patient administration system writes them."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from hub.people.nhs_number import classify

START = datetime(2026, 11, 2, 9, 15)  # noqa: DTZ001 - the wall time of a ward


class Invented(NamedTuple):
    """Somebody who does not exist."""

    nhs_number: str
    hospital_number: str
    family: str = "SAMPLE"
    given: str = "Alex"
    born: str = "19400102"
    address: str = "1 Sample Lane^^Testerton^Exampleshire^QX1 4ZZ"
    phone: str = "01632960000"
    nhs_status: str = ""
    """`NSTS01` says that the number was checked with the person's details; without it nobody is matched by it."""


@cache
def nhs_numbers(start: int = 999_100_000) -> Sequence[str]:
    """Give a thousand valid numbers of the test range, from nine digits on."""
    stems = range(start, start + 1200)
    return [
        number for stem in stems for last in range(10) if classify(number := f"{stem}{last}", live=False) == "test"
    ][:1000]


def person(place: int, *, start: int = 999_100_000) -> Invented:
    """Give the invented person of a place."""
    number = nhs_numbers(start)[place]
    return Invented(number, f"T{number[3:]}", f"SAMPLE{place}", f"Alex{place}", f"19{40 + place % 40}0102")


def wall(hours: float) -> str:
    """Give a wall time in hours after the start of the lives."""
    return (START + timedelta(hours=hours)).strftime("%Y%m%d%H%M%S")


def message(  # noqa: PLR0913 - a message has this many parts that a test may want to choose
    who: Invented,
    trigger: str,
    control: str,
    *,
    hours: float,
    recorded: float | None = None,
    segments: Sequence[str] = (),
    hospital_number: str | None = None,
) -> bytes:
    """Make one message of trust RZZ: what happened at `hours`, written down at `recorded`, with these segments."""
    written = wall(hours + 0.1 if recorded is None else recorded)
    number = hospital_number or who.hospital_number
    status = "|" * 13 + f"{who.nhs_status}" if who.nhs_status else ""
    home = f"|||{who.address}||{who.phone}^PRN^PH|||||"
    whole = [
        f"MSH|^~\\&|PAS|RZZ|HUB|HUB|{written}||ADT^{trigger}|{control}|T|2.4",
        f"EVN||{written}|||CLERK|{wall(hours)}",
        f"PID|1||{who.nhs_number}^^^NHS^NH~{number}^^^RZZ^MR||{who.family}^{who.given}||{who.born}|2{home}{status}",
        *segments,
    ]
    return ("\r".join(whole) + "\r").encode()


def stay(spell: str, ward: str, left: float | None = None) -> str:
    """Make the segment of a stay in a ward, and of leaving it for home after so many hours."""
    slots = [""] * 46
    slots[2], slots[3], slots[4], slots[10] = "I", f"{ward}^BAY1^01^RZZ01", "21", "300"
    slots[14], slots[19], slots[44] = "19", f"{spell}^^^RZZ^VN", wall(0)
    if left is not None:
        slots[36], slots[37], slots[45] = "1", "19", wall(left)
    return "PV1|1|" + "|".join(slots[2:])


class Life:
    """Writes the messages of one person's stay, each with an id of its own."""

    def __init__(self, who: Invented, mark: str) -> None:
        self._who, self._mark = who, mark
        self.messages: list[bytes] = []

    def say(self, trigger: str, hours: float, *segments: str, recorded: float | None = None, as_: str = "") -> None:
        """Add a message; `as_` is another hospital number."""
        control = f"{self._mark}-{len(self.messages)}"
        more = {"recorded": recorded, "segments": segments, "hospital_number": as_ or None}
        self.messages.append(message(self._who, trigger, control, hours=hours, **more))  # type: ignore[arg-type]


def hard_life(who: Invented, mark: str) -> list[bytes]:
    """Give a stay in which everything is corrected: transfers, three discharges, two cancels, two merged records."""
    life, spell, old, older = Life(who, mark), f"SP{mark}", f"X{who.hospital_number}", f"Y{who.hospital_number}"
    ready = f"ZU1{'|' * 22}Y||{wall(60)[:8]}"
    life.say("A01", 0, stay(spell, "AMU"), as_=older)
    life.say("A02", 5, stay(spell, "W7"))
    life.say("A02", 20, stay(spell, "W9"), as_=old)
    life.say("A12", 20, stay(spell, "W7"), recorded=21)
    life.say("A08", 60, stay(spell, "W7"), ready)
    life.say("A03", 100, stay(spell, "W7", 100))
    life.say("A13", 100, stay(spell, "W7"), recorded=102, as_=old)
    life.say("A03", 120, stay(spell, "W7", 120))
    life.say("A13", 120, stay(spell, "W7"), recorded=125)  # written after the next discharge, and not about it
    life.say("A03", 124, stay(spell, "W7", 124), as_=older)
    life.say("A08", 126, stay(spell, "W7"))
    life.say("A31", 130)
    life.say("A40", 110, f"MRG|{older}^^^RZZ^MR", as_=old)
    life.say("A40", 111, f"MRG|{old}^^^RZZ^MR")
    return life.messages


_DATE = re.compile(rb"(?<![0-9])2026(?:09|10|11|12)[0-3][0-9](?=[0-9]{0,6}(?![0-9]))")


def moved(raw: bytes, days: int) -> bytes:
    """Give a message with every date of autumn 2026 moved by whole days, so that it is about now."""

    def later(found: re.Match[bytes]) -> bytes:
        day = datetime.strptime(found[0].decode(), "%Y%m%d") + timedelta(days=days)  # noqa: DTZ007 - a calendar day
        return day.strftime("%Y%m%d").encode()

    return _DATE.sub(later, raw)
