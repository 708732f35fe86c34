"""What a hospital's system writes down about a life: one note for each message, with the whole picture at that time."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from connectors.simulator.lives import Life
from connectors.simulator.stays import DESTINATIONS, Mistake, Move, Stay

WRITTEN_AFTER: Final = timedelta(minutes=12)
"""A clerk needs this long."""


class Picture(NamedTuple):
    """What the system holds of a stay when it sends a message."""

    move: Move
    before: Move | None
    expected_on: date | None = None
    ready_on: date | None = None
    left_at: datetime | None = None
    method: str | None = None
    destination: str | None = None


class Note(NamedTuple):
    """One message to come: its trigger, when it happened, when it was written, and what the system holds."""

    trigger: str
    happened_at: datetime
    written_at: datetime
    stay: Stay
    picture: Picture
    number: str
    """The hospital number that the message is about."""
    order: int = 0


def notes(life: Life) -> Iterator[Note]:
    """Give every note of a life, numbered; not sorted."""
    order = 0
    for stay in life.stays:
        for note in _of_stay(stay):
            yield note._replace(order=order)
            order += 1
    if life.died_at is not None and life.stays:
        last = life.stays[-1]
        picture = Picture(last.moves[-1], None)
        yield Note("A31", life.died_at, life.died_at + timedelta(days=1), last, picture, last.hospital_number, order)


def _of_stay(stay: Stay) -> Iterator[Note]:
    came = Picture(stay.moves[0], None, stay.first_guess)
    first_number = stay.temporary_number or stay.hospital_number
    yield _note("A01", stay.admitted_at, stay, came, first_number)
    if stay.ending == "mistaken":
        back = stay.admitted_at + timedelta(hours=1)
        yield Note("A11", stay.admitted_at, back, stay, came, first_number)
        return
    if stay.temporary_number is not None:
        yield _note("A40", stay.admitted_at + timedelta(minutes=40), stay, came, stay.hospital_number)
    yield from _on_the_way(stay, came)
    yield from _leaving(stay)


def _on_the_way(stay: Stay, came: Picture) -> Iterator[Note]:
    for before, move in zip(stay.moves, stay.moves[1:], strict=False):
        yield _note("A02", move.at, stay, came._replace(move=move, before=before), stay.hospital_number)
    if stay.ready_at is not None and stay.ready_at < stay.left_at - 2 * WRITTEN_AFTER:
        place = _place_at(stay, stay.ready_at)
        ready = came._replace(move=place, expected_on=stay.left_at.date(), ready_on=stay.ready_at.date())
        yield _note("A08", stay.ready_at, stay, ready, stay.hospital_number)


def _leaving(stay: Stay) -> Iterator[Note]:
    if stay.mistake is not None:
        yield from _mistaken(stay, stay.mistake)
    died = stay.ending == "died"
    where = "died" if died else "transfer" if stay.ending == "transfer" else stay.pathway
    yield _note("A03", stay.left_at, stay, _gone(stay, stay.left_at, where), stay.hospital_number)


def _mistaken(stay: Stay, mistake: Mistake) -> Iterator[Note]:
    gone = _gone(stay, mistake.left_at, stay.pathway)
    yield _note("A03", mistake.left_at, stay, gone, stay.hospital_number)
    yield Note("A13", mistake.left_at, mistake.taken_back_at, stay, gone, stay.hospital_number)


def _gone(stay: Stay, left: datetime, where: str) -> Picture:
    ready = stay.ready_at.date() if stay.ready_at is not None else None
    method = "4" if where == "died" else "1"
    return Picture(_place_at(stay, left), None, None, ready, left, method, DESTINATIONS[where])


def _place_at(stay: Stay, when: datetime) -> Move:
    return [move for move in stay.moves if move.at <= when][-1]


def _note(trigger: str, happened: datetime, stay: Stay, picture: Picture, number: str) -> Note:
    return Note(trigger, happened, happened + WRITTEN_AFTER, stay, picture, number)
