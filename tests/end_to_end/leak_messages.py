"""One person over MLLP and HTTP, rightly and wrongly, and searched for in every wrong way."""

import json
import socket
from collections.abc import Mapping

import httpx

from tests.end_to_end.leak_needles import KIN, OLD_NUMBER, WHO, Answers
from tests.end_to_end.lives import message, stay
from tests.end_to_end.running_hub import SAMPLES, Mllp, RunningHub

HL7_TYPE = "application/hl7-v2"
BAD = sorted((SAMPLES.parent / "bad").glob("*.hl7"))


def over_mllp(hub: RunningHub, kept: Answers) -> None:
    """Send the person over MLLP."""
    spell = "SPLEAK1"
    with Mllp(hub.mllp) as line:
        for number, (trigger, *segments) in enumerate(
            [("A01", stay(spell, "AMU"), KIN), ("A08", stay(spell, "W7"), KIN), ("A03", stay(spell, "W7", 20)),
             ("A31", KIN), ("A13", stay(spell, "W7")), ("A60", KIN)]
        ):  # fmt: skip
            kept.keep(f"MLLP {trigger}", line.ask(message(WHO, trigger, f"LEAK-{number}", hours=20, segments=segments)))
        merge = message(WHO, "A40", "LEAK-M", hours=30, segments=[f"MRG|{OLD_NUMBER}^^^RZZ^MR"])
        kept.keep("MLLP A40", line.ask(merge))
        for file in BAD:
            raw = _about_us(file.read_bytes())
            if raw.strip():
                kept.keep(f"MLLP bad {file.stem}", line.ask(raw))
    good = message(WHO, "A08", "LEAK-B", hours=40, segments=[stay(spell, "W7"), KIN])
    for name, bad in _spoiled(good).items():
        with Mllp(hub.mllp) as line:
            kept.keep(f"MLLP {name}", line.ask(bad))
    for name, raw in {
        "cut off": b"\x0b" + good[:300],
        "begun twice": b"\x0b" + good + b"\x0b" + good + b"\x1c\r",
    }.items():
        with Mllp(hub.mllp, seconds=3) as line:
            line.socket.sendall(raw)
            line.socket.shutdown(socket.SHUT_WR)
            try:
                kept.keep(f"MLLP {name}", line.answer())
            except (ConnectionError, TimeoutError):
                continue


def _spoiled(good: bytes) -> Mapping[str, bytes]:
    """Break one good message in the ways of a broken sender."""
    return {
        "impossible birth date": good.replace(b"19370723", b"19371399"),
        "two patients": good + good.split(b"\r")[2] + b"\r",
        "name for a version": good.replace(b"|2.4", b"|QUILLFEATHER"),
        "name for a trigger": good.replace(b"ADT^A08", b"ADT^QUILLFEATHER"),
        "name for a type": good.replace(b"ADT^A08", b"QUILLFEATHER^A08"),
        "name for a time": good.replace(b"|CLERK|2026", b"|CLERK|QUILLFEATHER"),
        "name for a separator": good.replace(b"^~\\&", b"QUILLFEATHER"),
        "name for an identifier type": good.replace(b"^NH~", b"^QUILLFEATHER~"),
        "number failing its check": good.replace(b"9990001022", b"9990001023"),
        "name for a class": good.replace(b"|I|", b"|QUILLFEATHER|"),
        "name for a specialty": good.replace(b"|300|", b"|QUILLFEATHER|"),
        "name for a kind of admission": good.replace(b"|21|", b"|QUILLFEATHER|"),
        "name for an origin": good.replace(b"|19|", b"|QUILLFEATHER|"),
        "junk": b"QUILLFEATHER Xanthippe 9990001022" * 3,
        "another character set": good.decode().encode("utf-16-le"),
    }


def _about_us(raw: bytes) -> bytes:
    """Make a bad sample be about the person."""
    for old, new in {
        b"ASHWORTH": b"QUILLFEATHER", b"Margaret": b"Xanthippe", b"9990000018": b"9990001022", b"19391104": b"19370723",
        b"T1000451": b"HZ77X8Q9", b"14 Sample Lane": b"77 Marmalade Alley", b"Testerton": b"Wibblethorpe",
        b"QX1 4ZZ": b"QX1 9ZQ", b"01632960001": b"01632960777",
    }.items():  # fmt: skip
        raw = raw.replace(old, new)
    return raw


def over_http(hub: RunningHub, kept: Answers) -> None:
    """Send the person over HTTP."""
    good = message(WHO, "A08", "LEAK-H", hours=41, segments=[stay("SPLEAK1", "W7"), KIN])
    with httpx.Client(base_url=hub.url, timeout=20) as client:
        for name, raw in {"good": good, **_spoiled(good)}.items():
            done = client.post("/v1/messages/hl7v2", content=raw, headers={"Content-Type": HL7_TYPE})
            kept.keep(f"HTTP {name}", done.content)
        kept.keep("HTTP as JSON", client.post("/v1/messages/hl7v2", json={"name": WHO.family}).content)


def asking_wrongly(hub: RunningHub, kept: Answers) -> None:
    """Ask for the person with wrong bodies, tokens, purposes and paths."""
    may = hub.reader()
    with httpx.Client(base_url=hub.url, timeout=20) as client:
        search = "/v1/people/search"
        for name, body in {
            "kind": {"kind": "QUILLFEATHER", "value": "9990001022"}, "field": {"QUILLFEATHER": "9990001022"},
            "number": {"value": "9990001023"}, "words": {"value": "QUILLFEATHER"}, "list": ["9990001022"],
            "hospital": {"kind": "HOSPITAL", "authority": "QUILLFEATHER", "value": OLD_NUMBER},
        }.items():  # fmt: skip
            kept.keep(f"search by {name}", client.post(search, json=body, headers=may).content)
        kept.keep("search, no JSON", client.post(search, content=b'{"value": "9990001022', headers=may).content)
        for token in ("QUILLFEATHER", "Bearer QUILLFEATHER.9990001022.x", "Basic UVVJTEw="):
            asked = client.post(search, json={"value": "9990001022"}, headers={"Authorization": token})
            kept.keep(f"token {token[:6]}", asked.content)
        wrong = {**may, "X-Purpose": "QUILLFEATHER"}
        kept.keep("purpose", client.post(search, json={"value": "9990001022"}, headers=wrong).content)
        for path in ("/v1/people/9990001022/joint-state", "/people/9990001022", "/QUILLFEATHER",
                     "/v1/people/00000000-0000-0000-0000-000000000001/why?path=QUILLFEATHER",
                     "/v1/board?status=QUILLFEATHER", "/v1/board?after=QUILLFEATHER",
                     "/v1/people/00000000-0000-0000-0000-000000000001/joint-state?on=1937-07-23Z"):  # fmt: skip
            kept.keep(
                path.replace("QUILLFEATHER", "…").replace("9990001022", "…"), client.get(path, headers=may).content
            )


def by_command(hub: RunningHub, kept: Answers) -> None:
    """Type the commands that are not about to show who somebody is."""
    subject = hub.person(WHO.nhs_number)
    typed = {
        "find": ("find", "--nhs-number", "-"), "state": ("state", subject), "access": ("access", subject),
        "why": ("why", subject, "spells.0.status"), "tail": ("log", "tail", "-n", "1000"), "feeds": ("feeds",),
        "doctor": ("doctor",), "quarantine": ("quarantine", "list", "--limit", "1000"), "topics": ("log", "topics"),
        "inspect": ("inspect", "--feed", "hospital-desk", "-"),
    }  # fmt: skip
    raw = message(WHO, "A03", "LEAK-I", hours=50, segments=[stay("SPLEAK1", "W7", 50), KIN]).decode()
    for name, words in typed.items():
        done = hub.command(*words, "--json", typed=raw if name == "inspect" else WHO.nhs_number)
        kept.keep(f"hub {name}", done.stdout + done.stderr)
    for row in json.loads(kept.texts["hub quarantine"])[:5]:
        kept.keep(f"hub quarantine show {row['rule']}", hub.command("quarantine", "show", row["id"]).stdout)
    for row in [row for row in json.loads(kept.texts["hub tail"]) if row["subject_ref"] == subject][:6]:
        kept.keep(f"hub log show {row['type']}", hub.command("log", "show", row["event_id"]).stdout)
