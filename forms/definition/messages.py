"""What the checks say: what is wrong, and what to do about it."""

from __future__ import annotations

from forms.definition.load import Problem

_MESSAGES = {
    "missing_locale": ("De tekst ‘{text}’ ontbreekt in taal {locale}.", "Vul de vertaling in."),
    "duplicate_id": ("Het id ‘{id}’ komt vaker voor.", "Geef elke vraag een eigen id."),
    "duplicate_key": ("De naam ‘{key}’ komt vaker voor.", "Geef elke vraag een eigen naam voor de uitvoer."),
    "key_is_id": ("De naam ‘{key}’ is het id van een andere vraag.", "Kies een andere naam."),
    "duplicate_page": ("De pagina ‘{key}’ komt vaker voor.", "Geef elke pagina een eigen naam."),
    "dangling_reference": ("Hier wordt verwezen naar ‘{id}’, maar die vraag bestaat niet.", "Kies een andere vraag."),
    "row_reference": (
        "Hier wordt verwezen naar ‘{id}’, een vraag binnen een herhaling.",
        "Gebruik ‘voor minstens één regel’ of ‘voor elke regel’.",
    ),
    "not_rows": ("‘{id}’ is geen herhaling.", "Kies een groep die zich herhaalt."),
    "no_answer": ("‘{id}’ is een tekst en heeft geen antwoord.", "Kies een vraag."),
    "position_outside": ("Het nummer van de regel bestaat alleen in een herhaling.", "Haal het hier weg."),
    "unknown_part": ("‘{id}’ heeft geen onderdeel ‘{part}’.", "Kies een onderdeel dat de vraag heeft."),
    "unknown_score": ("De score ‘{key}’ bestaat niet.", "Kies een score van dit formulier."),
    "self_reference": ("De voorwaarde verwijst naar de vraag zelf.", "Kies een andere vraag."),
    "cycle": ("Deze vragen wachten op elkaar: {ids}.", "Haal één van de voorwaarden of berekeningen weg."),
    "type_clash": ("De voorwaarde vergelijkt ‘{id}’ met iets van een andere soort.", "Kies een antwoord van die vraag."),
    "wrong_type": ("Hier hoort {wanted}, maar bij ‘{id}’ staat {given}.", "Kies een vraag van de goede soort."),
    "mixed_types": ("De uitkomst is de ene keer iets anders dan de andere: {types}.", "Kies steeds dezelfde soort."),
    "condition_type": ("De voorwaarde geeft geen ja of nee.", "Maak er een vergelijking van."),
    "result_type": ("De berekening moet {wanted} geven, maar geeft {given}.", "Verander de berekening of de soort."),
    "unknown_answer": ("‘{option}’ is geen antwoord van ‘{id}’.", "Kies één van de antwoorden van die vraag."),
    "unreachable": ("Deze vraag kan nooit verschijnen.", "Verander de voorwaarde, of haal de vraag weg."),
    "constraint_nowhere": (
        "De controle ‘{message}’ kijkt naar geen enkele vraag.", "Laat haar naar het antwoord kijken, of haal haar weg.",
    ),
    "constraint_never": ("Aan de controle ‘{message}’ kan geen antwoord voldoen.", "Verander de controle of de grenzen."),
    "reserved_id": ("‘{id}’ is een naam die de pagina zelf gebruikt.", "Geef de vraag een ander id."),
    "duplicate_locale": ("De taal {locale} staat er twee keer.", "Haal er één weg."),
    "missing_handling": ("‘{what}’ ontbreekt.", "Vul het in bij de vraag, de pagina of het formulier."),
    "audience_conflict": (
        "Deze vraag staat in deel {compartment}, maar ‘{audience}’ mag dat deel niet lezen.",
        "Pas het deel of de lezers aan.",
    ),
    "leak": (
        "Deze berekening staat in deel {compartment} maar gebruikt ‘{id}’ uit deel {other}.",
        "Zet de berekening in hetzelfde deel.",
    ),
    "row_compartment": ("De vragen in een herhaling staan in één deel.", "Haal het deel weg bij de vraag."),
    "empty_range": ("De ondergrens ligt boven de bovengrens.", "Draai ze om."),
    "duplicate_option": ("Het antwoord ‘{option}’ komt vaker voor.", "Geef elk antwoord een eigen naam."),
    "unknown_option": ("‘{option}’ is geen antwoord van deze vraag.", "Kies een bestaand antwoord."),
    "too_few_options": ("Er zijn {places} plaatsen maar minder antwoorden.", "Vraag minder plaatsen."),
    "option_condition": ("Bij een volgorde kunnen antwoorden niet verborgen zijn.", "Haal de voorwaarde weg."),
    "nested_repeat": ("Herhalingen staan hoogstens twee diep.", "Maak er minder van."),
    "too_many_rows": ("Samen zijn dit meer dan {limit} regels.", "Verlaag het aantal regels."),
    "too_many_fields": ("Het formulier heeft {count} vragen.", "Houd het onder 1000."),
    "too_much_work": ("De voorwaarden en berekeningen samen zijn te zwaar.", "Maak ze korter of beperk de regels."),
    "not_a_date": ("‘{id}’ is geen datumvraag.", "Kies een vraag naar een datum."),
    "not_a_scale": ("‘{id}’ is geen schaalvraag.", "Kies een vraag met een schaal."),
    "duplicate_domain": ("Het domein ‘{key}’ komt vaker voor.", "Geef elk domein een eigen naam."),
    "duplicate_release": ("‘{key}’ komt vaker voor.", "Geef elk onderdeel een eigen naam."),
    "not_for_tenants": (
        "Een huurder vult dit formulier in via een link. Daar kan deze soort vraag niet.",
        "Maak er een tekstvraag van, of laat de expert het formulier invullen.",
    ),
    "note_answer": ("Een toelichting kan geen antwoord hebben.", "Haal ‘weet ik niet’ weg."),
    "no_question": ("Deze tekst is geen vraag en kan geen ‘{what}’ hebben.", "Haal het weg."),
    "wrong_default": ("Het beginantwoord past niet bij deze vraag: {why}", "Kies een antwoord dat past, of haal het weg."),
    "unknown_path": ("Het pad ‘{path}’ bestaat niet.", "Kies een gegeven uit de lijst."),
    "prefill_type": ("‘{path}’ past niet bij deze soort vraag.", "Kies een ander gegeven of een andere soort vraag."),
    "score_type": ("‘{id}’ geeft geen getal voor de score.", "Kies een schaal of een getal, of geef antwoorden punten."),
    "score_in_rows": ("‘{id}’ staat in een herhaling.", "Tel eerst op in een berekening en gebruik die."),
    "score_twice": ("‘{id}’ telt twee keer mee.", "Haal er één weg."),
    "score_weights": ("De gewichten tellen op tot nul.", "Geef minstens één vraag gewicht."),
    "score_minimum": ("De score vraagt {minimum} antwoorden maar kijkt naar {count} vragen.", "Verlaag het aantal."),
    "counted_unused": ("‘counted’ hoort alleen bij tellen.", "Haal het weg, of kies de methode ‘count’."),
    "unknown_domain": ("Het domein ‘{key}’ bestaat niet.", "Kies een domein van het instrument."),
    "band_gap": ("Tussen {low} en {high} valt een score in geen enkele groep.", "Laat de groepen op elkaar aansluiten."),
    "band_overlap": ("De groepen overlappen bij {low}.", "Laat de volgende groep later beginnen."),
    "band_empty": ("Een groep loopt van {low} tot {high}.", "Draai de grenzen om."),
    "duplicate_example": ("Het voorbeeld ‘{name}’ komt vaker voor.", "Geef elk voorbeeld een eigen naam."),
    "large_examples": ("De antwoorden in de voorbeelden zijn samen te groot.", "Gebruik minder of kleinere voorbeelden."),
    "example_fails": ("Het voorbeeld ‘{name}’ klopt niet: {why}", "Verbeter het voorbeeld of het formulier."),
    "hard_to_read": ("De tekst ‘{text}’ is moeilijk te lezen: {why}.", "Gebruik kortere zinnen en gewone woorden."),
}  # fmt: skip

CODES = tuple(_MESSAGES)


def problem(code: str, where: str, **params: object) -> Problem:
    """Make a problem with its sentence and remedy."""
    message, remedy = _MESSAGES[code]
    return Problem(code, where, message.format(**params), remedy)
