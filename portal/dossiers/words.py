"""Dutch words of the court file. Plain text: this is what a judge reads, not a page."""

from __future__ import annotations

from portal.cases.models import Incident
from portal.cases.rules import (
    Certainty,
    ContactKind,
    ContactOutcome,
    DocumentKind,
    Hearing,
    HelpKind,
    HelpResponse,
    IncidentCategory,
    SourceKind,
    Verified,
)
from portal.documents import dutch
from portal.dossiers.rules import LeaveOut, PieceKind, Purpose, Recipient

KINDS = {
    PieceKind.REFERRAL: "aanmelding",
    PieceKind.INCIDENT: "melding",
    PieceKind.CONTACT: "contact",
    PieceKind.HELP: "aangeboden hulp",
    PieceKind.DOCUMENT: "stuk",
    PieceKind.CONCLUSION: "conclusie van de expert",
    PieceKind.AGREEMENT: "getekende overeenkomst",
    PieceKind.RELEASED: "vrijgegeven zorgstuk",
}
RECIPIENTS = {
    Recipient.DISTRICT_COURT: "Rechtbank, kantonrechter",
    Recipient.RELIEF_JUDGE: "Rechtbank, voorzieningenrechter",
    Recipient.LAWYER: "Advocaat of gemachtigde",
    Recipient.OTHER: "Andere ontvanger",
}
PURPOSES = {
    Purpose.ORDER: "gedragsaanwijzing",
    Purpose.EVICTION: "ontbinding en ontruiming",
    Purpose.SETTLEMENT: "schikking",
    Purpose.RECORD: "eigen administratie",
}
REASONS = {
    LeaveOut.NOT_RELEVANT: "niet van belang voor deze zaak",
    LeaveOut.DOUBLE: "staat al in een ander stuk",
    LeaveOut.THIRD_PARTY: "gaat over een ander",
    LeaveOut.CARE: "vertrouwelijke zorg",
    LeaveOut.OTHER: "andere reden",
}
CATEGORIES = {
    IncidentCategory.NOISE: "geluid", IncidentCategory.AGGRESSION: "agressie", IncidentCategory.WASTE: "afval",
    IncidentCategory.ANIMALS: "dieren", IncidentCategory.DRUGS: "drugs", IncidentCategory.VISITORS: "bezoek",
    IncidentCategory.FIRE: "brandgevaar", IncidentCategory.DAMAGE: "schade", IncidentCategory.GARDEN: "tuin",
    IncidentCategory.OTHER: "anders",
}  # fmt: skip
SOURCES = {
    SourceKind.RESIDENT: "een bewoner", SourceKind.STAFF: "een medewerker van de verhuurder", SourceKind.POLICE: "de politie",
    SourceKind.EXPERT: "de expert", SourceKind.OTHER: "een ander",
}  # fmt: skip
VERIFIED = {
    Verified.YES: "ja, door een ander bevestigd", Verified.PARTLY: "deels bevestigd", Verified.NO: "niet bevestigd",
    Verified.UNKNOWN: "niet onderzocht",
}  # fmt: skip
HEARINGS = {
    Hearing.NOT_YET: "nog niet gehoord", Hearing.HEARD: "gehoord", Hearing.NOT_REACHED: "niet bereikt",
    Hearing.DECLINED: "wilde niet reageren",
}  # fmt: skip
CONTACTS = {
    ContactKind.VISIT: "Huisbezoek", ContactKind.CALL: "Telefoongesprek", ContactKind.LETTER: "Brief",
    ContactKind.WARNING: "Waarschuwing", ContactKind.MAIL: "E-mail", ContactKind.MESSAGE: "Bericht",
    ContactKind.MEETING: "Gesprek",
}  # fmt: skip
OUTCOMES = {
    ContactOutcome.HELD: "heeft plaatsgevonden", ContactOutcome.NO_SHOW: "huurder was er niet",
    ContactOutcome.CANCELLED: "ging niet door", ContactOutcome.SENT: "verstuurd",
    ContactOutcome.UNANSWERED: "geen antwoord",
}  # fmt: skip
HELP = {
    HelpKind.GUIDANCE: "begeleiding", HelpKind.MEDIATION: "bemiddeling", HelpKind.DEBT: "schuldhulp",
    HelpKind.CLEANING: "opruimen en schoonmaken", HelpKind.TRAINING: "training", HelpKind.ADAPTATION: "aanpassing",
    HelpKind.OTHER: "andere hulp",
}  # fmt: skip
RESPONSES = {
    HelpResponse.ACCEPTED: "aangenomen", HelpResponse.DECLINED: "afgewezen", HelpResponse.THINKING: "denkt erover na",
    HelpResponse.NO_ANSWER: "geen antwoord",
}  # fmt: skip
DOCUMENTS = {
    DocumentKind.LEASE: "huurovereenkomst", DocumentKind.LETTER: "brief", DocumentKind.WARNING: "waarschuwing",
    DocumentKind.REPORT: "verslag", DocumentKind.PHOTO: "foto", DocumentKind.POLICE: "politie-informatie",
    DocumentKind.STATEMENT: "verklaring", DocumentKind.OTHER: "stuk",
}  # fmt: skip
FAMILIES = {"intake": "de intake", "evaluation": "de evaluatie"}
RELEASED_PARTS = {"goals": "Doelen", "help": "Afgesproken hulp", "conclusion": "Conclusie"}


def stated(row: Incident) -> str:
    """Say when an incident was, as surely as it was stated."""
    day = dutch.date_nl(row.stated_from, weekday=True)
    if row.certainty is Certainty.UNKNOWN:
        return f"{day}, tijd onbekend"
    about = "ongeveer " if row.certainty is Certainty.ABOUT else ""
    text = f"{day}, {about}{dutch.clock_nl(row.stated_from)}"
    if row.stated_until is not None:
        same = dutch.date_nl(row.stated_from) == dutch.date_nl(row.stated_until)
        text += f" tot {'' if same else dutch.date_nl(row.stated_until) + ', '}{dutch.clock_nl(row.stated_until)}"
    return text
