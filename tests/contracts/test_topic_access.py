"""What the topics file says of who may do what, before any broker is asked."""

from pathlib import Path

import pytest

from hub.adapters.topic_access import GROUP, TOPIC, Right, declared, rights
from hub.care_group import GROUP as CARE
from hub.errors import Defect
from hub.events.catalogue import DAY, FACT, PEOPLE_TOPICS
from hub.runtime.figures import DASHBOARDS

FILE = Path(__file__).resolve().parents[2] / "deploy" / "topics.yaml"
DOORS = ("User:hub-ingest", "User:hub-web")


def _may(principal: str, what: str) -> set[str]:
    """Give the names that a sentence about a principal ends with, by what it may do with them."""
    start = f"{principal} may {what} "
    return {right.words.removeprefix(start) for right in rights(declared(FILE)) if right.words.startswith(start)}


def test_doors_write_and_read_nothing() -> None:
    """Whoever breaks into a door of the hub can read nobody's events; nothing flows back to a sender from there."""
    for door in DOORS:
        assert _may(door, "write") == {f"topic {name}" for name in PEOPLE_TOPICS}
        assert _may(door, "read") == set()
        assert _may(door, "join") == set()


def test_each_role_may_do_what_it_does() -> None:
    """The process role reads people and days, tells what follows and passes events on when records are merged.

    Dashboards read what is derived alone.
    """
    assert _may("User:hub-process", "read") == {f"topic {name}" for name in (*PEOPLE_TOPICS, DAY)}
    assert _may("User:hub-process", "write") == {f"topic {name}" for name in (*PEOPLE_TOPICS, DAY, FACT)}
    assert _may("User:hub-process", "join") == {f"group {CARE}"}
    assert _may("User:hub-dashboards", "read") == {f"topic {FACT}"}
    assert _may("User:hub-dashboards", "write") == set()
    assert _may("User:hub-dashboards", "join") == {f"group {DASHBOARDS}"}


def test_whoever_folds_sees_whether_the_log_keeps_what_it_holds() -> None:
    """The process role refuses a log that loses events, so it may see the settings of each topic; no door may."""
    every = {f"topic {name}" for name in (*PEOPLE_TOPICS, DAY, FACT)}
    for principal in declared(FILE).principals:
        mine = _may(principal, "see the settings of")
        assert mine == (every if principal in {"User:hub-process", "User:hub-operator"} else set())


def test_an_operator_may_take_again_what_any_topic_holds() -> None:
    """A parked record goes to the end of the partition in which it lies: days and derived facts among them."""
    every = {f"topic {name}" for name in (*PEOPLE_TOPICS, DAY, FACT)}
    assert (_may("User:hub-operator", "read"), _may("User:hub-operator", "write")) == (every, every)
    assert _may("User:hub-operator", "join") == set()


def test_everybody_sees_that_all_topics_are_there() -> None:
    """The hub looks for every topic before it begins: a name that saw only its own would wait for ever."""
    wanted = declared(FILE)
    for principal in wanted.principals:
        mine = {right.name for right in rights(wanted) if right.principal == principal and right.kind == TOPIC}
        assert mine == wanted.topics


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("access: [{principal: hub, comment: a}]", "not a principal"),
        ("access: [{principal: 'User:a', comment: a}, {principal: 'User:a', comment: b}]", "named twice"),
        ("access: [{principal: 'User:a', comment: a, read: [c]}]", "no such topic: c"),
        ("access: [{principal: 'User:a', comment: a, wriet: [b]}]", "wriet"),
        ("access: [{principal: 'User:a'}]", "comment"),
    ],
)
def test_a_wrong_right_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """A misspelt word or a topic that is not declared is an error in the file, not a right that is missing."""
    file = tmp_path / "topics.yaml"
    file.write_text("topics: [{name: b, comment: a topic}]\n" + text)
    with pytest.raises(Defect, match=said):
        declared(file)


@pytest.mark.parametrize(
    ("right", "words", "touches"),
    [
        (Right(TOPIC, "hub.a", 3, "User:x", "*", 3, 3), "User:x may read topic hub.a", True),
        (Right(TOPIC, "hub.", 4, "User:x", "*", 2, 3), "User:x may do everything with topic hub.*", True),
        (Right(TOPIC, "*", 3, "User:*", "*", 8, 3), "User:* may see topic *", True),
        (Right(TOPIC, "hub.", 3, "User:x", "10.0.0.1", 4, 2), "User:x may not write topic hub. from 10.0.0.1", False),
        (Right(TOPIC, "other", 4, "User:x", "*", 99, 3), "User:x may do operation 99 with topic other*", False),
        (Right(GROUP, "*", 3, "User:x", "*", 3, 3), "User:x may join group *", False),
    ],
)
def test_a_right_is_said_in_words(right: Right, words: str, touches: bool) -> None:  # noqa: FBT001 - a case
    """An operator reads what a broker grants without knowing Kafka's numbers, and which of it is about our topics."""
    assert right.words == words
    assert right.touches(frozenset({"hub.a", "hub.b"})) is touches
