"""Forty people in every state that the six weeks know, for a first look at the board."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from connectors.simulator import dwp_writer, provider_writer
from connectors.simulator.area import EXAMPLESHIRE
from connectors.simulator.by_hand import carer_passed_on, entries_of
from connectors.simulator.carers_writer import carers_file
from connectors.simulator.chronicle import notes
from connectors.simulator.hl7_writer import control_id, hl7
from connectors.simulator.lives import Life
from connectors.simulator.scenes import SCENES, life_of
from connectors.simulator.sendable import Sendable, milliseconds
from connectors.simulator.stream import CARERS_FEED, DWP_FEED, PROVIDER_FEED

_DAYS_OF_VISITS: Final = 10
_FIRST: Final = frozenset({"coordinator_named", "pathway_decided"})


def demonstration(today: date) -> list[Sendable]:
    """Give every message and file about the demonstration's people, in the order in which they are sent.

    Everything happened before the given day began.  Another day gives other people.
    """
    lives = demonstration_lives(today)
    sent = [*_messages(lives, today), *_tables(lives, today), *_referrals(lives, today), *_carers(lives, today)]
    return sorted(sent, key=lambda sendable: sendable.at)


def written_by_hand(today: date) -> list[Sendable]:
    """Give what people wrote down about the demonstration's people; it is sent once the messages are.

    What every row of the board shows comes first, and everything else in its order.
    """
    midnight = datetime.combine(today, time())
    seen_from = today - timedelta(days=_DAYS_OF_VISITS)
    sent = [
        entry
        for life, scene in zip(demonstration_lives(today), SCENES, strict=True)
        for entry in entries_of(EXAMPLESHIRE, life, midnight, scene.plot, seen_from=seen_from)
    ]
    return sorted(sent, key=lambda sendable: (json.loads(sendable.payload)["what"] not in _FIRST, sendable.at))


def demonstration_lives(today: date) -> list[Life]:
    """Give the people themselves, for those who want to know what is true of them."""
    return [life_of(scene, slot, today, Random(f"demonstration/{slot}")) for slot, scene in enumerate(SCENES)]  # noqa: S311 - invented lives


def _messages(lives: Sequence[Life], today: date) -> Iterator[Sendable]:
    midnight = datetime.combine(today, time())
    for life in lives:
        for note in notes(life):
            if note.written_at < midnight:
                at, feed = milliseconds(note.written_at) + note.order, note.stay.trust.code.lower()
                yield Sendable(at, "mllp", feed, hl7(note, life.person), control_id(note))


def _tables(lives: Sequence[Life], today: date) -> Iterator[Sendable]:
    """One table a provider: every start, change and end, and the visits of the last days."""
    for provider in EXAMPLESHIRE.providers:
        mine = [
            provider_writer.Supported(life.person, line)
            for life in lives
            for line in life.lines
            if line.provider == provider
        ]
        days = [today - timedelta(days=ago) for ago in range(60, 0, -1)]
        rows = [
            row
            for day in days
            for one in mine
            for row in provider_writer.rows_of(one, day)
            if row["record"].startswith("LINE") or (today - day).days <= _DAYS_OF_VISITS
        ]
        sent = milliseconds(datetime.combine(today, time())) - 3_600_000
        name = f"{provider.location}_{today:%Y%m%d}.csv"
        yield Sendable(sent, "drop", PROVIDER_FEED, provider_writer.table_of(rows), name)


def _referrals(lives: Sequence[Life], today: date) -> Iterator[Sendable]:
    """One file a council, sent at the end of the day before."""
    yesterday = today - timedelta(days=1)
    sent = milliseconds(datetime.combine(today, time())) - 1_800_000
    for council in EXAMPLESHIRE.councils:
        due = [
            dwp_writer.Due(life.person, life.referral, takes_back=takes_back)
            for life in lives
            if life.referral is not None and life.person.council == council
            for takes_back in (False, True)
            if not takes_back or life.referral.withdrawn_at is not None
        ]
        yield dwp_writer.file_of(council, yesterday, due, DWP_FEED)._replace(at=sent)


def _carers(lives: Sequence[Life], today: date) -> Iterator[Sendable]:
    """One file a council of the carers whom practices passed on, sent at the end of the day before."""
    midnight = datetime.combine(today, time())
    every = [carer_passed_on(life, scene.plot) for life, scene in zip(lives, SCENES, strict=True)]
    passed = [one for one in every if one is not None and one.at < midnight]
    for council in EXAMPLESHIRE.councils:
        mine = [one for one in passed if one.of.council == council]
        file = carers_file(council, today - timedelta(days=1), mine, CARERS_FEED)
        yield file._replace(at=milliseconds(midnight) - 1_800_000)
