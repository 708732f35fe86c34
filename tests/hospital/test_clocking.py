"""Which of a message's times decides, and what a time that is not exact enough does."""

import pytest

from connectors.hospital_hl7v2.times import moment_of
from hub.events.discharge import SpellAdmitted, SpellDetailsCorrected, SpellDischarged
from tests.hospital.messages import PID, message, pv1, read, rules

LEFT = "202611151130"


@pytest.mark.parametrize("coarse", ["2026", "202611"])
def test_a_year_or_a_month_sets_no_day_of_discharge(coarse: str) -> None:
    """Six weeks that began on 1 January would be over before anybody looked: the exact time of the event decides."""
    told = read(message("A03", PID, pv1(f45=coarse), occurred=LEFT))
    (body,) = (one.body for one in told.events)
    assert isinstance(body, SpellDischarged)
    assert body.discharged_at == moment_of(LEFT)
    assert ("PV1-45", "time_without_day") in rules(told.findings)


@pytest.mark.parametrize("coarse", ["2026", "202611"])
def test_a_coarse_time_moves_nothing_that_is_known(coarse: str) -> None:
    """An update with a month for a discharge, and an admission with a year, leave days as others said them."""
    (moved,) = (one.body for one in read(message("A08", PID, pv1(f10="300", f45=coarse))).events)
    assert isinstance(moved, SpellDetailsCorrected)
    assert moved.discharged_at is None
    (came,) = (one.body for one in read(message("A01", PID, pv1(f44=coarse), occurred=LEFT)).events)
    assert isinstance(came, SpellAdmitted)
    assert came.admitted_at == moment_of(LEFT)


def test_of_two_words_of_one_minute_the_one_sent_later_is_the_later() -> None:
    """EVN-2 to the minute says no order; the message's own time does, and elsewhere EVN-2 stays as it is."""

    def written(evn: str, sent: str) -> int:
        raw = message("A03", PID, pv1(f45=LEFT)).replace(b"EVN||20261102101900", f"EVN||{evn}".encode())
        return read(raw.replace(b"|20261102102000|", f"|{sent}|".encode())).events[0].recorded.at

    minute, second = written("202611151140", "20261115114005"), written("202611151140", "20261115114050")
    assert second - minute == 45_000
    assert written("202611151140", "20261115120000") == written("20261115114000", "20261115114050")
