"""What the schema refuses, in the words of the author of a form: what is wrong and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_KINDS = {
    "model_type": "een object tussen accolades", "dict_type": "een object tussen accolades",
    "list_type": "een lijst tussen blokhaken", "tuple_type": "een lijst tussen blokhaken",
    "string_type": "een tekst tussen aanhalingstekens", "string_unicode": "een tekst zonder halve tekens",
    "int_type": "een geheel getal", "int_parsing": "een geheel getal", "int_from_float": "een geheel getal",
    "int_parsing_size": "een kleiner geheel getal", "bool_type": "true of false", "bool_parsing": "true of false",
    "date_type": "een datum", "date_parsing": "een datum", "date_from_datetime_parsing": "een datum",
    "date_from_datetime_inexact": "een datum zonder tijd", "none_required": "null",
}  # fmt: skip
_BOUNDS = {
    "greater_than": ("te klein", "meer dan", "gt"), "greater_than_equal": ("te klein", "ten minste", "ge"),
    "less_than": ("te groot", "minder dan", "lt"), "less_than_equal": ("te groot", "ten hoogste", "le"),
}  # fmt: skip
_PATTERNS = {
    r"^[a-z]{2}$": ("Dit is geen taal.", "Schrijf een taal als ‘nl’ of ‘en’."),
    r"^[a-z-]*$": ("Deze soort van automatisch invullen bestaat niet.", "Schrijf iets als ‘given-name’."),
}
_FIXED = {
    "invalid_key": ("De naam van deze eigenschap is geen tekst.", "Zet haar tussen aanhalingstekens."),
    "union_tag_invalid": ("Deze soort vraag bestaat niet.", "Kies een soort die het formulier kent."),
    "union_tag_not_found": ("De soort van deze vraag ontbreekt.", "Vul ‘kind’ in."),
    "string_pattern_mismatch": ("Deze naam mag niet.", "Gebruik kleine letters, cijfers en lage streepjes."),
    "string_too_long": ("Deze tekst is te lang.", "Maak hem korter."),
    "string_too_short": ("Deze tekst is leeg.", "Vul hem in."),
}
_OTHER = ("Deze waarde past hier niet.", "Vergelijk haar met de handleiding van formulieren.")


def told(kind: str, context: Mapping[str, Any], name: str = "") -> tuple[str, str]:
    """Return what is wrong with the property *name* and the remedy, for one error of the schema, in Dutch."""
    if kind in ("missing", "extra_forbidden") and name:
        if kind == "missing":
            return f"‘{name}’ ontbreekt.", "Vul deze eigenschap in."
        return f"De eigenschap ‘{name}’ bestaat niet.", "Haal haar weg of verbeter de naam."
    if kind == "value_error":
        reason = str(context.get("error", ""))[:500]
        return (f"Dit kan niet: {reason}." if reason else _OTHER[0]), "Verbeter deze waarde."
    if kind == "literal_error":
        return "Deze keuze bestaat niet.", f"Kies uit {str(context.get('expected', '')).replace(' or ', ' of ')}."
    if kind in ("too_short", "too_long"):
        bound = context.get("min_length" if kind == "too_short" else "max_length")
        if kind == "too_short":
            return "Hier staat te weinig.", f"Zet hier ten minste {bound} in."
        return "Hier staat te veel.", f"Houd het bij {bound}, of splits het op."
    if kind in _KINDS:
        return "Deze waarde is van de verkeerde soort.", f"Schrijf hier {_KINDS[kind]}."
    if kind in _BOUNDS:
        wrong, bound, name = _BOUNDS[kind]
        return f"Dit getal is {wrong}.", f"Schrijf {bound} {context.get(name)}."
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern", ""))
        if pattern.startswith("^-?"):
            return "Dit is geen getal.", "Schrijf een getal als ‘12.5’."
        return _PATTERNS.get(pattern, _FIXED[kind])
    return _FIXED.get(kind, _OTHER)
