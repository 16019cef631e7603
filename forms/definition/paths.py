"""What a host may supply and a definition may ask for by name: values of the case, and lists of records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args


@dataclass(frozen=True, slots=True)
class KnownPath:
    """A value the host supplies: its type as conditions see it, and its name in words."""

    type: str
    nl: str
    en: str


PATHS: Mapping[str, KnownPath] = {
    "today": KnownPath("date", "vandaag", "today"),
    "case.reference": KnownPath("text", "het kenmerk van de zaak", "the reference of the case"),
    "case.state": KnownPath("text", "de stand van de zaak", "the state of the case"),
    "case.opened_on": KnownPath("date", "de datum van aanmelding", "the date of the referral"),
    "case.address": KnownPath("address", "het adres van de zaak", "the address of the case"),
    "case.postcode": KnownPath("text", "de postcode van de zaak", "the postcode of the case"),
    "case.municipality": KnownPath("text", "de gemeente van de zaak", "the municipality of the case"),
    "person.full_name": KnownPath("text", "de naam van de huurder", "the name of the tenant"),
    "person.birth_year": KnownPath("number", "het geboortejaar van de huurder", "the birth year of the tenant"),
    "person.language": KnownPath("text", "de taal van de huurder", "the language of the tenant"),
    "person.phone": KnownPath("text", "het telefoonnummer van de huurder", "the phone number of the tenant"),
    "person.email": KnownPath("text", "het e-mailadres van de huurder", "the e-mail address of the tenant"),
    "corporation.name": KnownPath("text", "de naam van de corporatie", "the name of the corporation"),
    "expert.name": KnownPath("text", "de naam van de expert", "the name of the expert"),
    "agreement.starts_on": KnownPath("date", "de begindatum van de overeenkomst", "the start of the agreement"),
    "agreement.ends_on": KnownPath("date", "de einddatum van de overeenkomst", "the end of the agreement"),
}
"""Every path with its type. An address is text to a condition, and parts to a question for an address."""

Source = Literal["people", "organisations", "dwellings", "clauses", "goals", "incidents", "agreements", "experts"]
SOURCES: tuple[str, ...] = get_args(Source)
"""The lists of records a question may offer; the host fills them through `Context.records`."""


def type_of_path(path: str) -> str | None:
    """Return the type a condition sees at *path*, None when there is no such path."""
    known = PATHS.get(path)
    return None if known is None else ("text" if known.type == "address" else known.type)


def path_in_words(path: str, locale: str) -> str:
    """Return the name of *path* for a sentence."""
    known = PATHS.get(path)
    return path if known is None else (known.en if locale == "en" else known.nl)
