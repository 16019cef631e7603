"""Sentences for the error codes of this room."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext

MESSAGES: dict[str, LazyString] = {
    "account.denied": lazy_gettext("Dit mag alleen een beheerder van het bureau, of uzelf."),
    "account.email": lazy_gettext("Vul een e-mailadres in zoals naam@voorbeeld.nl"),
    "account.email_taken": lazy_gettext("Er is al iemand met dit e-mailadres."),
    "account.phone": lazy_gettext("Vul een telefoonnummer in, bijvoorbeeld 06 12 34 56 78"),
    "account.kvk": lazy_gettext("Een KvK-nummer heeft 8 cijfers."),
    "account.name_missing": lazy_gettext("Vul een naam in"),
    "account.organisation_kind": lazy_gettext("Kies wat voor organisatie dit is"),
    "account.organisation_inactive": lazy_gettext("Deze organisatie doet niet meer mee. Zet haar eerst weer aan."),
    "account.own_organisation": lazy_gettext("U kunt uw eigen organisatie niet uitzetten."),
    "account.own_account": lazy_gettext("U kunt uw eigen account niet uitzetten. Vraag het een andere beheerder."),
    "account.role_kind": lazy_gettext("Deze rol past niet bij dit soort organisatie."),
    "account.last_admin": lazy_gettext("Er moet minstens één beheerder blijven. Wijs eerst iemand anders aan."),
    "account.disabled": lazy_gettext("Dit account staat uit. Zet het eerst weer aan."),
    "account.link": lazy_gettext("Deze link werkt niet meer. Vraag een nieuwe aan."),
    "account.password_short": lazy_gettext(
        "Gebruik minstens %(shortest)s tekens. Een zin van een paar woorden is goed."
    ),
    "account.password_long": lazy_gettext("Gebruik hoogstens %(longest)s tekens."),
    "account.password_guessable": lazy_gettext(
        "Dit wachtwoord is makkelijk te raden. Neem een paar woorden die niets met u of met dit portaal te maken hebben."
    ),
    "account.password_wrong": lazy_gettext("Dit wachtwoord klopt niet."),
    "account.busy": lazy_gettext("Er loggen nu veel mensen tegelijk in. Probeer het over een paar tellen opnieuw."),
    "account.changed_meanwhile": lazy_gettext("Uw account is intussen veranderd. Log opnieuw in."),
    "account.code": lazy_gettext("Deze code klopt niet. Kijk in uw app en vul de nieuwste code in."),
    "account.half_gone": lazy_gettext(
        "Het inloggen duurde te lang of er waren te veel verkeerde codes. Log opnieuw in."
    ),
    "account.setup_gone": lazy_gettext("Dit scherm is verlopen. Begin opnieuw met het instellen."),
    "account.second_factor_required": lazy_gettext("De tweede stap is verplicht en kan niet uit."),
    "account.no_second_factor": lazy_gettext("U heeft nog geen tweede stap ingesteld."),
}
