"""The designer's words: kinds, properties, choices, comparisons, and what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

import forms

KINDS: Mapping[str, LazyString] = {
    "short_text": _("Korte tekst"), "long_text": _("Lange tekst"), "yes_no": _("Ja of nee"), "one_of": _("Eén van"),
    "many_of": _("Meer van"), "scale": _("Schaal"), "integer": _("Heel getal"), "decimal": _("Getal met komma"),
    "money": _("Bedrag"), "date": _("Datum"), "time": _("Tijd"), "date_time": _("Datum en tijd"),
    "partial_date": _("Datum ongeveer"), "duration": _("Duur"), "email": _("E-mailadres"), "phone": _("Telefoonnummer"),
    "address": _("Adres"), "iban": _("IBAN"), "person": _("Persoon van de zaak"), "organisation": _("Organisatie"),
    "record": _("Keuze uit een lijst"), "matrix": _("Matrix van schalen"), "ranking": _("Rangorde"),
    "file": _("Foto of bestand"), "signature": _("Handtekening"), "repeat": _("Herhaalgroep"),
    "calculated": _("Berekende waarde"), "note": _("Toelichting"), "heading": _("Kop"),
}  # fmt: skip

PROPERTIES: Mapping[str, LazyString] = {
    "label": _("Vraag"), "title": _("Titel"), "hint": _("Uitleg"), "help": _("Langere uitleg"), "options": _("Antwoorden"),
    "row": _("Eén regel heet"), "need": _("Moet het?"), "allow_unknown": _("‘Weet ik niet’ mag"),
    "allow_decline": _("‘Wil hier niet over praten’ mag"), "missing": _("Melding als het ontbreekt"),
    "invalid": _("Melding als het niet klopt"), "unit": _("Eenheid"), "minimum": _("Minstens"), "maximum": _("Hoogstens"),
    "places": _("Cijfers achter de komma"), "max_length": _("Hoogste aantal tekens"), "rows": _("Aantal regels hoog"),
    "autocomplete": _("Invulhulp van de browser"), "earliest": _("Vroegste datum"), "latest": _("Laatste datum"),
    "future": _("Mag in de toekomst liggen"), "exclusive": _("Antwoord dat niet met andere samengaat"),
    "max_files": _("Hoogste aantal bestanden"), "max_megabytes": _("Grootste bestand in MB"), "low": _("Laagste cijfer"),
    "high": _("Hoogste cijfer"), "words": _("Woord per cijfer"), "criteria": _("Omschrijving per cijfer"),
    "target_of": _("Is het doel bij"), "hide_previous": _("Vorig antwoord pas tonen na dit antwoord"),
    "min_rows": _("Minstens zoveel regels"), "max_rows": _("Hoogstens zoveel regels"), "body": _("Tekst"),
    "tone": _("Opvallend"), "intro": _("Inleiding"), "after": _("Wat er na het versturen gebeurt"), "locales": _("Talen"),
    "dated_by": _("De datum staat bij"), "instrument": _("Leefgebieden"), "releases": _("Onderdelen om vrij te geven"),
    "compartment": _("Deel"), "purpose": _("Doel"), "ground": _("Grondslag"), "audience": _("Wie dit leest"),
    "retention": _("Bewaren"), "default": _("Begint met"), "prefill": _("Neem over uit de zaak"),
    "filled_by": _("Wie vult in"), "hidden_answers": _("Antwoorden die niet meer zichtbaar zijn"), "scores": _("Scores"),
    "examples": _("Voorbeelden"), "source": _("Lijst"), "formula": _("Berekening"), "value": _("Berekening"),
    "items": _("Onderdelen"), "level": _("Niveau"), "key": _("Naam in tabellen en uitvoer"),
    "show_if": _("Alleen als"), "require_if": _("Verplicht als"), "read_only_if": _("Niet te wijzigen als"),
    "constraints": _("Moet voldoen aan"), "other": _("‘Anders, namelijk’ mag"), "captions": _("Bijschrift bij elk bestand"),
}  # fmt: skip

HINTS: Mapping[str, LazyString] = {
    "options": _("Eén antwoord per regel."), "words": _("Eén per regel, zoals: 1 = gaat niet"),
    "criteria": _("Eén per regel, zoals: 1 = heeft geen inkomen"), "locales": _("Zoals: nl en ar"),
    "releases": _("Eén onderdeel per regel."),
}  # fmt: skip

CHOICES: Mapping[str, Mapping[str, LazyString]] = {
    "need": {"required": _("Ja, verplicht"), "recommended": _("Aangeraden"), "optional": _("Nee, hoeft niet")},
    "compartment": {"A": _("A – alle partijen"), "B": _("B – corporatie en bureau"), "C": _("C – zorg")},
    "ground": {
        "agreement": _("Overeenkomst"), "consent": _("Toestemming"), "legal_obligation": _("Wettelijke plicht"),
        "public_task": _("Taak van algemeen belang"), "legitimate_interest": _("Gerechtvaardigd belang"),
        "vital_interest": _("Vitaal belang"),
    },
    "audience": {
        "tenant": _("Huurder"), "corporation": _("Corporatie"), "expert": _("Expert"), "bureau": _("Bureau"),
        "social_team": _("Sociaal team"),
    },
    "retention": {
        "case": _("Met de zaak"), "care": _("Met het zorgdossier"), "financial": _("Zeven jaar"),
        "short": _("Tot de zaak sluit"),
    },
    "tone": {"plain": _("Gewoon"), "info": _("Informatie"), "warning": _("Let op")},
    "filled_by": {"tenant": _("De huurder"), "expert": _("De expert"), "staff": _("Een medewerker")},
    "hidden_answers": {"drop": _("Weg bij het versturen"), "keep": _("Bewaren")},
    "source": {
        "people": _("Personen van de zaak"), "organisations": _("Organisaties"), "dwellings": _("Woningen"),
        "clauses": _("Clausules"), "goals": _("Doelen"), "incidents": _("Meldingen"), "agreements": _("Afspraken"),
        "experts": _("Experts"),
    },
    "result": {"number": _("Getal"), "text": _("Tekst"), "date": _("Datum"), "bool": _("Ja of nee")},
    "method": {"sum": _("Optellen"), "mean": _("Gemiddelde"), "weighted": _("Gewogen gemiddelde"), "count": _("Tellen")},
    "missing": {
        "no_score": _("Dan is er geen score"), "ignore": _("Dan telt het niet mee"),
        "minimum": _("Er moeten er minstens zoveel zijn ingevuld:"),
    },
}  # fmt: skip

RECORDS: Mapping[str, LazyString] = {
    "case": _("Zaak"), "person": _("Persoon"), "organisation": _("Organisatie"), "dwelling": _("Woning"),
}  # fmt: skip
"""What custom fields can be added to."""

COMPARISONS: Mapping[str, LazyString] = {
    "==": _("is"), "!=": _("is niet"), "<": _("is kleiner dan"), "<=": _("is hoogstens"), ">": _("is groter dan"),
    ">=": _("is minstens"), "has": _("is gekozen"), "has_not": _("is niet gekozen"), "answered": _("is ingevuld"),
    "unanswered": _("is niet ingevuld"), "unknown": _("is ‘weet ik niet’"), "declined": _("is ‘wil hier niet over praten’"),
    "count>=": _("heeft minstens zoveel regels"), "count<=": _("heeft hoogstens zoveel regels"),
}  # fmt: skip

FORMULA_WORDS: Mapping[str, LazyString] = {
    "[Inkomen] - [Uitgaven]": _("rekenen met + - × : en haakjes; decimalen met een komma"),
    "som([Schulden]; [Bedrag])": _("de som van een vraag over de regels van een groep; ook gemiddelde_over, laagste_over, hoogste_over"),
    "aantal_als([Schulden]; [Bedrag] > 500)": _("hoeveel regels van een groep voldoen; aantal([Schulden]) telt ze alle"),
    "gemiddelde([Cijfer 1]; [Cijfer 2])": _("van losse vragen; ook laagste en hoogste"),
    "dagen_tussen([Begin]; vandaag)": _("tussen twee datums; ook maanden_tussen en jaar([Begin])"),
    'datum_plus([Begin]; 6; "maanden")': _("een datum zoveel dagen, maanden of jaren later"),
    'als([Woning] = "huurhuis"; 1; 0)': _("als het eerste klopt het tweede, anders het derde; met en, of, niet"),
    "afgerond([Bedrag] : 3; 2)": _("afgerond op zoveel cijfers achter de komma"),
    "eerste_ingevulde([Uren]; 0)": _("het eerste dat is ingevuld"),
    'tekst([Naam]; ", "; [Plaats])': _("teksten achter elkaar"),
    'score("Zorgen")': _("een score van dit formulier; vorige([Vraag]) is het vorige antwoord"),
}
"""What an author may type in a formula, each with what it means."""

MENDS: Mapping[str, LazyString] = {
    "dangling_reference": _("haal de verwijzing weg"), "self_reference": _("haal de verwijzing weg"),
    "duplicate_key": _("geef een nieuwe naam"), "key_is_id": _("geef een nieuwe naam"), "empty_range": _("draai om"),
    "band_empty": _("draai om"), "counted_unused": _("haal weg wat telt"), "score_twice": _("tel één keer"),
    "score_minimum": _("vraag er minder"), "duplicate_example": _("geef een nieuwe naam"),
    "wrong_default": _("haal het beginantwoord weg"), "unknown_path": _("neem niets over uit de zaak"),
    "prefill_type": _("neem niets over uit de zaak"), "note_answer": _("haal ‘weet ik niet’ weg"),
    "no_question": _("haal weg wat hier niet hoort"), "row_compartment": _("haal het deel hier weg"),
    "option_condition": _("haal de voorwaarden weg"),
}  # fmt: skip
"""What one click does about a problem."""


def kind(name: str) -> str:
    """Return the words for a kind."""
    return str(KINDS.get(name) or name.replace("_", " ").capitalize())


def property_name(name: str) -> str:
    """Return the words for a property."""
    return str(PROPERTIES.get(name) or name.replace("_", " ").capitalize())


def hint(name: str) -> str:
    """Return what stands beside a property, when something does."""
    return str(HINTS.get(name, ""))


def choice(name: str, value: Any) -> str:
    """Return the words for a choice of a property."""
    if name == "prefill" and str(value) in forms.PATHS:
        return forms.PATHS[str(value)].nl.capitalize()
    return str(CHOICES.get(name, {}).get(str(value)) or str(value).replace("_", " ").capitalize())


def _count(command: Mapping[str, Any]) -> int:
    return len(command.get("ids", ()))


_DONE: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "add_question": lambda c: gettext("‘%(label)s’ toegevoegd", label=c.get("label", "")),
    "add_block": lambda c: gettext("Blok ingevoegd"),
    "duplicate": lambda c: gettext("%(count)s gekopieerd", count=_count(c)),
    "delete": lambda c: gettext("%(count)s weggehaald", count=_count(c)),
    "move": lambda c: gettext("%(count)s verplaatst", count=_count(c)),
    "step": lambda c: gettext("Omhoog gezet") if c.get("by", 0) < 0 else gettext("Omlaag gezet"),
    "change_kind": lambda c: gettext("Soort gewijzigd in ‘%(kind)s’", kind=kind(str(c.get("kind")))),
    "set": lambda c: gettext("Gewijzigd: %(names)s", names=", ".join(map(property_name, c.get("values", {})))),
    "set_texts": lambda c: gettext("%(count)s teksten vertaald", count=len(c.get("texts", ()))),
    "add_page": lambda c: gettext("Pagina ‘%(title)s’ toegevoegd", title=c.get("title", "")),
    "delete_page": lambda c: gettext("Pagina weggehaald"),
    "move_page": lambda c: gettext("Pagina verplaatst"),
    "replace": lambda c: gettext("Vervangen door een bestand"),
    "take_over_domains": lambda c: gettext("Leefgebieden overgenomen: %(name)s", name=forms.say(c.get("listed", {}).get("name"), "nl")),
    "mend": lambda c: gettext("Hersteld: %(what)s", what=MENDS.get(str(c.get("code")), "")),
}


def done(command: Mapping[str, Any], act: str = "do") -> str:
    """Tell an edit in a few words."""
    told = _DONE.get(str(command.get("do")))
    text = told(command) if told else str(command.get("do", ""))
    if act == "undo":
        return str(gettext("Ongedaan gemaakt: %(what)s", what=text))
    return str(gettext("Opnieuw gedaan: %(what)s", what=text)) if act == "redo" else text
