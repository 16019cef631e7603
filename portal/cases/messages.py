"""Sentences for the codes this stage raises, and the Dutch words for its values."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MESSAGES: dict[str, LazyString] = {
    "case.refer": _("U kunt geen huurder aanmelden."),
    "case.reason": _("Schrijf op wat er speelt."),
    "case.corporation": _("Kies de corporatie."),
    "case.future": _("Deze datum ligt in de toekomst. Vul een datum in die al is geweest."),
    "case.household": _("Vul per leeftijd een aantal van hoogstens 20 in."),
    "case.assign": _("Alleen het bureau kan een zaak toewijzen, zolang de zaak loopt."),
    "case.not_an_expert": _("Kies een expert. Deze persoon heeft die rol niet."),
    "case.none_chosen": _("Vink de zaken aan die een andere expert krijgen, hooguit %(most)s tegelijk."),
    "case.same_expert": _("Kies een andere expert dan de huidige."),
    "case.expert_changed": _("Zaak %(reference)s is intussen gesloten of van een ander. Er is niets gewijzigd. Kijk de lijst na."),
    "case.no_expert": _("Wijs eerst een expert toe. Daarna kunt u de zaak in behandeling nemen."),
    "case.move": _("Deze stap kan niet in de stand waarin de zaak nu is. Bekijk de zaak en kies opnieuw."),
    "case.move_denied": _("U kunt deze stap niet zetten."),
    "case.stop_reason": _("Kies waarom de zaak stopt."),
    "case.closed": _("Deze zaak is gesloten. U kunt er niets meer aan toevoegen."),
    "case.participants": _("U kunt de personen van deze zaak niet wijzigen."),
    "case.participant_known": _("Deze persoon hoort al bij de zaak."),
    "case.tenant_known": _("Deze zaak heeft al een huurder. Kies een andere rol."),
    "case.draft_incomplete": _("De aanmelding is nog niet af. Vul eerst de eerdere bladzijden in."),
    "case.draft_sent": _("Deze aanmelding is al verzonden."),
    "case.too_many_files": _("U kunt hoogstens %(limit)s stukken meesturen."),
    "case.read": _("U kunt deze zaak niet bekijken."),
    "incident.log": _("U kunt geen melding maken in deze zaak."),
    "incident.facts": _("Schrijf op wat er is gebeurd."),
    "incident.date": _("Vul de datum van de melding in."),
    "incident.future": _("Dit tijdstip ligt in de toekomst. Vul in wanneer het is gebeurd."),
    "incident.until": _("Het einde ligt vóór het begin. Controleer de tijden."),
    "incident.too_long": _("Een melding duurt hoogstens 31 dagen. Maak er anders meer meldingen van."),
    "incident.long_ago": _("Deze datum is langer dan 20 jaar geleden. Controleer het jaar."),
    "incident.fixed": _("Deze melding staat vast. Voeg een verbetering toe; wat er stond blijft staan."),
    "incident.verified": _("Kies of de melding is nagegaan."),
    "incident.version": _("Schrijf op wat de huurder heeft gezegd."),
    "reporter.code": _("Een melder heeft een code als M1 of M12. Laat het veld leeg voor een nieuwe melder."),
    "reporter.reveal": _("U kunt niet zien wie de melder is."),
    "contact.log": _("U kunt geen contact vastleggen in deze zaak."),
    "contact.summary": _("Schrijf op hoe het contact ging."),
    "contact.care": _("Alleen de expert maakt een notitie voor de zorg."),
    "help.offer": _("U kunt geen aangeboden hulp vastleggen in deze zaak."),
    "help.offered_by": _("Vul in wie de hulp heeft aangeboden."),
    "document.file": _("U kunt in dit deel van de zaak geen stuk opbergen."),
    "document.title": _("Geef het stuk een naam."),
    "document.compartment": _("Kies voor wie dit stuk is."),
    "file.pixels": _("Deze foto heeft te veel beeldpunten. Maak de foto kleiner."),
}

STATES: dict[str, LazyString] = {
    "referred": _("Aangemeld"),
    "intake": _("Intake"),
    "planning": _("Afspraken maken"),
    "running": _("Afspraken lopen"),
    "warned": _("Waarschuwing"),
    "proceedings": _("Procedure"),
    "stabilising": _("Stabilisatie"),
    "handover_offered": _("Overdracht aangeboden"),
    "handover_accepted": _("Overdracht aanvaard"),
    "aftercare": _("Nazorg"),
    "closed": _("Gesloten"),
    "stopped": _("Gestopt"),
}
STATE_TAGS = {
    "warned": "mis",
    "proceedings": "mis",
    "running": "ok",
    "stabilising": "ok",
    "closed": "stil",
    "stopped": "stil",
}

STAGES: dict[str, LazyString] = {
    "referral": _("Aangemeld"),
    "intake": _("Intake"),
    "agreement": _("Afspraken"),
    "guidance": _("Begeleiding"),
    "closing": _("Afsluiten"),
}

STOP_REASONS: dict[str, LazyString] = {
    "moved": _("De huurder is verhuisd"),
    "died": _("De huurder is overleden"),
    "evicted": _("De woning is ontruimd"),
    "no_cooperation": _("De huurder werkt niet mee"),
}

ACTIONS: dict[str, LazyString] = {
    "take_up": _("In behandeling nemen"),
    "plan": _("Intake afronden"),
    "start": _("Afspraken laten ingaan"),
    "warn": _("Waarschuwen"),
    "replan": _("Nieuwe afspraken maken"),
    "litigate": _("Procedure beginnen"),
    "resume": _("Verder met de afspraken"),
    "stabilise": _("Stabilisatie beginnen"),
    "offer_handover": _("Overdracht aanbieden"),
    "withdraw_handover": _("Overdracht terugnemen"),
    "accept_handover": _("Overdracht aanvaarden"),
    "start_aftercare": _("Nazorg beginnen"),
    "close": _("Zaak sluiten"),
    "stop": _("Zaak stoppen"),
}

TURNS: dict[str, LazyString] = {
    "bureau": _("Bureau"),
    "legal": _("Jurist"),
    "corporation": _("Corporatie"),
    "expert": _("Expert"),
    "tenant": _("Huurder"),
    "social_team": _("Wijkteam"),
    "nobody": _("Niemand"),
}

STEPS: dict[str, LazyString] = {
    "case.take_up": _("aanmelding in behandeling nemen"),
    "case.assign": _("expert toewijzen"),
    "case.start": _("afspraken laten ingaan"),
    "case.closed": _("niets meer te doen"),
    "intake.start": _("intake doen"),
    "intake.finish": _("intake afmaken en inleveren"),
    "intake.correct": _("intake aanvullen"),
    "intake.accept": _("intake vaststellen"),
    "agreement.draft": _("afspraken opstellen"),
    "agreement.offer": _("afspraken voorleggen"),
    "agreement.answer": _("vraag van de huurder beantwoorden"),
    "agreement.sign": _("afspraken tekenen"),
    "agreement.reflection": _("bedenktijd loopt"),
    "agreement.talk": _("bellen over de afspraken"),
    "agreement.ending": _("afspraken verlengen of beëindigen"),
    "evaluation.plan": _("evaluatie plannen"),
    "warning.talk": _("gesprek na de waarschuwing"),
    "proceedings.next": _("volgende stap in de procedure"),
    "handover.offer": _("overdracht voorbereiden"),
    "handover.accept": _("overdracht aanvaarden"),
    "aftercare.start": _("nazorg afspreken"),
    "aftercare.check": _("nazorg controleren"),
}

ROLES: dict[str, LazyString] = {
    "tenant": _("Huurder"),
    "co_tenant": _("Medehuurder"),
    "resident": _("Bewoner"),
    "supporter": _("Steunfiguur"),
}
AGE_BANDS: dict[str, LazyString] = {
    "0-3": _("0 tot en met 3 jaar"),
    "4-6": _("4 tot en met 6 jaar"),
    "7-9": _("7 tot en met 9 jaar"),
    "10-12": _("10 tot en met 12 jaar"),
    "13-15": _("13 tot en met 15 jaar"),
    "16-17": _("16 of 17 jaar"),
    "18-24": _("18 tot en met 24 jaar"),
    "25-64": _("25 tot en met 64 jaar"),
    "65+": _("65 jaar of ouder"),
}
CATEGORIES: dict[str, LazyString] = {
    "noise": _("Geluid"),
    "aggression": _("Ruzie, schelden of bedreigen"),
    "waste": _("Afval of spullen"),
    "animals": _("Dieren"),
    "drugs": _("Drugs of drank"),
    "visitors": _("Bezoek of bewoners"),
    "fire": _("Vuur of rook"),
    "damage": _("Schade"),
    "garden": _("Tuin of balkon"),
    "other": _("Iets anders"),
}
CERTAINTIES: dict[str, LazyString] = {
    "exact": _("Zeker"),
    "about": _("Ongeveer"),
    "unknown": _("Tijd onbekend"),
}
SOURCES: dict[str, LazyString] = {
    "resident": _("Een buur of omwonende"),
    "staff": _("Een medewerker van de corporatie"),
    "police": _("De politie of wijkagent"),
    "expert": _("De expert"),
    "other": _("Iemand anders"),
}
WISHES: dict[str, LazyString] = {
    "corporation_only": _("Alleen de corporatie mag de naam weten"),
    "known": _("De naam mag bekend zijn"),
    "notary": _("Alleen een notaris mag de naam weten"),
}
VERIFIED: dict[str, LazyString] = {
    "yes": _("Bevestigd"),
    "partly": _("Deels bevestigd"),
    "no": _("Niet bevestigd"),
    "unknown": _("Nog niet nagegaan"),
}
HEARINGS: dict[str, LazyString] = {
    "not_yet": _("Huurder nog niet gehoord"),
    "heard": _("Huurder gehoord"),
    "not_reached": _("Huurder niet bereikt"),
    "declined": _("Huurder wilde niets zeggen"),
}
CONTACTS: dict[str, LazyString] = {
    "visit": _("Huisbezoek"),
    "call": _("Telefoongesprek"),
    "letter": _("Brief"),
    "warning": _("Waarschuwing per brief"),
    "mail": _("E-mail"),
    "message": _("Bericht"),
    "meeting": _("Gesprek"),
}
OUTCOMES: dict[str, LazyString] = {
    "held": _("Is doorgegaan"),
    "no_show": _("Huurder was er niet"),
    "cancelled": _("Is afgezegd"),
    "sent": _("Is verstuurd"),
    "unanswered": _("Geen antwoord"),
}
HELP: dict[str, LazyString] = {
    "guidance": _("Begeleiding"),
    "mediation": _("Bemiddeling met buren"),
    "debt": _("Hulp bij geld en schulden"),
    "cleaning": _("Hulp bij opruimen"),
    "training": _("Training"),
    "adaptation": _("Aanpassing van de woning"),
    "other": _("Iets anders"),
}
RESPONSES: dict[str, LazyString] = {
    "accepted": _("Huurder neemt de hulp aan"),
    "declined": _("Huurder wil de hulp niet"),
    "thinking": _("Huurder denkt erover na"),
    "no_answer": _("Nog geen antwoord"),
}
DOCUMENTS: dict[str, LazyString] = {
    "lease": _("Huurovereenkomst"),
    "letter": _("Brief"),
    "warning": _("Waarschuwing"),
    "report": _("Verslag"),
    "photo": _("Foto"),
    "police": _("Stuk van de politie"),
    "statement": _("Verklaring"),
    "other": _("Ander stuk"),
}
COMPARTMENTS: dict[str, LazyString] = {
    "A": _("Gedeeld: huurder, corporatie en expert"),
    "B": _("Corporatie en bureau"),
    "C": _("Zorg: alleen de expert"),
}
