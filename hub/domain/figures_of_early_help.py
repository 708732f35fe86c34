"""What is told of early help and of carers so that they can be counted, and what it counts: codes and days alone.

Fields are in the order of their names, so that one content has one text.  Nobody who is kept hidden is told with a
council or an integrated care system.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from hub.domain.figures_bodies import Area
from hub.domain.figures_cells import Addend, Counting
from hub.domain.figures_measures import (
    CARERS_ASSESSED,
    CARERS_BY_SOURCE,
    CARERS_CONTACTED,
    CARERS_SUPPORTED,
    EARLY_HELP_CONTACTED_14,
    EARLY_HELP_CONTACTED_28,
    EARLY_HELP_DECLINED,
    EARLY_HELP_RECEIVED,
    EARLY_HELP_REFERRED,
    EARLY_HELP_SCREENED,
    EARLY_HELP_WITHDRAWN,
)

EARLY_HELP_FIGURES: Final = "EarlyHelpFigures"
CARER_FIGURES: Final = "CarerFigures"


class EarlyHelpFigures(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """A case of early help that once had a lawful basis: when it was received, from whom, and what became of it.

    `ics` is the system of the day of receiving.  `later` says from which days another one answers, because systems
    change; it is left out where none does, so that bodies told before there was any of it are the same bodies.
    """

    contacted_on: date | None
    council: str | None
    declined_on: date | None
    ics: str | None
    later: tuple[Area, ...] = ()
    received_on: date
    referred_on: date | None
    screened_on: date | None
    source: str
    withdrawn_on: date | None


class NoticeTold(msgspec.Struct, frozen=True, gc=False):
    """The first notice of a source."""

    received_on: date
    source: str


class CarerFigures(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """A carer of whom a notice with a lawful basis came: who told of them first, and what they got.

    `ics` is the system of the day of the first notice, `later` as of a case.
    """

    assessed_on: date | None
    contacted_on: date | None
    council: str | None
    ics: str | None
    later: tuple[Area, ...] = ()
    notices: tuple[NoticeTold, ...]
    supported_on: date | None


def of_early_help(case: EarlyHelpFigures) -> Iterator[Addend]:
    """Give every addend of a case.  Rule of this product: received and contacted count on the day of receiving."""
    counting = Counting((Area(case.council, case.ics, case.received_on), *case.later), "")
    yield counting.flow(EARLY_HELP_RECEIVED, case.source, case.received_on)
    if case.contacted_on is not None:
        days = (case.contacted_on - case.received_on).days
        for measure, within in ((EARLY_HELP_CONTACTED_14, 14), (EARLY_HELP_CONTACTED_28, 28)):
            if days <= within:
                yield counting.flow(measure, case.source, case.received_on)
    became = (
        (EARLY_HELP_SCREENED, case.screened_on),
        (EARLY_HELP_REFERRED, case.referred_on),
        (EARLY_HELP_DECLINED, case.declined_on),
        (EARLY_HELP_WITHDRAWN, case.withdrawn_on),
    )
    yield from (counting.flow(measure, case.source, day) for measure, day in became if day is not None)


def of_carer(carer: CarerFigures) -> Iterator[Addend]:
    """Give every addend of a carer: once under each source that told of them, once for each thing that they got first.

    Somebody of whom two sources told is under both.  Source: Care Act 2014 section 10 for assessments, section 20 for
    support of the carer's own.
    """
    first = min((notice.received_on for notice in carer.notices), default=date.min)
    counting = Counting((Area(carer.council, carer.ics, first), *carer.later), "")
    for notice in carer.notices:
        yield counting.flow(CARERS_BY_SOURCE, notice.source, notice.received_on)
    got = (
        (CARERS_CONTACTED, carer.contacted_on),
        (CARERS_ASSESSED, carer.assessed_on),
        (CARERS_SUPPORTED, carer.supported_on),
    )
    yield from (counting.flow(measure, "", day) for measure, day in got if day is not None)
