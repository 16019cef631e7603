"""An incident keeps what was stated apart from when it was written down."""

import datetime as dt

import pytest

from portal.cases.rules import Certainty, check_stated, may_still_edit
from portal.core.errors import Invalid

NOW = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def test_an_incident_may_be_edited_for_half_an_hour() -> None:
    assert may_still_edit(NOW, NOW + dt.timedelta(minutes=30))
    assert not may_still_edit(NOW, NOW + dt.timedelta(minutes=30, seconds=1))


def test_an_incident_cannot_happen_in_the_future() -> None:
    with pytest.raises(Invalid, match=r"incident\.future"):
        check_stated(NOW + HOUR, None, Certainty.EXACT, NOW)


def test_today_without_a_clock_time_is_not_the_future() -> None:
    check_stated(NOW + HOUR, None, Certainty.UNKNOWN, NOW)


def test_an_end_before_the_beginning_is_refused() -> None:
    with pytest.raises(Invalid, match=r"incident\.until"):
        check_stated(NOW - HOUR, NOW - 2 * HOUR, Certainty.ABOUT, NOW)


def test_a_night_may_run_past_midnight() -> None:
    check_stated(NOW - 13 * HOUR, NOW - 9 * HOUR, Certainty.EXACT, NOW)
