"""A referral that is being written: the answers of its pages, as text, and the referral that they make."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from portal.cases.rules.facts import (
    Certainty,
    DocumentFacts,
    HouseholdFacts,
    IncidentCategory,
    IncidentFacts,
    Referral,
    Relation,
    ReporterFacts,
    ReporterWish,
    SourceKind,
)
from portal.core.errors import Invalid
from portal.parties.rules import AgeBand, DwellingFacts, FormOfAddress, NameOrder, PersonFacts, Reading, is_minor_band

PAGES = ("wie", "speelt", "stukken", "controleren")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
Answers = Mapping[str, Any]


def missing_pages(answers: Answers) -> tuple[str, ...]:
    """Tell which pages must still be filled in before a referral can be sent.

    >>> missing_pages({"wie": {"surname": "Zandt"}})
    ('speelt',)
    """
    return tuple(page for page in PAGES[:2] if not answers.get(page))


def referral_of(
    answers: Answers, documents: Iterable[tuple[DocumentFacts, uuid.UUID]], corporation_id: uuid.UUID | None
) -> Referral:
    """Make a referral of the answers of all pages; Invalid("case.draft_incomplete") when a page is missing."""
    if missing_pages(answers):
        raise Invalid("case.draft_incomplete")
    who, matter, check = answers["wie"], answers["speelt"], answers.get("controleren") or {}
    return Referral(
        tenant=person_of(who),
        dwelling=dwelling_of(who),
        reason=matter["reason"],
        co_tenants=(person_of(who, "co_"),) if who.get("co_surname") else (),
        household=household_of(who),
        incidents=tuple(incident_of(one) for one in matter.get("incidents", ()) if one.get("facts")),
        documents=tuple(documents),
        lease_on=day_of(who.get("lease_on")),
        tenant_told_on=day_of(check.get("tenant_told_on")) if check.get("told") == "yes" else None,
        corporation_id=corporation_id,
    )


def person_of(answers: Answers, prefix: str = "") -> PersonFacts:
    """Read a person from the answers of a page."""

    def text(name: str) -> str:
        return str(answers.get(prefix + name) or "")

    year = text("birth_year")
    return PersonFacts(
        surname=text("surname"),
        initials=text("initials"),
        given_names=text("given_names"),
        prefix=text("prefix"),
        partner_prefix=text("partner_prefix"),
        partner_surname=text("partner_surname"),
        name_order=NameOrder(text("name_order") or "own"),
        form_of_address=FormOfAddress(text("form_of_address") or "neutral"),
        birth_year=int(year) if year.isdecimal() else None,
        language=text("language") or "nl",
        reading=Reading(text("reading") or "unknown"),
        phone=text("phone"),
        email=text("email"),
    )


def dwelling_of(answers: Answers) -> DwellingFacts:
    """Read a dwelling from the answers of a page."""
    street, number, postcode, town = (str(answers.get(n) or "") for n in ("street", "house_number", "postcode", "town"))
    return DwellingFacts(street=street, house_number=number, postcode=postcode, town=town)


def household_of(answers: Answers) -> tuple[HouseholdFacts, ...]:
    """Read the household from numbers per age band."""
    counts = answers.get("household") or {}
    return tuple(
        HouseholdFacts(
            age_band=band, relation=Relation.CHILD if is_minor_band(band) else Relation.OTHER, count=int(counts[band])
        )
        for band in AgeBand
        if counts.get(band)
    )


def incident_of(answers: Answers) -> IncidentFacts:
    """Read an incident; an end before the beginning is the next day, as nights go.

    >>> night = incident_of({"on": "2026-01-08", "from": "23:40", "until": "02:15", "category": "noise", "facts": "bas"})
    >>> (night.stated_until - night.stated_from).total_seconds() / 60
    155.0
    """
    day = day_of(answers.get("on"))
    if day is None:
        raise Invalid("incident.date", field="on")
    start, end = time_of(answers.get("from")), time_of(answers.get("until"))
    certainty = Certainty(str(answers.get("certainty") or "exact")) if start is not None else Certainty.UNKNOWN
    begin = dt.datetime.combine(day, start or dt.time(0), AMSTERDAM)
    until = None
    if start is not None and end is not None:
        until = dt.datetime.combine(day if end >= start else day + dt.timedelta(days=1), end, AMSTERDAM)
    return IncidentFacts(
        stated_from=begin.astimezone(dt.UTC),
        stated_until=until.astimezone(dt.UTC) if until else None,
        certainty=certainty,
        place=str(answers.get("place") or ""),
        category=IncidentCategory(str(answers.get("category") or "other")),
        facts=str(answers.get("facts") or ""),
        effect=str(answers.get("effect") or ""),
        source_kind=SourceKind(str(answers.get("source") or "resident")),
        reporters=_reporters(answers),
    )


def day_of(text: str | None) -> dt.date | None:
    """Read a date as it is kept in a draft."""
    return dt.date.fromisoformat(text) if text else None


def time_of(text: str | None) -> dt.time | None:
    """Read a time as it is kept in a draft."""
    return dt.time.fromisoformat(text) if text else None


def _reporters(answers: Answers) -> tuple[ReporterFacts, ...]:
    codes = [code.strip() for code in str(answers.get("reporter") or "").replace(";", ",").split(",") if code.strip()]
    identity = str(answers.get("reporter_identity") or "")
    wish = ReporterWish(str(answers.get("wish") or "corporation_only"))
    known = tuple(ReporterFacts(code=code) for code in codes)
    return (*known, ReporterFacts(identity=identity, wish=wish)) if identity else known
