"""The commands about people, typed by a stranger beside a running hub."""

import json
from pathlib import Path

from tests.end_to_end.running_hub import RunningHub
from tests.end_to_end.typed import DAY, NO, NUMBER, WRONG, YES, Stay
from tests.runtime.asked import adt


def test_a_sent_message_is_acknowledged_by_its_own_id(stay: Stay) -> None:
    """`hub send` prints code and control id of each message."""
    assert stay.cancel_sent == "AA RZZ-000000533\n"


def test_the_state_before_the_cancel_is_day_19_of_42(hub: RunningHub, stay: Stay) -> None:
    """As known before the cancel: 1 December is day 19, and 24 December the last covered day."""
    state = hub.answer("state", stay.subject, "--on", DAY, "--known-at", stay.before_cancel)
    (episode,), (spell,) = state["episodes"], state["spells"]
    assert (episode["status"], episode["day"], episode["last_covered_day"]) == ("open", 19, "2026-12-24")
    assert (spell["spell_id"], spell["status"], spell["ready_at"]) == ("SP7700123", "discharged", "2026-11-10")
    assert (spell["destination"]["code"], spell["location"]["ward"]) == ("19", "W7")
    assert state["hash"].startswith("sha256:")


def test_after_the_cancel_the_stay_is_open_and_the_six_weeks_are_void(hub: RunningHub, stay: Stay) -> None:
    """A cancelled discharge takes its six weeks back, and both stay to be seen."""
    state = hub.answer("state", stay.subject, "--on", DAY)
    assert (state["spells"][0]["status"], state["spells"][0]["discharged_at"]) == ("open", None)
    assert [(one["status"], one["day"]) for one in state["episodes"]] == [("void", None)]


def test_the_command_and_the_api_say_the_same(hub: RunningHub, stay: Stay) -> None:
    """One joint state, whoever asks and by whichever way."""
    asked = {"on": DAY, "known_at": stay.before_cancel}
    typed = hub.answer("state", stay.subject, "--on", DAY, "--known-at", stay.before_cancel)
    assert hub.state(stay.subject, **asked) == typed


def test_a_person_is_found_without_leaving_the_number_in_the_history(hub: RunningHub, stay: Stay) -> None:
    """`-` reads the number from standard input; a hospital number finds the same person."""
    by_number = hub.command("find", "--nhs-number", "-", typed=NUMBER + "\n")
    assert (by_number.returncode, by_number.stdout.strip()) == (YES, stay.subject)
    assert hub.answer("find", "--identifier", "-", typed="RZZ/T1000451\n") == {
        "subject_ref": stay.subject,
        "subject_refs": [stay.subject],
    }
    nobody = hub.command("find", "--nhs-number", "9990001103")
    assert (nobody.returncode, nobody.stdout) == (NO, "")


def test_everybody_who_shares_a_number_is_found(hub: RunningHub, tmp_path: Path) -> None:
    """Two names and birth dates under one number: a line for each, a word beside them, and no `subject_ref` alone."""
    number, first, second = "9990455554", tmp_path / "1.hl7", tmp_path / "2.hl7"
    one = adt("A28", "202611020915", pid3=f"{number}^^^NHS^NH~T991^^^RZZ^MR")
    two = adt("A28", "202611020920", pid3=f"{number}^^^NHS^NH~T992^^^RZZ^MR", name="FENWICK^Arthur")
    first.write_bytes(one)
    second.write_bytes(two.replace(b"19391104", b"19500101"))
    assert hub.command("send", first, second).stdout.count("AA ") == 2
    found = hub.command("find", "--nhs-number", number)
    refs = found.stdout.split()
    assert (found.returncode, len(refs), refs) == (YES, 2, sorted(refs))
    assert "2 people here share that number" in found.stderr
    assert hub.answer("find", "--nhs-number", number) == {"subject_ref": None, "subject_refs": refs}


def test_why_names_event_message_and_rule(hub: RunningHub, stay: Stay) -> None:
    """Behind the last covered day stand the discharge, its message and the rule."""
    told = hub.answer("why", stay.subject, "episodes.0.last_covered_day", "--on", DAY, "--known-at", stay.before_cancel)
    assert (told["value"], told["event"]["type"]) == ("2026-12-24", "SpellDischarged")
    assert (told["event"]["message_id"], told["event"]["feed"]) == ("RZZ-000000512", "hospital-desk")
    assert told["rule"]
    assert told["source"]
    nothing = hub.command("why", stay.subject, "no.such.path")
    assert nothing.returncode == NO


def test_the_record_says_who_said_it(hub: RunningHub, stay: Stay) -> None:
    """The shared record has headings, and each item its organisation and times."""
    headings = hub.answer("record", stay.subject)["headings"]
    items = [item for heading in headings for item in heading["items"]]
    assert items
    assert {item["said_by"] for item in items} == {"RZZ"}
    assert all(item["happened_at"] and item["written_at"] for item in items)


def test_reading_by_command_is_an_access(hub: RunningHub, stay: Stay) -> None:
    """Who typed a command about a person is in that person's access log, with the purpose."""
    hub.answer("state", stay.subject, "--purpose", "AUDIT")
    lines = hub.answer("access", stay.subject)
    assert {"joint_state", "access"} <= {line["view"] for line in lines}
    assert {"AUDIT", "demonstration"} <= {line["purpose"] for line in lines}


def test_the_log_shows_events_and_keeps_what_is_sealed(hub: RunningHub, stay: Stay) -> None:
    """Topics, newest events and one event: its clear part, and that something is sealed."""
    assert sum(row["records"] for row in hub.answer("log", "topics")) > 3
    newest = hub.answer("log", "tail", "-n", "500")
    ours = [row for row in newest if row["subject_ref"] == stay.subject]
    assert {"SpellAdmitted", "SpellDischarged", "DischargeCancelled"} <= {row["type"] for row in ours}
    admitted = next(row for row in ours if row["type"] == "SpellAdmitted")
    shown = hub.command("log", "show", admitted["event_id"], "--json")
    event = json.loads(shown.stdout)
    assert (event["type"], event["sealed"], event["subject_ref"]) == ("SpellAdmitted", True, stay.subject)
    assert "ASHWORTH" not in shown.stdout
    assert "9990000018" not in shown.stdout
    told = next(row for row in reversed(ours) if row["type"] == "FactChanged")
    assert hub.answer("log", "show", told["event_id"])["type"] == "FactChanged"
    assert hub.answer("log", "show", told["event_id"], "--subject", stay.subject)["type"] == "FactChanged"
    assert hub.command("log", "show", "00" * 16).returncode == NO
    assert hub.command("log", "show", "00" * 16, "--subject", stay.subject).returncode == NO
    assert hub.command("log", "show", "not-an-id").returncode == WRONG
