"""The words of the desk: how events are told, and how near a deadline is."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MESSAGES: dict[str, LazyString] = {}

VIEWS: dict[str, LazyString] = {
    "beurt": _("Uw beurt"),
    "laat": _("Te laat"),
    "huurder": _("Wacht op huurder"),
    "lopend": _("Lopend"),
    "alles": _("Alles"),
}
SORTS: dict[str, LazyString] = {
    "termijn": _("Termijn"),
    "nieuw": _("Nieuwste eerst"),
    "naam": _("Naam van de huurder"),
}
KINDS: dict[str, LazyString] = {
    "voortgang": _("Voortgang"),
    "meldingen": _("Meldingen"),
    "contact": _("Contact"),
    "formulieren": _("Formulieren"),
    "afspraken": _("Afspraken"),
    "stukken": _("Stukken"),
}
TELLINGS: dict[str, LazyString] = {
    "case.referred": _("Zaak aangemeld"),
    "case.assigned": _("Toegewezen aan %(user)s"),
    "case.moved": _("Stand: %(after)s"),
    "case.tenant_told": _("De huurder weet van de aanmelding (%(on)s)"),
    "case.participant_added": _("Persoon toegevoegd: %(role)s"),
    "case.household_stated": _("Huishouden vastgelegd: %(members)s personen"),
    "incident.logged": _("Melding %(number)s: %(category)s op %(stated_on)s"),
    "incident.changed": _("Melding %(number)s gewijzigd"),
    "incident.corrected": _("Verbetering %(number)s bij melding %(corrects)s"),
    "incident.verified": _("Melding %(number)s: %(verified)s"),
    "incident.heard": _("Melding %(number)s: %(outcome)s op %(on)s"),
    "reporter.revealed": _("Naam van melder %(code)s bekeken"),
    "contact.logged": _("%(kind)s op %(on)s: %(outcome)s"),
    "help.offered": _("Hulp aangeboden op %(on)s: %(kind)s"),
    "help.answered": _("Aangeboden hulp: %(response)s"),
    "document.filed": _("Stuk opgeborgen: %(kind)s"),
}
