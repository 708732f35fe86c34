"""A hub in memory that hospitals send to, and the real reader over it."""

from datetime import UTC, datetime
from typing import Any

from hub.people.claims import Identifier
from hub.runtime.reading_lists import HubReader
from tests.runtime.leaves import leaves
from tests.simulator.whole_hub import WholeHub

WHO = "9990000018"
NAME = "ASHWORTH^Margaret^Rose^^Mrs^^L"
HOME = "Flat 2^14 Sample Lane^Testerton^Exampleshire^QX1 4ZZ^GBR^H"


def at(text: str) -> int:
    """Read `202611020915` as milliseconds (UTC, which London's winter is)."""
    return int(datetime.strptime(text, "%Y%m%d%H%M").replace(tzinfo=UTC).timestamp() * 1000)


def adt(trigger: str, occurred: str, *, sent: str | None = None, **more: str) -> bytes:
    """Make one ITK message; `pid3`, `name`, `spell`, `hiding` (ZU8-4), `out` (PV1-45), `died` (PID-29) by name."""
    written = sent or occurred
    ids = more.get("pid3", f"{WHO}^^^NHS^NH~T1000451^^^RZZ^MR")
    pid = ["PID", "1", "", ids, "", more.get("name", NAME), "", "19391104", "2", "", "", "", "", "01632960001^PRN^PH"]
    pid[11] = more.get("home", HOME)
    pid += [*[""] * 15, more["died"], "Y"] if "died" in more else []
    segments = [
        f"MSH|^~\\&|PAS|{more.get('trust', 'RZZ')}|R|R|{written}00||ADT^{trigger}|C{trigger}{occurred}{written}|T|2.4",
        f"EVN||{written}00||||{occurred}",
        "|".join(pid),
    ]
    if trigger == "A40":
        return ("\r".join([*segments, f"MRG|{more['mrg']}"]) + "\r").encode()
    segments += ["PD1|||THE SAMPLE PRACTICE^L^Y99999", "NK1|1|ASHWORTH^Daniel|20^Carer||07700900002"]
    visit = [""] * 46
    visit[2], visit[3] = "I", more.get("place", "AMU^BAY2^05^RZZ01")
    visit[19], visit[44] = more.get("spell", "SP7700123"), more.get("in", "202611020915")
    if trigger == "A03":
        visit[36], visit[37] = "1", "19"
    visit[45] = more.get("out", occurred if trigger == "A03" else "")
    segments += ["|".join(["PV1", *visit[1:]])] if trigger not in {"A28", "A31"} else []
    segments += [f"ZU8||||{more['hiding']}"] if "hiding" in more else []
    return ("\r".join(segments) + "\r").encode()


class Sent:
    """Messages taken and folded one by one, each received when it was written."""

    def __init__(self) -> None:
        self.hub = WholeHub()

    @property
    def reader(self) -> HubReader:
        """The real reader."""
        return self.hub.reader

    async def take(self, *raws: bytes) -> None:
        """Take messages of the desk's hospital."""
        for raw in raws:
            self.hub.clock.set(at(raw.split(b"|")[6].decode()[:12]))
            answer = await self.hub._reception.message(raw, self.hub._hospitals["rzz"])
            assert b"MSA|AA" in answer, answer
            await self.hub.settle()

    async def who(self, kind: str = "NHS", authority: str = "NHS", value: str = WHO) -> bytes:
        """Find somebody."""
        subject = await self.reader.find(Identifier(kind, authority, value))
        assert subject is not None
        return subject

    async def told(self, subject: bytes) -> str:
        """Give everything that any answer about somebody says, as text to search in."""
        said: list[Any] = [await self.reader.page(subject, None, None), await self.reader.card(subject)]
        said += [await self.reader.record(subject, None, None), await self.reader.timeline(subject, None, None)]
        state, record = said[0].joint, said[0].record
        claims = [*leaves(state["spells"], "spells"), *leaves(state["episodes"], "episodes")]
        claims += leaves(record["headings"], "headings")
        return repr(said + [await self.reader.why(subject, path, None, None) for path, _ in claims])
