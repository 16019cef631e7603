"""Dutch words for values that lists show, and for events of the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.accounts.labels import KIND_NAMES, ROLE_NAMES
from portal.accounts.rules import OrganisationKind, Role
from portal.agreements.rules import VersionState
from portal.cases.messages import STATE_TAGS, STATES
from portal.cases.rules import (
    CaseState,
    Certainty,
    ContactKind,
    ContactOutcome,
    Hearing,
    IncidentCategory,
    SourceKind,
    StopReason,
    Turn,
    Verified,
)
from portal.core.db import Compartment
from portal.core.jobs import JobState
from portal.core.outbox import Channel, MessageState
from portal.parties.rules import FormOfAddress, NameOrder, Reading

Words = Mapping[Any, LazyString]

ORGANISATION_KINDS: Words = {kind: KIND_NAMES[kind.value] for kind in OrganisationKind}
ROLES: Words = {role: ROLE_NAMES[role.value] for role in Role}
CASE_STATES: Words = {state: STATES[state.value] for state in CaseState}
CASE_TAGS = {state: STATE_TAGS.get(state.value, "info") for state in CaseState}
STOP_REASONS: Words = {
    StopReason.MOVED: _l("verhuisd"),
    StopReason.DIED: _l("overleden"),
    StopReason.EVICTED: _l("ontruimd"),
    StopReason.NO_COOPERATION: _l("geen medewerking"),
}
TURNS: Words = {
    Turn.BUREAU: _l("bureau"),
    Turn.LEGAL: _l("jurist"),
    Turn.CORPORATION: _l("corporatie"),
    Turn.EXPERT: _l("expert"),
    Turn.TENANT: _l("huurder"),
    Turn.SOCIAL_TEAM: _l("sociaal team"),
    Turn.NOBODY: _l("niemand"),
}
COMPARTMENTS: Words = {
    Compartment.SHARED: _l("alle drie de partijen"),
    Compartment.CORPORATION: _l("corporatie en bureau"),
    Compartment.CARE: _l("alleen zorg"),
}
NAME_ORDERS: Words = {
    NameOrder.OWN: _l("eigen naam"),
    NameOrder.PARTNER: _l("naam van de partner"),
    NameOrder.OWN_PARTNER: _l("eigen naam – naam van de partner"),
    NameOrder.PARTNER_OWN: _l("naam van de partner – eigen naam"),
}
FORMS_OF_ADDRESS: Words = {
    FormOfAddress.NEUTRAL: _l("zonder aanhef"),
    FormOfAddress.MADAM: _l("mevrouw"),
    FormOfAddress.SIR: _l("meneer"),
}
READING: Words = {
    Reading.UNKNOWN: _l("niet bekend"),
    Reading.EASY: _l("leest makkelijk"),
    Reading.HARD: _l("leest moeilijk"),
}
INCIDENT_CATEGORIES: Words = {
    IncidentCategory.NOISE: _l("geluid"),
    IncidentCategory.AGGRESSION: _l("agressie of bedreiging"),
    IncidentCategory.WASTE: _l("afval of vervuiling"),
    IncidentCategory.ANIMALS: _l("dieren"),
    IncidentCategory.DRUGS: _l("drugs"),
    IncidentCategory.VISITORS: _l("bezoek en aanloop"),
    IncidentCategory.FIRE: _l("brandgevaar"),
    IncidentCategory.DAMAGE: _l("schade"),
    IncidentCategory.GARDEN: _l("tuin of balkon"),
    IncidentCategory.OTHER: _l("iets anders"),
}
CERTAINTIES: Words = {
    Certainty.EXACT: _l("zeker"),
    Certainty.ABOUT: _l("ongeveer"),
    Certainty.UNKNOWN: _l("alleen de dag"),
}
SOURCES: Words = {
    SourceKind.RESIDENT: _l("bewoner"),
    SourceKind.STAFF: _l("medewerker"),
    SourceKind.POLICE: _l("politie"),
    SourceKind.EXPERT: _l("expert"),
    SourceKind.OTHER: _l("iemand anders"),
}
VERIFIED: Words = {
    Verified.YES: _l("bevestigd"),
    Verified.PARTLY: _l("deels bevestigd"),
    Verified.NO: _l("niet bevestigd"),
    Verified.UNKNOWN: _l("niet nagegaan"),
}
HEARINGS: Words = {
    Hearing.NOT_YET: _l("nog niet gehoord"),
    Hearing.HEARD: _l("gehoord"),
    Hearing.NOT_REACHED: _l("niet bereikt"),
    Hearing.DECLINED: _l("wilde niet"),
}
CONTACT_KINDS: Words = {
    ContactKind.VISIT: _l("huisbezoek"),
    ContactKind.CALL: _l("telefoon"),
    ContactKind.LETTER: _l("brief"),
    ContactKind.WARNING: _l("waarschuwing"),
    ContactKind.MAIL: _l("e-mail"),
    ContactKind.MESSAGE: _l("bericht"),
    ContactKind.MEETING: _l("overleg"),
}
CONTACT_OUTCOMES: Words = {
    ContactOutcome.HELD: _l("gesproken"),
    ContactOutcome.NO_SHOW: _l("niet gekomen"),
    ContactOutcome.CANCELLED: _l("afgezegd"),
    ContactOutcome.SENT: _l("verstuurd"),
    ContactOutcome.UNANSWERED: _l("geen antwoord"),
}
VERSION_STATES: Words = {
    VersionState.FROZEN: _l("vastgesteld"),
    VersionState.OFFERED: _l("voorgelegd"),
    VersionState.PARTLY_SIGNED: _l("gedeeltelijk ondertekend"),
    VersionState.REFLECTION: _l("bedenktijd"),
    VersionState.IN_FORCE: _l("van kracht"),
    VersionState.EXTENDED: _l("verlengd"),
    VersionState.ENDED: _l("afgelopen"),
    VersionState.REFUSED: _l("geweigerd"),
    VersionState.WITHDRAWN: _l("ingetrokken"),
    VersionState.SUPERSEDED: _l("vervallen"),
}
JOB_STATES: Words = {
    JobState.WAITING: _l("wacht"),
    JobState.RUNNING: _l("bezig"),
    JobState.DONE: _l("klaar"),
    JobState.DEAD: _l("mislukt"),
}
JOB_TAGS = {JobState.DEAD: "mis", JobState.RUNNING: "info", JobState.WAITING: "beurt"}
CHANNELS: Words = {Channel.MAIL: _l("e-mail"), Channel.SMS: _l("sms")}
MESSAGE_STATES: Words = {
    MessageState.WAITING: _l("wacht"),
    MessageState.SENT: _l("verstuurd"),
    MessageState.SHOWN: _l("alleen hier te zien"),
}

EVENTS: Words = {
    "admin.exported": _l("Lijst uitgevoerd"),
    "admin.job_retried": _l("Taak opnieuw gedaan"),
    "care.read": _l("Zorggegevens ingezien"),
    "organisation.added": _l("Organisatie toegevoegd"),
    "organisation.changed": _l("Organisatie gewijzigd"),
    "user.added": _l("Gebruiker toegevoegd"),
    "user.changed": _l("Gebruiker gewijzigd"),
    "user.disabled": _l("Gebruiker uitgeschakeld"),
    "user.enabled": _l("Gebruiker ingeschakeld"),
    "user.link_sent": _l("Link voor wachtwoord verstuurd"),
    "user.password_set": _l("Wachtwoord gekozen"),
    "user.second_factor_set": _l("Tweede stap ingesteld"),
    "user.second_factor_removed": _l("Tweede stap weggehaald"),
    "role.granted": _l("Rol gegeven"),
    "role.revoked": _l("Rol ingetrokken"),
    "person.added": _l("Persoon toegevoegd"),
    "person.changed": _l("Persoon gewijzigd"),
    "representation.added": _l("Vertegenwoordiger toegevoegd"),
    "representation.ended": _l("Vertegenwoordiging beëindigd"),
    "record.fields_kept": _l("Eigen velden bewaard"),
    "register.checked": _l("Register nagekeken"),
    "dwelling.added": _l("Woning toegevoegd"),
    "dwelling.changed": _l("Woning gewijzigd"),
    "case.referred": _l("Aangemeld"),
    "case.assigned": _l("Expert toegewezen"),
    "case.moved": _l("Stand gewijzigd"),
    "case.tenant_told": _l("Huurder ingelicht"),
    "case.participant_added": _l("Deelnemer toegevoegd"),
    "case.household_stated": _l("Huishouden opgegeven"),
    "incident.logged": _l("Melding vastgelegd"),
    "incident.changed": _l("Melding gewijzigd"),
    "incident.corrected": _l("Melding verbeterd"),
    "incident.verified": _l("Melding nagegaan"),
    "incident.heard": _l("Huurder gehoord"),
    "reporter.revealed": _l("Melder opgezocht"),
    "contact.logged": _l("Contact vastgelegd"),
    "help.offered": _l("Hulp aangeboden"),
    "help.answered": _l("Antwoord op hulpaanbod"),
    "document.filed": _l("Document toegevoegd"),
    "user.signed_in": _l("Ingelogd"),
    "user.sign_in_failed": _l("Inloggen mislukt"),
    "user.session_ended": _l("Uitgelogd"),
    "user.sessions_ended": _l("Overal uitgelogd"),
    "user.recovery_code_used": _l("Herstelcode gebruikt"),
    "user.recovery_codes_made": _l("Herstelcodes gemaakt"),
    "clause.drafted": _l("Concept van een clausule begonnen"),
    "clause.changed": _l("Concept van een clausule gewijzigd"),
    "clause.reviewed": _l("Clausule beoordeeld"),
    "clause.draft_discarded": _l("Concept van een clausule weggelegd"),
    "clause.released": _l("Clausule vrijgegeven"),
    "clause.withdrawn": _l("Clausule ingetrokken"),
    "agreement.drafted": _l("Overeenkomst opgesteld"),
    "agreement.changed": _l("Concept gewijzigd"),
    "agreement.draft_discarded": _l("Concept weggegooid"),
    "agreement.frozen": _l("Versie vastgesteld"),
    "template.moved": _l("Sjabloon gewijzigd"),
    "template.stood": _l("Sjabloon ingetrokken of weer aangeboden"),
    "agreement.sent_anyway": _l("Verstuurd met open punten"),
    "agreement.offered": _l("Versie voorgelegd"),
    "agreement.superseded": _l("Versie vervallen"),
    "agreement.replaced": _l("Overeenkomst vervangen"),
    "agreement.moved": _l("Stand van de overeenkomst gewijzigd"),
    "agreement.took_effect": _l("Overeenkomst van kracht"),
    "agreement.extended": _l("Overeenkomst verlengd"),
    "agreement.ended": _l("Overeenkomst afgelopen"),
    "agreement.signed": _l("Overeenkomst door iedereen ondertekend"),
    "signing.signers_named": _l("Ondertekenaars aangewezen"),
    "signing.invited": _l("Uitgenodigd om te tekenen"),
    "signing.code_sent": _l("Code verstuurd"),
    "signing.code_judged": _l("Code ingevuld"),
    "signing.link_asked": _l("Nieuwe link gevraagd"),
    "signing.letter_filed": _l("Brief over de uitkomst van het tekenen bij de stukken gezet"),
    "signing.link_expired": _l("Link om te tekenen verlopen"),
    "signing.link_locked": _l("Link geblokkeerd"),
    "signing.reading_begun": _l("Begonnen met lezen"),
    "signing.clause_answered": _l("Afspraak gelezen"),
    "signing.question_asked": _l("Vraag gesteld"),
    "signing.question_answered": _l("Vraag beantwoord"),
    "signing.signed": _l("Ondertekend"),
    "signing.refused": _l("Niet getekend"),
    "signing.refusal_explained": _l("Reden van weigeren gegeven"),
    "signing.withdrawn": _l("Handtekening ingetrokken"),
    "signing.voided": _l("Handtekening vervallen"),
    "signing.copy_delivered": _l("Afschrift gegeven"),
    "signing.channel_changed": _l("Manier van tekenen gewijzigd"),
    "signing.delegated": _l("Een collega laten tekenen"),
    "signing.handed_over": _l("QR-code getoond of apparaat aan de huurder gegeven"),
    "signing.paper_received": _l("Getekend papier ingelezen"),
    "signing.paper_confirmed": _l("Getekend papier goedgekeurd"),
    "signing.paper_rejected": _l("Getekend papier afgekeurd"),
    "signing.reminder_sent": _l("Herinnering verstuurd"),
    "signing.reminder_stopped": _l("Herinnering niet meer nodig"),
    "signing.statement_made": _l("Verklaring bij het tekenen vastgelegd"),
    "signing.understanding_decided": _l("Besloten over het begrijpen"),
    "permission.given": _l("Toestemming gegeven"),
    "permission.withdrawn": _l("Toestemming ingetrokken"),
    "document.sealed": _l("Getekende afspraken verzegeld"),
    "document.edition_added": _l("Tijdstempel achter getekende afspraken gezet"),
    "seal.certificate_enrolled": _l("Certificaat van een ander voor het zegel in gebruik"),
    "seal.authority_made": _l("Sleutel van het zegel gemaakt"),
    "dossier.composed": _l("Dossier voor de rechter begonnen"),
    "dossier.pieces_chosen": _l("Stukken voor de rechter gekozen"),
    "dossier.care_released": _l("Stuk uit de zorg vrijgegeven voor de rechter"),
    "dossier.filed": _l("Dossier voor de rechter vastgezet"),
    "dossier.bound": _l("Dossier voor de rechter gebundeld"),
    "form.draft_started": _l("Concept van een formulier begonnen"),
    "form.draft_changed": _l("Concept van een formulier gewijzigd"),
    "form.draft_closed": _l("Concept van een formulier gesloten"),
    "form.published": _l("Formulier uitgebracht"),
    "instrument.published": _l("Versie van de leefgebieden gemaakt"),
    "form.retired": _l("Eigen velden uit gebruik"),
    "form.brought_back": _l("Eigen velden weer in gebruik"),
    "form.translation_reviewed": _l("Vertaling van een formulier nagelezen"),
    "form.block_made": _l("Blok van vragen gemaakt"),
    "form.block_deleted": _l("Blok van vragen weggehaald"),
    "own_form.offered": _l("Huurder gevraagd naar het eigen verhaal"),
    "own_form.code": _l("Code voor het eigen verhaal verstuurd of ingevuld"),
    "own_form.sent": _l("Eigen verhaal verstuurd"),
    "handover.answered": _l("Overdracht aanvaard of afgewezen"),
    "submission.started": _l("Formulier begonnen"),
    "submission.submitted": _l("Formulier ingeleverd"),
    "submission.returned": _l("Formulier teruggezet om aan te vullen"),
    "submission.accepted": _l("Formulier vastgesteld"),
    "submission.corrected": _l("Antwoord in een formulier verbeterd"),
    "submission.renewed": _l("Formulier overgezet naar de nieuwste versie"),
}


def event_word(name: str) -> str:
    """Return the words for an event; one without words keeps its code."""
    word = EVENTS.get(name)
    return str(word) if word is not None else name
