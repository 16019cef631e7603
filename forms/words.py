"""The engine's own words, per locale: special answers, and sentences for what cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.definition.text import FALLBACK, say

_WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "yes": "Ja",
        "no": "Nee",
        "unknown": "Weet ik niet",
        "declined": "Wil hier niet over praten",
        "missing": "Vul een antwoord in bij ‘{label}’",
        "missing_choice": "Kies een antwoord bij ‘{label}’",
        "missing_scale": "Kies een cijfer van {low} tot {high} bij ‘{label}’",
        "missing_scale_special": "Kies een cijfer van {low} tot {high} bij ‘{label}’, of kies ‘{special}’",
        "missing_date": "Vul de datum in bij ‘{label}’",
        "missing_file": "Voeg een bestand toe bij ‘{label}’",
        "missing_rows": "Vul bij ‘{label}’ minstens {limit} keer iets in",
        "both": "U heeft iets ingevuld én ‘{special}’ gekozen bij ‘{label}’. Kies één van de twee.",
        "special_refused": "Bij ‘{label}’ kan ‘{special}’ niet",
        "not_text": "Vul bij ‘{label}’ tekst in",
        "too_long": "Het antwoord bij ‘{label}’ is te lang. Gebruik hoogstens {limit} tekens.",
        "bsn": "Bij ‘{label}’ staat een nummer dat een burgerservicenummer kan zijn. "
        "Dat mogen wij niet bewaren. Haal het nummer weg.",
        "not_whole": "Vul bij ‘{label}’ een heel getal in, bijvoorbeeld 3",
        "not_decimal": "Vul bij ‘{label}’ een getal in, bijvoorbeeld 12,50",
        "too_precise": "Gebruik bij ‘{label}’ hoogstens {places} cijfers achter de komma",
        "out_of_range": "Vul bij ‘{label}’ een getal in van {minimum} tot en met {maximum}",
        "not_date": "De datum bij ‘{label}’ klopt niet. Schrijf bijvoorbeeld 27 3 2026.",
        "future": "De datum bij ‘{label}’ ligt in de toekomst. Vul een dag in die al is geweest.",
        "date_range": "Vul bij ‘{label}’ een datum in van {earliest} tot en met {latest}",
        "not_offered": "Kies bij ‘{label}’ één van de antwoorden die er staan",
        "exclusive": "‘{option}’ kan bij ‘{label}’ niet samen met een ander antwoord",
        "not_on_scale": "Kies bij ‘{label}’ een cijfer van {low} tot {high}",
        "not_file": "Het bestand bij ‘{label}’ klopt niet. Voeg het opnieuw toe.",
        "too_many_files": "Voeg bij ‘{label}’ hoogstens {limit} bestanden toe",
        "not_rows": "De regels bij ‘{label}’ kloppen niet",
        "too_many_rows": "Vul bij ‘{label}’ hoogstens {limit} regels in",
        "not_answers": "Dit zijn geen antwoorden op dit formulier",
        "recommended": "‘{label}’ is niet ingevuld. Dat mag, maar het antwoord helpt wel.",
    },
    "en": {
        "yes": "Yes",
        "no": "No",
        "unknown": "I do not know",
        "declined": "I do not want to talk about this",
        "missing": "Enter an answer for ‘{label}’",
        "missing_choice": "Choose an answer for ‘{label}’",
        "missing_scale": "Choose a number from {low} to {high} for ‘{label}’",
        "missing_scale_special": "Choose a number from {low} to {high} for ‘{label}’, or choose ‘{special}’",
        "missing_date": "Enter the date for ‘{label}’",
        "missing_file": "Add a file for ‘{label}’",
        "missing_rows": "Enter at least {limit} for ‘{label}’",
        "both": "You entered something and also chose ‘{special}’ for ‘{label}’. Choose one of the two.",
        "special_refused": "‘{special}’ is not possible for ‘{label}’",
        "not_text": "Enter text for ‘{label}’",
        "too_long": "The answer for ‘{label}’ is too long. Use at most {limit} characters.",
        "bsn": "‘{label}’ holds a number that may be a citizen service number. "
        "We may not keep that. Remove the number.",
        "not_whole": "Enter a whole number for ‘{label}’, for example 3",
        "not_decimal": "Enter a number for ‘{label}’, for example 12.50",
        "too_precise": "Use at most {places} decimals for ‘{label}’",
        "out_of_range": "Enter a number from {minimum} to {maximum} for ‘{label}’",
        "not_date": "The date for ‘{label}’ is not right. Write for example 27 3 2026.",
        "future": "The date for ‘{label}’ is in the future. Enter a day that has been.",
        "date_range": "Enter a date from {earliest} to {latest} for ‘{label}’",
        "not_offered": "Choose one of the answers offered for ‘{label}’",
        "exclusive": "‘{option}’ cannot go with another answer for ‘{label}’",
        "not_on_scale": "Choose a number from {low} to {high} for ‘{label}’",
        "not_file": "The file for ‘{label}’ is not right. Add it again.",
        "too_many_files": "Add at most {limit} files for ‘{label}’",
        "not_rows": "The rows for ‘{label}’ are not right",
        "too_many_rows": "Enter at most {limit} rows for ‘{label}’",
        "not_answers": "These are no answers to this form",
        "recommended": "‘{label}’ is not answered. That is allowed, but the answer helps.",
    },
}


def word(code: str, locale: str) -> str:
    """Return the engine's word for *code*."""
    return _WORDS.get(locale, _WORDS[FALLBACK])[code]


def special_words(name: str, locale: str) -> str:
    """Return "Weet ik niet" or "Wil hier niet over praten"."""
    return word(name, locale)


def sentence(code: str, locale: str, params: Mapping[str, Any]) -> str:
    """Return the sentence for a fault; a parameter that is a text per locale is said in *locale*."""
    said = {name: say(value, locale) if isinstance(value, dict) else value for name, value in params.items()}
    return word(code, locale).format(**said)
