"""Sentences for the codes this stage raises, and words for its values."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MESSAGES: dict[str, LazyString] = {
    "own.closed": _("U heeft dit al verstuurd. De antwoorden staan vast."),
    "own.denied": _("Alleen de expert van deze zaak vraagt de huurder om een eigen verhaal."),
    "own.person": _("Kies iemand die bij deze zaak hoort."),
    "own.unreachable": _("Van deze persoon is geen telefoonnummer en geen e-mailadres bekend."),
    "own.link_ended": _("Deze link werkt niet meer. Uw antwoorden zijn bewaard. Vraag een nieuwe link aan."),
    "own.answers": _("Er kloppen %(count)s antwoorden nog niet."),
    "own.no_form": _("Dit formulier is niet voor huurders."),
    "handover.denied": _("Deze overdracht is niet meer aan u om te beantwoorden."),
    "handover.absent": _("De expert heeft het formulier Overdracht nog niet verstuurd. Bel de expert."),
    "handover.name": _("Vul uw naam in."),
    "handover.duty": _("Vul uw functie in."),
    "handover.reason": _("Schrijf op waarom u de overdracht niet aanvaardt."),
    "handover.changed": _("De overdracht is intussen gewijzigd. Lees haar opnieuw en antwoord dan."),
    "translation.denied": _("Alleen de beheerder van het bureau keurt een vertaling goed."),
    "translation.reviewer": _("Vul in wie de vertaling heeft nagekeken."),
    "translation.locale": _("Deze taal staat niet in het formulier."),
}

STATES: dict[str, LazyString] = {"open": _("Bij de huurder"), "sent": _("Verstuurd"), "ended": _("Vervallen")}
TAGS = {"open": "beurt", "sent": "ok", "ended": "stil"}
