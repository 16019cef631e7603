"""Dutch sentences for the errors of this room, for the points before sending, for changes and for states."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

MESSAGES: dict[str, LazyString] = {
    "agreement.draft": _l("U kunt in deze zaak geen afspraak maken. De zaak is gesloten of u heeft er geen recht op."),
    "agreement.change": _l("U kunt deze afspraak niet wijzigen."),
    "agreement.freeze": _l("U kunt van dit concept geen versie maken."),
    "agreement.offer": _l("U kunt deze versie niet voorleggen."),
    "agreement.end": _l("U kunt deze afspraak niet verlengen of beëindigen."),
    "agreement.take_effect": _l("Een afspraak gaat vanzelf in na de bedenktijd."),
    "agreement.template": _l("Dit sjabloon bestaat niet."),
    "agreement.exists": _l("Er is al een afspraak in deze zaak. Maak daar een nieuwe versie van."),
    "agreement.submission": _l("Dit formulier is nog niet goedgekeurd. Laat de expert het eerst goedkeuren."),
    "agreement.no_draft": _l("Er is geen concept. Maak eerst een nieuwe versie."),
    "agreement.no_version": _l("Er is nog geen versie. Werk verder aan het concept."),
    "agreement.over": _l("Deze afspraak is beëindigd. Begin een nieuwe."),
    "agreement.part": _l("Dit onderdeel kan hier niet worden gewijzigd."),
    "agreement.invalid": _l("Wat is ingevuld bij “%(field)s” klopt niet. Kijk het na."),
    "agreement.addressee": _l("Kies voor wie de afspraak geldt: een of meer huurders."),
    "agreement.template_withdrawn": _l("Dit sjabloon is ingetrokken. Kies een ander sjabloon."),
    "template.change": _l("U mag de sjablonen niet wijzigen."),
    "template.withdraw": _l("U mag dit sjabloon niet intrekken of weer aanbieden."),
    "template.withdrawn": _l("Dit sjabloon is al ingetrokken."),
    "template.reason": _l("Schrijf op waarom u dit sjabloon intrekt. Gebruik minstens 10 tekens."),
    "template.not_here": _l("Dat kan alleen met een sjabloon van een overeenkomst, niet met een brief."),
    "template.heading": _l("In een titel staan geen accolades. Een plek om in te vullen hoort in de tekst."),
    "template.many": _l("Dit zijn er te veel. Gebruik er hoogstens %(most)s."),
    "template.always": _l("Dit hoofdstuk hoort bij elke overeenkomst en kan niet weg."),
    "template.always_there": _l("Dit hoofdstuk hoort bij elke overeenkomst. U kunt er geen voorwaarde aan geven."),
    "template.slot": _l("Kijk de aantallen na. Het hoogste aantal is minstens 1 en niet kleiner dan het laagste."),
    "template.turns": _l("Geef elke ondertekenaar een beurt van 1 tot en met 7."),
    "template.number": _l("Vul hier een geheel getal in dat kan."),
    "template.problems": _l("Er staan nog %(count)s punten open in dit sjabloon. Maak ze eerst af."),
    "template.review": _l("U mag dit sjabloon niet beoordelen."),
    "template.release": _l("U mag dit sjabloon niet vrijgeven."),
    "language.unknown": _l("In deze taal is er geen leesexemplaar."),
    "template.unknown": _l("Dit sjabloon bestaat niet."),
    "template.no_draft": _l("Er is geen werkversie van dit sjabloon. Begin er een."),
    "template.text": _l("Deze tekst is leeg of te lang. Gebruik hoogstens 2.000 tekens."),
    "template.placeholder": _l("“{%(name)s}” kan hier niet worden ingevuld. Gebruik alleen de plekken uit de lijst."),
    "template.same": _l("De tekst is gelijk aan de versie die in gebruik is."),
    "letter.make": _l("U kunt in deze zaak geen brief maken. De zaak is gesloten of u heeft er geen recht op."),
    "letter.unknown": _l("Deze brief bestaat niet."),
    "letter.missing": _l("Vul dit in: de brief vraagt erom."),
    "letter.past": _l("Kies een dag na vandaag."),
    "letter.incidents": _l("Kies minstens één melding waar de brief over gaat."),
    "letter.no_agreement": _l("Deze brief kan pas als er afspraken van kracht zijn."),
    "agreement.goal": _l("Kies alleen doelen die in hoofdstuk 7 staan."),
    "agreement.deviation_reason": _l("Schrijf op waarom u afwijkt van de bibliotheek. Gebruik minstens 10 tekens."),
    "agreement.override": _l(
        "Er staan nog punten open bij de juridische gezondheid. Schrijf op waarom u toch verstuurt. Gebruik minstens 10 tekens."
    ),
    "agreement.incident": _l("Kies alleen meldingen die in hoofdstuk 3 staan."),
    "agreement.signer": _l("Kies iemand die bij de verhuurder werkt."),
    "agreement.clause_unknown": _l("Deze afspraak staat niet meer in het concept. Ververs de pagina."),
    "agreement.blocking": _l("Er staan nog %(count)s punten open. Maak ze eerst af; ze staan bij “Voor versturen”."),
    "agreement.move": _l("Dat kan niet meer: deze versie is intussen veranderd van status."),
    "agreement.extension": _l("Kies een datum na de einddatum, hoogstens een jaar later."),
    "agreement.end_date": _l("Kies een dag tussen de ingangsdatum en vandaag."),
    "agreement.reflection": _l("Kies een bedenktijd van %(least)s tot en met %(most)s dagen."),
}

_PRIVATE = _l("Dit mag niet in de overeenkomst staan: een huurder hoeft geen diagnose of medische gegevens te delen.")

FINDINGS: dict[str, LazyString] = {
    # stands in the way
    "agreement.gap": _l("Er is nog een open plek. Vul dit hoofdstuk aan."),
    "agreement.tenant_missing": _l(
        "Er is geen huurder. Voeg de huurder toe aan de zaak en haal de partijen opnieuw op."
    ),
    "agreement.tenant_minor": _l("%(name)s is minderjarig en kan niet tekenen. Pas de partijen in de zaak aan."),
    "agreement.administrator_missing": _l(
        "Volgens het register staat %(name)s onder bewind, maar er is geen bewindvoerder. Voeg die toe bij de persoon."
    ),
    "agreement.guardian_missing": _l(
        "Volgens het register staat %(name)s onder curatele, maar er is geen curator. Voeg die toe bij de persoon."
    ),
    "agreement.corporation_signer": _l("Kies wie er voor de verhuurder tekent."),
    "agreement.expert_missing": _l("Er is nog geen expert. Wijs in de zaak een expert toe."),
    "agreement.address": _l("Het adres ontbreekt. Vul het aan in de zaak."),
    "agreement.occasion": _l("De aanleiding is leeg. Kies de meldingen of beschrijf wat er is gebeurd."),
    "agreement.response": _l("De reactie van de huurder ontbreekt. Schrijf op wat de huurder zegt, in eigen woorden."),
    "agreement.purpose": _l("Schrijf het doel op."),
    "agreement.months": _l("Kies een duur van 1 tot en met %(most)s maanden."),
    "agreement.start_past": _l("De begindatum is al voorbij. Kies een latere datum, of laat hem leeg."),
    "agreement.no_clauses": _l("Er staat nog geen afspraak in hoofdstuk 6. Kies er een uit de bibliotheek."),
    "agreement.placeholder": _l("Afspraak %(number)s (%(title)s) is niet af: een plek is nog open."),
    "agreement.refused.medication": _l("Medicijnen verplichten mag niet in een overeenkomst over de huur."),
    "agreement.refused.treatment": _l("Een behandeling verplichten mag niet in een overeenkomst over de huur."),
    "agreement.refused.admission": _l("Een opname verplichten mag niet in een overeenkomst over de huur."),
    "agreement.refused.diagnosis": _PRIVATE,
    "agreement.refused.abstinence": _l(
        "Drinken of gebruiken in de eigen woning verbieden mag niet zonder meer. Beschrijf wat anderen merken."
    ),
    "agreement.refused.lease_ends": _l("De huur kan niet vanzelf eindigen. Alleen de rechter kan dat beslissen."),
    "agreement.clause_past": _l("De datum in afspraak %(number)s (%(title)s) is al voorbij."),
    "agreement.incident_unknown": _l(
        "Afspraak %(number)s (%(title)s) verwijst naar melding %(incident)s, die niet in hoofdstuk 3 staat."
    ),
    "agreement.help_goal": _l("Hulp, regel %(line)s: vul het doel in en wie er helpt."),
    "agreement.help_starter": _l("Hulp, regel %(line)s: vul in wie de hulp regelt."),
    "agreement.help_date": _l("Hulp, regel %(line)s: vul in vóór welke datum de hulp begint."),
    "agreement.help_date_wrong": _l("Hulp, regel %(line)s: de begindatum ligt buiten de duur van de afspraken."),
    "agreement.help_fallback": _l("Hulp, regel %(line)s: vul in wat er gebeurt als de hulp niet begint."),
    "agreement.corporation_duties": _l("Vul in wat de verhuurder doet."),
    "agreement.contact": _l("Vul in wie de contactpersoon bij de verhuurder is."),
    "agreement.expert_duties": _l("Vul in wat de expert doet."),
    "agreement.exchange": _l("Vul in wat de partijen met elkaar delen."),
    "agreement.exchange_private": _l("In hoofdstuk 10 staat iets over gezondheid dat niet gedeeld mag worden."),
    "agreement.ladder": _l("Vul in welke stappen volgen als het niet lukt."),
    "agreement.ladder_refused": _l("Een stap in hoofdstuk 12 belooft iets dat alleen de rechter kan beslissen."),
    "agreement.penalty": _l("Deze overeenkomst kent geen boete. Haal de boete of dwangsom uit de tekst."),
    "agreement.evaluations": _l("Kies minstens één datum voor de evaluatie."),
    "agreement.evaluation_twice": _l("Twee evaluaties staan op dezelfde dag."),
    "agreement.evaluation_date": _l("Een evaluatie ligt vóór vandaag of na het einde van de afspraken."),
    "agreement.reflection_days": _l("De bedenktijd is te kort of te lang. Kies minstens %(least)s dagen; 7 is gewoon."),
    "agreement.complaint": _l("Vul in waar de huurder kan klagen."),
    "agreement.legal_help": _l("Vul in waar de huurder rechtshulp krijgt."),
    "agreement.interpreter_name": _l("Vul de naam en de taal van de tolk in."),
    # weakens
    "agreement.mandate": _l("Het mandaat van wie voor de verhuurder tekent, ontbreekt. Noem de volmacht en de datum."),
    "agreement.register_never": _l("Het curatele- en bewindregister is voor %(name)s nog niet nagezien."),
    "agreement.register_old": _l(
        "Het register is voor %(name)s langer dan %(days)s dagen geleden nagezien. Kijk het nog eens na."
    ),
    "agreement.lease_date": _l("De datum van de huurovereenkomst ontbreekt. Vul die aan in de zaak."),
    "agreement.response_of": _l("Van %(name)s is er geen eigen reactie. Vraag die alsnog."),
    "agreement.vague": _l(
        "Afspraak %(number)s (%(title)s): “%(word)s” is niet te meten. Noem een tijd, een aantal of wat te horen is."
    ),
    "agreement.no_incident": _l(
        "Afspraak %(number)s (%(title)s) hoort bij geen enkele melding. Kies de melding erbij."
    ),
    "agreement.hard_to_read": _l(
        "Afspraak %(number)s (%(title)s): de gewone woorden zijn te moeilijk. Maak ze korter."
    ),
    "agreement.deviation": _l(
        "Afspraak %(number)s (%(title)s) wijkt af van de bibliotheek. Kijk na of de gewone woorden nog hetzelfde zeggen."
    ),
    "agreement.long": _l(
        "De afspraken duren langer dan 24 maanden. Kies een kortere duur, of leg uit waarom dit nodig is."
    ),
    "agreement.clause_late": _l("De datum in afspraak %(number)s (%(title)s) ligt na het einde van de afspraken."),
    "agreement.clash.quiet_hours": _l(
        "Afspraak %(first)s en afspraak %(second)s noemen andere nachttijden. Maak ze gelijk, of zeg waarom niet."
    ),
    "agreement.clash.visitors": _l(
        "Afspraak %(first)s en afspraak %(second)s noemen een ander aantal bezoekers. Kies één aantal."
    ),
    "agreement.clash.dogs": _l(
        "Afspraak %(first)s en afspraak %(second)s noemen een ander aantal honden. Kies één aantal."
    ),
    "agreement.clash.contact": _l(
        "Afspraak %(first)s en afspraak %(second)s botsen: de een verbiedt contact, de ander vraagt erom. Haal er één weg."
    ),
    "agreement.clash.contact_twice": _l(
        "Afspraak %(first)s en afspraak %(second)s verbieden contact met hetzelfde adres. Haal er één weg."
    ),
    "agreement.clash.person": _l(
        "Afspraak %(first)s en afspraak %(second)s botsen: dezelfde persoon mag niet binnen en woont er. Pas er één aan."
    ),
    "agreement.clause_twice": _l("Afspraak %(first)s en afspraak %(second)s zijn gelijk. Haal er één weg."),
    "agreement.no_help": _l("Er is geen hulp afgesproken. De rechter kijkt of er hulp was."),
    "agreement.no_help_before": _l("Er staat geen hulp tot nu toe. Schrijf op welke hulp er is aangeboden."),
    "agreement.short_reflection": _l("De bedenktijd is %(days)s dagen. Zeven dagen is veiliger."),
    "agreement.interpreter": _l("%(name)s leest een andere taal. Regel een tolk en noem die in hoofdstuk 15."),
    "agreement.read_aloud": _l("%(name)s leest moeilijk. Spreek af dat iemand voorleest."),
    "agreement.slot_few": _l(
        "Het sjabloon vraagt minstens %(limit)s afspraken van de soort “%(kind)s”. U heeft er %(number)s."
    ),
    "agreement.slot_many": _l(
        "Het sjabloon laat hoogstens %(limit)s afspraken van de soort “%(kind)s” toe. U heeft er %(number)s."
    ),
    "agreement.changed_after_signing": _l(
        "Versie %(number)s is al door iemand getekend. Die handtekening vervalt. Vertel dat en laat opnieuw tekenen."
    ),
    "agreement.help_late": _l(
        "De hulp “%(goal)s” had vóór %(day)s moeten beginnen. Schrijf op of dat is gebeurd, of spreek een nieuwe datum af."
    ),
}

CHANGES: dict[str, LazyString] = {
    "change.clause_added": _l("Nieuw: afspraak %(number)s, %(title)s (%(code)s)."),
    "change.clause_removed": _l("Weg: %(title)s (%(code)s), dat was afspraak %(number)s."),
    "change.clause_plain": _l("Anders: de gewone woorden van afspraak %(number)s, %(title)s (%(code)s)."),
    "change.clause_text": _l("Anders: afspraak %(number)s, %(title)s (%(code)s)."),
    "change.clause_for": _l("Afspraak %(number)s, %(title)s, geldt voor iemand anders."),
    "change.clause_consequence": _l("Afspraak %(number)s, %(title)s: wat er volgt als het niet lukt, is anders."),
    "change.clause_order": _l("De volgorde van de afspraken is anders."),
    "change.signer_added": _l("%(name)s tekent nu ook."),
    "change.signer_removed": _l("%(name)s tekent niet meer."),
    "change.section": _l("Hoofdstuk “%(title)s” is anders."),
}

STATES: dict[str, LazyString] = {
    "draft": _l("concept"),
    "frozen": _l("vastgelegd"),
    "offered": _l("voorgelegd"),
    "partly_signed": _l("gedeeltelijk ondertekend"),
    "reflection": _l("ondertekend, bedenktijd"),
    "in_force": _l("van kracht"),
    "extended": _l("verlengd"),
    "ended": _l("beëindigd"),
    "refused": _l("geweigerd"),
    "withdrawn": _l("ingetrokken"),
    "superseded": _l("vervallen"),
}
STATE_KINDS: dict[str, str] = {
    "draft": "beurt", "frozen": "beurt", "offered": "info", "partly_signed": "info", "reflection": "info",
    "in_force": "ok", "extended": "ok", "refused": "mis", "withdrawn": "mis",
}  # fmt: skip
