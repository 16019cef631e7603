"""Ages and age bands: children are never named, only counted in bands."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum


class AgeBand(StrEnum):
    """The bands in which members of a household are kept."""

    B0_3 = "0-3"
    B4_6 = "4-6"
    B7_9 = "7-9"
    B10_12 = "10-12"
    B13_15 = "13-15"
    B16_17 = "16-17"
    B18_24 = "18-24"
    B25_64 = "25-64"
    B65 = "65+"


_FIRST_YEARS = {band: int(band.value.rstrip("+").split("-")[0]) for band in AgeBand}


def age_band(age: int) -> AgeBand:
    """Find the band of an age in whole years.

    >>> age_band(0).value, age_band(6).value, age_band(10).value, age_band(17).value, age_band(18).value
    ('0-3', '4-6', '10-12', '16-17', '18-24')
    >>> age_band(90).value
    '65+'
    """
    return max((band for band in AgeBand if _FIRST_YEARS[band] <= max(age, 0)), key=_FIRST_YEARS.__getitem__)


def is_minor_band(band: AgeBand) -> bool:
    """Tell whether everybody in the band is under age.

    >>> is_minor_band(AgeBand.B16_17), is_minor_band(AgeBand.B18_24)
    (True, False)
    """
    return _FIRST_YEARS[band] < 18


def age_on(day: dt.date, *, birth_date: dt.date | None = None, birth_year: int | None = None) -> int | None:
    """Count whole years on a day; with only a year the age reached in that year; None when nothing is known.

    >>> age_on(dt.date(2026, 3, 1), birth_date=dt.date(1979, 3, 2)), age_on(dt.date(2026, 3, 1), birth_year=1979)
    (46, 47)
    """
    if birth_date is not None:
        return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
    return day.year - birth_year if birth_year is not None else None
