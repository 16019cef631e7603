"""A person who comes into a case, and the household in age bands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import validators

from portal.cases import messages as words
from portal.cases.models import HouseholdMember
from portal.cases.rules import HouseholdFacts
from portal.cases.rules.drafts import household_of
from portal.parties.inputs.fields import ChoicesField, PageForm, WholeNumber, options
from portal.parties.inputs.people import PersonForm
from portal.parties.rules import AgeBand


def band_field(band: AgeBand) -> str:
    """Name the field of an age band."""
    return f"band_{list(AgeBand).index(band)}"


def band_number(band: AgeBand) -> WholeNumber:
    """Make the field in which the people of an age band are counted."""
    checks = [validators.Optional(), validators.NumberRange(0, 20, _("Vul een aantal van 0 tot 20 in."))]
    return WholeNumber(words.AGE_BANDS[band.value], checks)


class ParticipantForm(PersonForm):
    """Somebody who comes into a case."""

    role = ChoicesField(_("Wat is deze persoon in de zaak?"), choices=options(words.ROLES), default="co_tenant")


class HouseholdForm(PageForm):
    """Who lives with the tenant: numbers, never names."""

    @property
    def bands(self) -> list[Any]:
        """The fields, one per age band."""
        return [self[band_field(band)] for band in AgeBand]

    def facts(self) -> tuple[HouseholdFacts, ...]:
        """Return what was filled in."""
        return household_of({"household": {band.value: self[band_field(band)].data for band in AgeBand}})

    @classmethod
    def kept(cls, members: Iterable[HouseholdMember]) -> dict[str, int]:
        """Return the data of the form from what was stated before."""
        counts: dict[str, int] = {}
        for member in members:
            name = band_field(member.age_band)
            counts[name] = counts.get(name, 0) + member.count
        return counts


for _band in AgeBand:
    setattr(HouseholdForm, band_field(_band), band_number(_band))
