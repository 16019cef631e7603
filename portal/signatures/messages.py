"""Dutch sentences for the codes of this room."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MESSAGES: dict[str, LazyString] = {
    "signing.invite": _("Alleen het bureau of de deskundige kan uitnodigingen versturen."),
    "signing.answer": _("Alleen het bureau of de deskundige kan vragen beantwoorden."),
    "signing.record-withdrawal": _("Alleen het bureau of de deskundige kan een intrekking noteren."),
    "signing.void": _("Alleen het bureau kan handtekeningen laten vervallen."),
    "signing.system-only": _("Dit doet het systeem zelf."),
    "signing.not-yours": _("Deze brief is niet voor u."),
    "signing.not-yet": _("U bent nog niet aan de beurt."),
    "signing.not-turn": _("U bent nog niet aan de beurt. Iemand anders tekent eerst."),
    "signing.already-signed": _("U heeft al getekend."),
    "signing.already-refused": _("U heeft gekozen om niet te tekenen."),
    "signing.already-withdrawn": _("De handtekening is ingetrokken."),
    "signing.already-voided": _("Deze brief is vervallen. Er komt een nieuwe brief."),
    "signing.not-signed": _("Er is geen handtekening om in te trekken."),
    "signing.not-refused": _("U heeft niet geweigerd."),
    "signing.too-late": _("De bedenktijd is voorbij. Bel ons als u wilt praten."),
    "signing.version-over": _("Deze overeenkomst kan niet meer worden getekend."),
    "signing.version-open": _("Deze versie is nog geldig. Handtekeningen vervallen alleen door een nieuwe versie."),
    "signing.not-complete": _("Nog niet iedereen heeft getekend."),
    "signing.text-changed": _("De tekst is intussen veranderd. Lees de brief opnieuw."),
    "signing.hurdles": _("U kunt nog niet tekenen. Kijk op de pagina wat er nog nodig is."),
    "signing.session-over": _("U bent te lang weg geweest. Open de link in uw bericht opnieuw."),
    "signing.other-channel": _("Deze handtekening wordt op een andere manier gezet."),
    "signing.other-letter": _("In deze browser is intussen een andere brief geopend. Open de link in uw eigen bericht."),
    "signing.not-confirmed": _("Vul eerst uw wachtwoord in."),
    "signing.link-ended": _("Deze link werkt niet meer."),
    "signing.no-contact": _("Vul een telefoonnummer of e-mailadres in."),
    "signing.roles-missing": _("Er ontbreekt een partij. Huurder, corporatie en deskundige tekenen alle drie."),
    "signing.name-empty": _("Typ uw naam."),
    "signing.choice-unknown": _("Kies een van de antwoorden."),
    "signing.clause-unknown": _("Deze afspraak bestaat niet."),
    "signing.question-empty": _("Schrijf uw vraag op, of kies 'Bel mij'."),
    "signing.question-answered": _("Deze vraag is al beantwoord."),
    "signing.answer-empty": _("Schrijf het antwoord op."),
    "signing.consent-unknown": _("Deze verklaring bestaat niet."),
    "signing.drawing-broken": _("De tekening kwam niet goed aan. Teken opnieuw, of typ alleen uw naam."),
    "signing.drawing-large": _("De tekening is te groot. Wis het vak en teken opnieuw."),
    "signing.drawing-simple": _("De tekening is te klein of te eenvoudig. Teken uw hele naam, of wis het vak."),
}
