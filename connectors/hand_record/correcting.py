"""Corrections of entries: which entry, why, and the word that it counts no more.

An entry that was wrong is taken back by `EventReplaced`, beside the right one in the same message; both stay in the
log, so that what was known before is still known (docs/adr/0018).  What ended is no correction: a coordinator who was
right and left is stood down.
"""

from collections.abc import Callable, Iterator
from typing import Final

from connectors.hand_record.profile import HandProfile
from connectors.hand_record.reading import LONGEST_TEXT
from connectors.hand_record.wrong import CONTROL_CHARACTER, holds_control_character
from hub.events.identity import EventReplaced
from hub.ports.recording import Earlier, Entry, EntryKind, Fault, Known

Own = Callable[[str], bool]
"""Says whether a code is one of the recorder's organisation: a council that was succeeded is the same council."""
NO_ENTRY: Final = "This is no entry of this person that still counts"
_NOT_YOURS: Final = "Another organisation recorded this; ask it to correct its entry"


def corrected(entry: Entry, known: Known) -> Earlier | None:
    """Give the entry that is corrected; none where none is named, or none of this person that counts."""
    return next((one for one in known.entries if one.event_id.hex() == entry.corrects), None)


def replacing(earlier: Earlier) -> EventReplaced:
    """Say that an entry counts no more."""
    return EventReplaced(earlier.event_id)


def correction_faults(entry: Entry, kind: EntryKind, profile: HandProfile, known: Known, is_own: Own) -> list[Fault]:
    """Give what is wrong with a correction, or with its absence.

    Only the organisation that said something takes it back (rule of this product, as for every partner); `is_own` says
    which codes are its own.
    """
    if entry.corrects is None:
        wrong = [] if entry.reason is None else [Fault("reason", "not_a_correction", "Only a correction has a reason")]
        missing = [] if kind.event else [Fault("corrects", "missing", "Choose the entry that was a mistake")]
        return [*wrong, *missing]
    earlier = corrected(entry, known)
    return [*_which(earlier, kind, profile, is_own), *_why(entry, profile)]


def _which(earlier: Earlier | None, kind: EntryKind, profile: HandProfile, is_own: Own) -> Iterator[Fault]:
    if earlier is None:
        yield Fault("corrects", "not_an_entry", NO_ENTRY)
    elif not is_own(earlier.organisation):
        yield Fault("corrects", "not_yours", _NOT_YOURS)
    elif kind.event and not _are_alike(profile.by_what[earlier.what], kind):
        yield Fault("corrects", "another_kind", "An entry is corrected by one of the same kind")


def _are_alike(one: EntryKind, other: EntryKind) -> bool:
    """Say whether one of two kinds only says beforehand what the other asks: a carer's assessment, an assessment."""
    fixed, wider = sorted((one.fixed, other.fixed), key=len, reverse=True)
    return one.event == other.event and wider.items() <= fixed.items()


def _why(entry: Entry, profile: HandProfile) -> Iterator[Fault]:
    reason = entry.reason
    if reason is None or not reason.code:
        yield Fault("reason.code", "missing", "Choose why you correct this")
    elif reason.code not in {choice.code for choice in profile.reasons}:
        yield Fault("reason.code", "not_in_list", "Choose one of the list")
    if reason is not None and len(reason.words) > LONGEST_TEXT:
        yield Fault("reason.words", "too_long", f"Use at most {LONGEST_TEXT} characters")
    elif reason is not None and holds_control_character(reason.words):
        yield Fault("reason.words", *CONTROL_CHARACTER)
