"""The catalogue of products: data that is checked when it is read, and complete as it is shipped."""

import msgspec
import pytest

from hub.api.catalogue import read_catalogue, shipped_catalogue
from hub.domain.appeal_codes import ABOUT, OUTCOMES
from hub.domain.delay_codes import GROUPS, TODAY
from hub.domain.early_help_told import OTHER, SOURCES
from hub.domain.figures_measures import (
    ACKNOWLEDGEMENT,
    ANY,
    COUNT,
    DAYS,
    DECISION,
    DELAY_BANDS,
    DIFFER,
    IN_TIME,
    LATE,
    MEASURES,
    NO_WAIT,
    NOT_DONE,
    SAME,
    UNKNOWN,
    VISIT_BANDS,
)
from hub.domain.figures_of_delay import BECAUSE
from hub.domain.notice_codes import KINDS, REASONS
from hub.domain.products import Kind
from hub.domain.short_breaks import KINDS as BREAK_KINDS
from hub.domain.variation import Improvement
from hub.ports.board import PRESENT
from hub.web.systems import COLUMNS, DRILLS

SHIPPED = shipped_catalogue()
SENDERS = SOURCES | {OTHER}
GOOD = """
[source.hub]
title = "Hub"
differs = "No."
[product.in-hospital]
title = "In hospital"
definition = "People in a bed."
group = "Today"
source = "hub"
kind = "stock"
improvement = "neutral"
quality = ""
of = { measure = "in_hospital" }
"""


def test_a_product_needs_no_more_than_its_words_and_its_figures() -> None:
    """An operator adds a product by a few lines; the rule for small numbers is the national one unless said."""
    product = read_catalogue(GOOD).find("in-hospital")
    assert (product.rounding.threshold, product.rounding.base) == (7, 5)
    assert product.target is None


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('source = "hub"', 'source = "elsewhere"'),
        ('quality = ""', 'quality = "elsewhere"'),
        ('quality = ""', 'beside = "elsewhere"\nquality = ""'),
        ('kind = "stock"', 'kind = "guess"'),
        ('kind = "stock"', 'kind = "percentage"'),
        ('improvement = "neutral"', 'improvement = "sideways"'),
        ('quality = ""', 'quality = ""\nthresold = 3'),
        ('quality = ""', 'quality = ""\nplaces = ["ward"]'),
        ('definition = "People in a bed."', ""),
        ('quality = ""', 'people_status = "in_hospital"\npeople_ready = true\nquality = ""'),
        ("in_hospital", 'in_hospital", category = "x'),
    ],
)
def test_a_mistake_in_the_catalogue_is_told_when_it_is_read(was: str, becomes: str) -> None:
    """A word that is misspelt or missing never becomes a number that means something else."""
    assert was in GOOD
    with pytest.raises(msgspec.ValidationError):
        read_catalogue(GOOD.replace(was, becomes))


@pytest.mark.parametrize("name", SHIPPED.product)
def test_every_product_says_what_it_counts_and_what_it_follows(name: str) -> None:
    """Two national publications use different concepts: a tile that names neither would be read as either."""
    product = SHIPPED.product[name]
    assert product.definition.endswith(".")
    assert len(product.title) <= 40
    assert SHIPPED.source[product.source].title
    assert product.people_status in {None, *PRESENT}
    assert product.people_ready == (name in {"ready-not-left", "waiting-for", "delay-reasons"})
    assert (product.quality == "") == (product.group in {"Quality of the data", "Early help and carers"})


def test_every_measure_and_category_is_one_that_figures_have() -> None:
    """A measure that is misspelt would be a product of nothing; so would a band or a fault that nobody counts."""
    known = {name for _, name in (*DELAY_BANDS, *VISIT_BANDS)} | {
        NOT_DONE,
        "all",
        DIFFER,
        SAME,
        NO_WAIT,
        "delay_label_unmapped",
    }
    known |= {f"{what}_unknown" for what in ("council", "destination", "pathway", "ready")} | {COUNT, DAYS}
    known |= {"RESUMED", "NEW", "INCREASE", "COUNCIL", "ICB", IN_TIME, LATE}
    for product in SHIPPED.product.values():
        for part in (product.of, product.among):
            if part is not None:
                assert part.measure in MEASURES
                assert {*part.categories, *part.less} <= known
                assert part.whole in {"", ANY}
                assert part.whole not in product.split
    assert set(SHIPPED.find("delay").split) == {name for _, name in DELAY_BANDS}
    assert UNKNOWN in SHIPPED.find("discharges").split
    assert set(SHIPPED.find("waiting-for").split) == {*GROUPS, UNKNOWN}
    assert set(SHIPPED.find("delay-reasons").split) == {*(one.code for one in TODAY), UNKNOWN}
    assert set(SHIPPED.find("reason-days").split) == {one.code for one in TODAY}
    for name in ("why-definitions-differ", "days-definitions-differ"):
        assert set(SHIPPED.find(name).split) == {rule.label for rule in BECAUSE}
    assert set(SHIPPED.find("short-breaks-asked").split) == {*BREAK_KINDS, UNKNOWN}
    assert set(SHIPPED.find("waiting-for-start").split) == {name for _, name in DELAY_BANDS}
    assert set(SHIPPED.find("early-help-received").split) == set(SHIPPED.find("carers-by-source").split) == SENDERS


def test_the_splits_of_notices_and_appeals_are_their_codes() -> None:
    """A code without words would stand in a table as it is; words without a code would always be nought."""
    assert set(SHIPPED.find("notices-withdrawn").split) == {*REASONS, UNKNOWN}
    for name in ("notices-issued", "notices-rejected"):
        assert set(SHIPPED.find(name).split) == {*KINDS, UNKNOWN}
    assert set(SHIPPED.find("appeals-lodged").split) == {*ABOUT, UNKNOWN}
    assert set(SHIPPED.find("appeals-decided").split) == {*OUTCOMES, UNKNOWN}
    assert set(SHIPPED.find("appeals-overdue").split) == {ACKNOWLEDGEMENT, DECISION}


def test_what_neither_way_is_better_is_neutral() -> None:
    """How many people are in hospital, or leave it, is neither good nor bad; waiting is bad, knowing is good."""
    ways = {way: {name for name, one in SHIPPED.product.items() if one.improvement is way} for way in Improvement}
    hospital = {"in-hospital", "in-six-weeks", "discharges", "discharges-by-pathway", "delay", "definitions-differ"}
    hospital |= {"why-definitions-differ", "days-definitions-differ"}
    became = {f"early-help-{what}" for what in ("received", "screened", "referred", "declined", "withdrawn")}
    others = {"six-weeks-outcome", "carers-by-source", "carers-assessed", "carers-contacted", "carers-supported"}
    others |= {"short-breaks-asked"}
    others |= {"notices-issued", "notices-withdrawn", "appeals-lodged", "appeals-decided", "support-started"}
    others |= {f"{origin}-{what}" for origin in ("new", "increased", "resumed") for what in ("support", "hours")}
    others |= {"joint-cost-council", "joint-cost-nhs", "moves-under-way", "moves-leaving"}
    waiting = {"ready-not-left", "waiting-for", "delay-reasons", "mean-delay", "delay-days", "sitrep-days"}
    waiting |= {"reason-days", "short-breaks-overdue"}
    waiting |= {"referral-to-answer", "notices-rejected", "appeals-overdue", "interim-duties", "moves-without-papers"}
    waiting |= {"waiting-for-start", "notice-to-start", "notice-to-start-90", "gap-days"}
    assert hospital | became | others == ways[Improvement.NEUTRAL]
    assert waiting | {"readmitted"} == ways[Improvement.DOWN]


def test_the_pages_name_products_that_are_there() -> None:
    """The list of systems and the way down stand on products of the catalogue, counted by the place they lead to."""
    for name in COLUMNS:
        assert SHIPPED.find(name).kind is Kind.STOCK
    for by, name in DRILLS:
        assert by in SHIPPED.find(name).places
