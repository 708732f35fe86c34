"""The contract of every connector, proved over the samples that it ships.

A connector joins with a class of its own:

    class TestHospital(ConnectorContract):
        connector = Hospital(ManualClock())
        samples = Path("connectors/hospital_hl7v2/samples")

`samples/good/NAME.json` stands beside the bytes `NAME.*` and holds `{"profile", "messages": [what hub inspect
prints]}`; `samples/bad/NAME.json` holds `{"profile", "reason": {"path", "rule"}}`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from connectors.inspection import translation_json
from hub.ports.connector import Connector, Translation

_COMPARED = ("outcome", "events", "findings")


class Sample(NamedTuple):
    """One file of bytes and what is expected of it."""

    name: str
    raw: bytes
    expected: Mapping[str, Any]


def samples_in(folder: Path) -> Iterator[Sample]:
    """Give every sample of a folder, in order of name."""
    for described in sorted(folder.glob("*.json")):
        beside = [one for one in folder.glob(f"{described.stem}.*") if one != described]
        assert len(beside) == 1, f"{described.name} needs exactly one file of bytes beside it"
        yield Sample(described.stem, beside[0].read_bytes(), json.loads(described.read_text("utf-8")))


class ConnectorContract:
    """Subclass it with a connector and its samples."""

    connector: ClassVar[Connector]
    samples: ClassVar[Path]

    def test_every_good_sample_gives_the_events_beside_it(self) -> None:
        """A sender who sends what the sample shows gets exactly the events the folder promises."""
        found = list(samples_in(self.samples / "good"))
        assert found
        for sample in found:
            told = [translation_json(one) for one in self._read(sample)]
            expected = sample.expected["messages"]
            assert [_cut(one) for one in told] == [_cut(one) for one in expected], sample.name

    def test_every_bad_sample_gives_a_reason_and_no_event(self) -> None:
        """What can never be taken becomes no truth, and its sender is told where and why."""
        found = list(samples_in(self.samples / "bad"))
        assert found
        for sample in found:
            for translation in self._read(sample):
                assert (translation.outcome, translation.events) == ("rejected", ()), sample.name
                reason = translation.findings[0]
                told = {"path": reason.path, "rule": reason.rule}
                assert (reason.severity, told) == ("error", sample.expected["reason"]), sample.name

    def test_the_same_bytes_twice_give_the_same(self) -> None:
        """A resend changes nothing: reading keeps no memory."""
        for sample in self._every():
            assert self._read(sample) == self._read(sample), sample.name

    def test_an_accepted_message_proposes_and_an_ignored_one_does_not(self) -> None:
        """Outcome and events never contradict each other, and only a rejection carries an error."""
        for sample in self._every():
            for translation in self._read(sample):
                assert (translation.outcome == "accepted") == bool(translation.events), sample.name
                errors = [one for one in translation.findings if one.severity == "error"]
                assert bool(errors) == (translation.outcome == "rejected"), sample.name

    def test_nothing_personal_is_in_a_finding(self) -> None:
        """A finding names the field and the rule; a name, number, date or address that was sent never shows."""
        for sample in self._every():
            for translation in self._read(sample):
                words = " ".join(f"{one.path} {one.rule} {one.words}" for one in translation.findings)
                told = {one for one in _texts(translation) if len(one) > 3 and one in words}
                sent = set(re.findall(r"\w*\d\w{3,}", sample.raw.decode("latin-1")))
                assert not told | (sent & set(re.findall(r"\w+", words)) - {"cp1252", "iso8859"}), sample.name

    def _every(self) -> Iterator[Sample]:
        yield from samples_in(self.samples / "good")
        yield from samples_in(self.samples / "bad")

    def _read(self, sample: Sample) -> list[Translation]:
        profile = self.connector.profiles()[sample.expected["profile"]]
        return list(self.connector.inspect(sample.raw, profile))


def _cut(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in _COMPARED}


def _texts(translation: Translation) -> Iterator[str]:
    for event in translation.events:
        yield from _leaves(event.personal)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one)
