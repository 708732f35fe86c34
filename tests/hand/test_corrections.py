"""An entry by hand that was wrong: which one, why, and whose it is to take back."""

import msgspec
import pytest

from connectors.hand_record.translate import Said, translate
from hub.events.identity import EventReplaced
from hub.ports.connector import Translation
from hub.ports.recording import Entry, Known, Reason
from tests.api.invented import NOW
from tests.hand.entries import GOOD, KEY, KNOWN, correction, earlier
from tests.hand.test_translation import SAID, TABLE, faults, told


class TestCorrections:
    """An entry is taken back by a word beside the right one; both stay."""

    said = SAID._replace(known=KNOWN._replace(entries=(earlier(),)))

    def told(self, entry: Entry, said: Said | None = None) -> Translation:
        """Translate a correction."""
        return translate(entry, TABLE, said or self.said)

    def test_the_right_entry_and_the_word_that_the_other_counts_no_more_go_together(self) -> None:
        """One message: nothing is half corrected.  The word has the time of what it replaces, and the sealed reason."""
        right = correction("coordinator_named", {"post_id": "HUB-4"}, Reason("WRONG_VALUE", "It is desk 4."))
        new, word = self.told(right).events
        assert word.body == EventReplaced(b"e" * 16)
        assert (word.occurred.at, new.occurred.at) == (NOW - 3_600_000, NOW - 3_600_000)
        assert word.personal == {"correction": {"reason": "WRONG_VALUE", "words": "It is desk 4."}}
        assert {(one.record_uid, one.record_version) for one in (new, word)} == {("first-key", 2)}

    def test_a_mistake_is_taken_back_with_nothing_in_its_place(self) -> None:
        """What never happened leaves the word alone."""
        (word,) = self.told(correction("recorded_by_mistake", {}, Reason("DID_NOT_HAPPEN"))).events
        assert word.body == EventReplaced(b"e" * 16)

    def test_a_correction_keeps_the_ids_that_were_made(self) -> None:
        """Support that was started with the wrong hours is the same line afterwards, and its end still finds it."""
        said = SAID._replace(known=Known(KNOWN.things, (earlier("support_line_started", line_id="H1"),)))
        new, _ = self.told(correction("support_line_started", GOOD["support_line_started"][0]), said).events
        assert msgspec.to_builtins(new.body)["line_id"] == "H1"

    @pytest.mark.parametrize("reason", [None, Reason(""), Reason("BECAUSE"), Reason("TWICE", "x" * 2001)])
    def test_a_correction_needs_a_reason_of_the_list(self, reason: Reason | None) -> None:
        """History without a reason explains nothing."""
        wrong = faults(self.told(correction("coordinator_named", {"post_id": "HUB-4"}, reason)))
        assert wrong <= {("reason.code", "missing"), ("reason.code", "not_in_list"), ("reason.words", "too_long")}
        assert len(wrong) == 1

    @pytest.mark.parametrize("words", ["a\x00b", "\x1f"])
    def test_words_that_cannot_be_shown_are_refused(self, words: str) -> None:
        """A character that no text has is refused where its writer can still take it out."""
        wrong = self.told(correction("coordinator_named", {"post_id": "HUB-4"}, Reason("TWICE", words)))
        assert faults(wrong) == {("reason.words", "control_character")}

    def test_a_reason_without_a_correction_is_refused(self) -> None:
        """Whoever gives a reason meant to correct something, and forgot what."""
        assert faults(self.told(Entry("move_cancelled", {"move": "move"}, KEY, None, Reason("TWICE")))) == {
            ("reason", "not_a_correction")
        }

    def test_only_an_entry_that_counts_is_corrected(self) -> None:
        """Another person's entry, a hospital's message and one that was corrected before are not."""
        assert faults(self.told(correction("coordinator_named", {"post_id": "HUB-4"}), SAID)) == {
            ("corrects", "not_an_entry")
        }
        assert faults(told("recorded_by_mistake", {})) == {("corrects", "missing")}

    def test_another_organisations_entry_is_theirs_to_correct(self) -> None:
        """Only the source of a statement takes it back."""
        said = SAID._replace(known=Known(KNOWN.things, (earlier(organisation="QHL"),)))
        assert faults(self.told(correction("coordinator_named", {"post_id": "HUB-4"}), said)) == {
            ("corrects", "not_yours")
        }

    def test_a_council_corrects_under_its_newer_code_what_it_recorded_under_the_older_one(self) -> None:
        """It was succeeded by nobody: its code changed; without a list of councils a code is one organisation."""
        known = Known(KNOWN.things, (earlier(organisation="E08000019"),))
        right = correction("coordinator_named", {"post_id": "HUB-4"}, Reason("WRONG_VALUE"))
        assert faults(self.told(right, SAID._replace(known=known))) == {("corrects", "not_yours")}
        renamed = SAID._replace(known=known, council_now={"E08000019": SAID.who.organisation}.get)
        assert self.told(right, renamed).outcome == "accepted"
        other = renamed._replace(council_now={"E08000019": "E08000039"}.get)
        assert faults(self.told(right, other)) == {("corrects", "not_yours")}

    def test_an_entry_is_corrected_by_one_of_its_kind(self) -> None:
        """A pathway does not correct a coordinator."""
        ready = SAID._replace(known=Known(KNOWN.things, (earlier("ready_to_leave"),)))
        opposite = correction("not_ready_to_leave", {"spell": "spell"})
        assert faults(self.told(opposite, ready)) == {("corrects", "another_kind")}
        wrong = correction("move_cancelled", {"move": "move"})
        assert faults(self.told(wrong)) == {("corrects", "another_kind")}

    @pytest.mark.parametrize("what", ["assessment_requested", "carer_assessment_requested"])
    def test_a_carers_assessment_is_corrected_in_either_form(self, what: str) -> None:
        """The form for carers says beforehand what the general one asks; both make the same event."""
        said = SAID._replace(known=Known(KNOWN.things, (earlier("carer_assessment_requested", assessment_id="H1"),)))
        fields = {"kind": "CARER"} if what == "assessment_requested" else {}
        new, _ = self.told(correction(what, fields), said).events
        assert msgspec.to_builtins(new.body) == {"assessment_id": "H1", "kind": "CARER", "council": "E08000025"}
