"""Sentences for the codes this stage raises, and words for its values."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext

MESSAGES: dict[str, LazyString] = {
    "person.change": lazy_gettext("U kunt de gegevens van deze persoon niet wijzigen."),
    "person.surname": lazy_gettext("Vul de achternaam in."),
    "person.phone": lazy_gettext("Dit telefoonnummer klopt niet. Schrijf het bijvoorbeeld als 06 12345678."),
    "person.email": lazy_gettext("Dit e-mailadres klopt niet. Schrijf het bijvoorbeeld als naam@voorbeeld.nl."),
    "person.birth": lazy_gettext("Dit geboortejaar kan niet. Kies een jaar vanaf 1900 dat niet in de toekomst ligt."),
    "party.owner": lazy_gettext("Kies voor welke organisatie u dit invoert."),
    "representation.name": lazy_gettext("Vul de naam van de vertegenwoordiger in."),
    "register.result": lazy_gettext("Kies wat u in het curatele- en bewindregister heeft gevonden."),
    "register.future": lazy_gettext(
        "De datum van de controle ligt in de toekomst. Vul de dag in waarop u heeft gezocht."
    ),
    "dwelling.change": lazy_gettext("U kunt dit adres niet wijzigen."),
    "dwelling.street": lazy_gettext("Vul de straat in."),
    "dwelling.town": lazy_gettext("Vul de plaats in."),
    "dwelling.number": lazy_gettext("Dit huisnummer klopt niet. Begin met een cijfer, bijvoorbeeld 12, 12A of 44-bis."),
    "dwelling.postcode": lazy_gettext("Deze postcode klopt niet. Schrijf de postcode als 1234 AB."),
    "dwelling.known": lazy_gettext("Deze woning staat er al."),
}

WORDS: dict[str, LazyString] = {
    "sir": lazy_gettext("Dhr."),
    "madam": lazy_gettext("Mw."),
    "neutral": lazy_gettext("Geen aanhef"),
    "own": lazy_gettext("Eigen naam"),
    "partner": lazy_gettext("Naam van de partner"),
    "own_partner": lazy_gettext("Eigen naam, dan die van de partner"),
    "partner_own": lazy_gettext("Naam van de partner, dan de eigen naam"),
    "easy": lazy_gettext("Leest goed"),
    "hard": lazy_gettext("Leest moeilijk"),
    "unknown": lazy_gettext("Weet ik niet"),
    "administrator": lazy_gettext("Bewindvoerder"),
    "guardian": lazy_gettext("Curator"),
    "mentor": lazy_gettext("Mentor"),
}

REGISTER: dict[str, LazyString] = {
    "administration": lazy_gettext("bewind gevonden op %(date)s"),
    "guardianship": lazy_gettext("curatele gevonden op %(date)s"),
    "not_found": lazy_gettext("niet gevonden op %(date)s"),
}
