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
    "submission.started": _("%(family_key)s begonnen"),
    "submission.submitted": _("%(family_key)s ingeleverd"),
    "submission.returned": _("%(family_key)s teruggezet om aan te vullen"),
    "submission.accepted": _("%(family_key)s vastgesteld"),
    "handover.answered": _("Overdracht door het wijkteam %(answer)s"),
    "own_form.offered": _("De huurder gevraagd naar het eigen verhaal"),
    "own_form.sent": _("De huurder stuurde het eigen verhaal"),
    "submission.renewed": _("%(family_key)s overgezet naar de nieuwste versie"),
    "submission.corrected": _("%(family_key)s: een antwoord verbeterd"),
    "agreement.drafted": _("Concept van de afspraken gemaakt"),
    "agreement.draft_discarded": _("Concept van de afspraken weggegooid"),
    "agreement.frozen": _("Afspraken vastgezet als versie %(number)s"),
    "agreement.sent_anyway": _("Verstuurd met open punten bij de juridische gezondheid; de reden is bewaard"),
    "agreement.offered": _("Afspraken voorgelegd: versie %(number)s"),
    "agreement.superseded": _("De vorige versie van de afspraken is vervallen, met haar handtekeningen"),
    "agreement.replaced": _("De vorige afspraken zijn vervangen"),
    "agreement.signed": _("Iedereen heeft getekend; de bedenktijd loopt"),
    "agreement.took_effect": _("De afspraken gelden van %(in_force_on)s tot %(ends_on)s"),
    "agreement.extended": _("De afspraken zijn verlengd tot %(until)s"),
    "agreement.ended": _("De afspraken zijn geëindigd op %(on)s"),
    "signing.invited": _("Uitgenodigd om te tekenen: %(role)s"),
    "signing.signed": _("Getekend door de %(role)s"),
    "signing.refused": _("Niet getekend: de %(role)s weigert"),
    "signing.withdrawn": _("Handtekening ingetrokken door de %(role)s"),
    "signing.link_expired": _("Link om te tekenen verlopen: %(role)s"),
    "signing.link_locked": _("Link om te tekenen op slot na tien codes"),
    "signing.delegated": _("Een collega tekent, onder mandaat"),
    "signing.paper_received": _("Getekend papier ingelezen; een collega kijkt het na"),
    "signing.paper_rejected": _("Getekend papier terzijde gelegd"),
    "signing.letter_filed": _("Brief gemaakt: %(letter)s"),
    "signing.question_asked": _("Vraag gesteld over de afspraken"),
    "signing.question_answered": _("Vraag over de afspraken beantwoord"),
    "document.sealed": _("De getekende afspraken zijn verzegeld"),
    "dossier.composed": _("Dossier %(number)s voor de rechter begonnen"),
    "dossier.filed": _("Dossier vastgezet als indiening %(number)s"),
    "dossier.care_released": _("Een stuk uit de zorg vrijgegeven voor de rechter, met reden"),
}
HANDOVERS: dict[str, LazyString] = {"accepted": _("aanvaard"), "declined": _("niet aanvaard")}
SIGNERS: dict[str, LazyString] = {
    "tenant": _("huurder"),
    "co_tenant": _("medehuurder"),
    "administrator": _("bewindvoerder"),
    "guardian": _("curator"),
    "mentor": _("mentor"),
    "corporation": _("corporatie"),
    "expert": _("expert"),
}
LETTERS: dict[str, LazyString] = {
    "signing": _("bevestiging van het tekenen"),
    "refusal": _("bevestiging van niet tekenen"),
    "refusal_in_person": _("bevestiging van niet tekenen na een gesprek"),
    "refusal_corporation": _("bericht dat de verhuurder niet tekent"),
    "refusal_expert": _("bericht dat de expert niet tekent"),
    "withdrawal": _("bevestiging van een intrekking"),
    "expiry": _("bericht dat een link niet meer werkt"),
}
RELEASED: dict[str, LazyString] = {
    "goals": _("Doelen"),
    "help": _("Afgesproken hulp"),
    "conclusion": _("Conclusie"),
}
