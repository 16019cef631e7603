"""Dutch sentences for the errors of this room."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.clauses.body import Parameter
from portal.clauses.checking import Point
from portal.clauses.rules import shown

MESSAGES: dict[str, LazyString] = {
    "clause.unknown": _l("Deze clausule staat niet in de bibliotheek. Misschien is zij ingetrokken."),
    "clause.change": _l("U mag de clausulebibliotheek niet wijzigen."),
    "clause.review": _l("U mag deze tekst niet beoordelen."),
    "clause.release": _l("U mag deze tekst niet vrijgeven."),
    "clause.withdraw": _l("U mag deze clausule niet intrekken."),
    "clause.code": _l("Gebruik als code een of meer letters en een getal, bijvoorbeeld V17."),
    "clause.code_taken": _l("Deze code bestaat al. Kies een andere code of wijzig die clausule."),
    "clause.no_draft": _l("Er is geen concept van deze clausule. Begin er een."),
    "clause.incomplete": _l("De clausule is nog niet compleet. Kijk bij “Dit moet nog”."),
    "clause.invalid": _l("Wat is ingevuld bij “%(field)s” klopt niet. Kijk het na."),
    "clause.same": _l("De tekst is gelijk aan de versie die er al is. Er is niets om vrij te geven."),
    "clause.review_until": _l("Kies een datum na vandaag, hoogstens drie jaar later."),
    "clause.recording": _l("Kies een geluidsbestand (mp3, ogg, m4a of wav) van hoogstens 10 MB."),
    "library.four_eyes": _l("U schreef zelf aan deze tekst. Iemand anders moet de tekst beoordelen."),
    "library.reviewed": _l("Deze tekst is al beoordeeld."),
    "library.not_reviewed": _l("Deze tekst is nog niet beoordeeld door iemand anders."),
    "clause.value.unknown": _l("Deze clausule heeft geen plek met de naam “%(field)s”."),
    "clause.value.time": _l("Vul een tijd in, bijvoorbeeld 22.00."),
    "clause.value.date": _l("Vul een datum in, bijvoorbeeld 1-5-2026."),
    "clause.value.number": _l("Vul een heel getal in van %(least)s tot en met %(most)s."),
    "clause.value.choice": _l("Kies een van de antwoorden."),
    "clause.value.text": _l("Vul een tekst in van hoogstens %(most)s tekens, zonder accolades of blokhaken."),
    "clause.refused.medication": _l(
        "Medicijnen verplichten mag niet in een overeenkomst over de huur. Dat hoort bij de Wvggz."
    ),
    "clause.refused.treatment": _l(
        "Een behandeling verplichten mag niet in een overeenkomst over de huur. Hulp aanbieden mag wel."
    ),
    "clause.refused.admission": _l(
        "Een opname verplichten mag niet in een overeenkomst over de huur. Dat hoort bij de Wvggz."
    ),
    "clause.refused.diagnosis": _l("Een huurder hoeft geen diagnose of medische gegevens te delen. Laat deze zin weg."),
    "clause.refused.abstinence": _l(
        "Wat iemand in de eigen woning drinkt of gebruikt, kan een verhuurder niet zonder meer verbieden. "
        "Beschrijf het gedrag dat anderen merken."
    ),
    "clause.refused.lease_ends": _l(
        "De huur kan niet vanzelf eindigen. Alleen de rechter kan de huurovereenkomst ontbinden (art. 7:231 BW)."
    ),
}

TYPES: dict[str, LazyString] = {
    "prohibition": _l("verbod"),
    "obligation": _l("gebod"),
    "corporation": _l("verplichting van de verhuurder"),
    "expert": _l("verplichting van de expert"),
    "general": _l("algemeen"),
}
LANGUAGES: dict[str, LazyString] = {
    "en": _l("Engels"),
    "ar": _l("Arabisch"),
    "tr": _l("Turks"),
    "pl": _l("Pools"),
    "uk": _l("Oekraïens"),
    "ti": _l("Tigrinya"),
    "fa": _l("Perzisch"),
    "so": _l("Somalisch"),
}
TRANSLATIONS: dict[str, LazyString] = {"concept": _l("concept"), "checked": _l("nagekeken")}
KINDS: dict[str, LazyString] = {
    "time": _l("tijd"),
    "date": _l("datum"),
    "number": _l("getal"),
    "place": _l("plaats"),
    "person": _l("persoon"),
    "organisation": _l("organisatie"),
    "choice": _l("keuze"),
    "text": _l("tekst"),
}
EVIDENCE: dict[str, LazyString] = {
    "log": _l("melding met dag en tijd"),
    "statement": _l("verklaring van een getuige"),
    "police_report": _l("bericht van politie of brandweer"),
    "photo": _l("foto"),
    "visit_report": _l("verslag van een bezoek"),
    "attendance": _l("aanwezigheid: ja of nee"),
    "certificate": _l("bewijs van deelname"),
    "document": _l("brief, bon of ander stuk"),
    "payment": _l("betaling in de boekhouding"),
}
MEANINGS: dict[str, LazyString] = {
    "quiet_from": _l("begin van de nachttijd"),
    "quiet_until": _l("einde van de nachttijd"),
    "most_visitors": _l("hoogste aantal bezoekers"),
    "most_dogs": _l("hoogste aantal honden"),
    "no_contact": _l("met wie geen contact mag zijn"),
    "contact": _l("contact dat juist moet"),
    "person_out": _l("wie niet binnen mag"),
    "persons_in": _l("wie er mogen wonen"),
}
STAGES: dict[str, LazyString] = {"concept": _l("concept"), "reviewed": _l("beoordeeld")}
PARTS: dict[str, LazyString] = {
    "type": _l("Soort"),
    "topic": _l("Onderwerp"),
    "title": _l("Titel"),
    "icon": _l("Plaatje"),
    "text": _l("Juridische tekst"),
    "plain": _l("Gewone woorden"),
    "translations": _l("Vertalingen"),
    "parameters": _l("Plekken om in te vullen"),
    "specifics": _l("Wie, waar, wanneer en maat"),
    "who": _l("Wie"),
    "where": _l("Waar"),
    "when": _l("Wanneer"),
    "measure": _l("Maat"),
    "consequence": _l("Wat als het niet lukt"),
    "evidence": _l("Zo stelt u het vast"),
    "teach_back": _l("Terugvraag"),
    "offered_when": _l("Wanneer u deze aanbiedt"),
    "condition": _l("Voorwaarde"),
    "categories": _l("Soort overlast"),
    "ground": _l("Grond"),
    "recording": _l("Geluid"),
}
POINTS: dict[str, LazyString] = {
    "needed.wrong_answers": _l("De terugvraag heeft minstens twee foute antwoorden nodig. Schrijf er een bij."),
    "needed.refused": _l(
        "De tekst vraagt iets wat nooit mag: zorg, een diagnose of het einde van de huur. Haal dat weg."
    ),
    "needed.placeholders": _l(
        "Een plek tussen accolades heeft geen regel bij “Plekken om in te vullen”, of andersom. Maak ze gelijk."
    ),
    "needed.other": _l("Er klopt iets niet bij “%(part)s”. Kijk het na."),
    "weak.vague": _l("“%(word)s” is niet te meten. Noem een tijd, een aantal of wat te horen is."),
    "weak.plain": _l(
        "De gewone woorden zijn te moeilijk: %(score)s van 100, langste zin %(longest)s woorden. Maak de zinnen korter."
    ),
    "weak.consequence": _l(
        "“Wat als het niet lukt” is te moeilijk: %(score)s van 100, langste zin %(longest)s woorden. Maak de zinnen korter."
    ),
    "weak.no_translation": _l("Er is nog geen vertaling. Voeg er een toe."),
    "weak.translation": _l(
        "De vertaling “%(language)s” heeft andere plekken om in te vullen dan het Nederlands. Pas haar aan."
    ),
    "weak.translation_part": _l(
        "De vertaling “%(language)s” mist de gevolgen of de terugvraag. De huurder ziet daar nu Nederlands."
    ),
}
_INCOMPLETE = _l("%(part)s is nog niet compleet of klopt niet. Vul het aan.")


def point_text(point: Point) -> str:
    """Say one point of the list beside a working text, with its remedy."""
    if point.code in POINTS:
        return str(POINTS[point.code]) % dict(point.params)
    return str(_INCOMPLETE) % {"part": PARTS.get(str(point.params.get("part")), point.params.get("part"))}


def part_name(part: str) -> str:
    """Name a part of a clause; that of a translation by its language."""
    name, _dot, language = part.partition(".")
    return f"{PARTS['translations']}: {LANGUAGES[language]}" if language in LANGUAGES else str(PARTS.get(name, name))


SPECIFICS: dict[str, LazyString] = {
    "who": _l("Wie"),
    "where": _l("Waar"),
    "when": _l("Wanneer"),
}
_KEPT = _l("Nagekomen als")
MEASURES: dict[str, LazyString] = {
    "prohibition": _l("Overtreden bij"),
    "obligation": _KEPT,
    "corporation": _KEPT,
    "expert": _KEPT,
    "general": _KEPT,
}


def default_words(parameter: Parameter) -> str:
    """Say the value a parameter starts with, or nothing."""
    return shown(parameter, parameter.default) or ""
