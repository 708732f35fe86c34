"""Whether a rebuild may be begun, beside what earlier ones left."""

from collections.abc import Mapping

from hub.errors import Rejected
from hub.runtime.shadow import Note, Role


def may_begin(notes: Mapping[int, Note], mine: Note, target: Role, *, told: bool) -> None:
    """Say why not: raises `Rejected` with what to type instead.

    `notes` are those of the lanes that have a shadow and `mine` is what a fresh one would say.  `target` is what the
    shadow shall be in the end: `PREVIOUS` by a switch, `NEXT` by going back.  `told` says that somebody asked for it.
    """
    roles = {note.role for note in notes.values()}
    if target is Role.NEXT and Role.PREVIOUS not in roles:
        raise Rejected("--back", "nothing_to_go_back_to", "no switch has been made whose former state is kept")
    if any(note.moved and note.role is target for note in notes.values()):
        raise Rejected("rebuild", "half_done", f"an exchange was broken off: finish it with {_other(target)}")
    if target is Role.PREVIOUS and not told and any(note.moved or note.role is target for note in notes.values()):
        words = "a switch was broken off: finish it with --switch, or go back with --back"
        if roles == {target}:
            words = "the state before the last switch is kept: --back goes back to it, --discard lets go of it"
        raise Rejected("rebuild", "switched", words)
    if target is Role.PREVIOUS and roles == {target}:
        raise Rejected("--switch", "switched", "it was switched already: --discard what was there before first")
    for note in notes.values():
        if note.role is not target:
            _same_fold(note, mine)


def _same_fold(note: Note, mine: Note) -> None:
    if _names(note) != _names(mine):
        words = f"the fold beside is of {', '.join(_names(note))}: --discard it first"
        raise Rejected("--processor", "other_processors", words)
    # What was live before a switch may have been folded by any rules: whoever goes back has them again.
    if note.role is Role.NEXT and (note.mark, note.processors) != (mine.mark, mine.processors):
        words = "the fold beside was begun with other rules or reference data: --discard it first"
        raise Rejected("rebuild", "other_rules", words)


def _names(note: Note) -> list[str]:
    return [processor.split()[0] for processor in note.processors]


def may_discard(notes: Mapping[int, Note]) -> None:
    """Say why not: a live state that is half exchanged needs the other half."""
    roles = {note.role for note in notes.values()} - {Role.GOING}
    if len(roles) > 1 or any(note.moved for note in notes.values()):
        raise Rejected("--discard", "half_done", "an exchange was broken off: finish it with --switch or --back first")


def _other(target: Role) -> str:
    return "--back" if target is Role.PREVIOUS else "--switch"
