"""The Dutch words of an agreement for coded values. Contract text: binding in Dutch, so it is never translated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from portal.agreements.content import Content, RepresentativeParty, SignatoryBlock, Terms
from portal.agreements.rules import Meaning, SignerRole
from portal.clauses.rules import date_words

STARTERS = {
    "": "nog niet ingevuld",
    "corporation": "de verhuurder",
    "expert": "de expert",
    "tenant": "u zelf",
    "administrator": "de bewindvoerder",
    "mentor": "de mentor",
    "other": "een ander",
}
VERIFIED = {
    "yes": "bevestigd door een tweede bron",
    "partly": "deels bevestigd",
    "no": "niet bevestigd",
    "unknown": "nog niet nagegaan",
}
HOW_SAID = {
    "talk": "in een gesprek",
    "writing": "op schrift",
    "phone": "aan de telefoon",
    "representative": "via de vertegenwoordiger",
}
EVALUATION_FORMS = {
    "home": "bij u thuis",
    "office": "op kantoor",
    "phone": "aan de telefoon",
    "video": "via beeldbellen",
}
LANGUAGES = {
    "nl": "Nederlands", "en": "Engels", "ar": "Arabisch", "tr": "Turks", "pl": "Pools", "uk": "Oekraïens",
    "ti": "Tigrinya", "fa": "Perzisch", "so": "Somalisch",
}  # fmt: skip
INTERPRETER_MODES = {"live": "in de kamer", "phone": "aan de telefoon", "video": "via beeldbellen"}
COPIES = {"paper": "op papier", "mail": "per e-mail", "both": "op papier en per e-mail"}
KINDS = {
    SignerRole.ADMINISTRATOR: "bewindvoerder",
    SignerRole.GUARDIAN: "curator",
    SignerRole.MENTOR: "mentor",
}
REGISTER = {
    "administration": "bewind gevonden",
    "guardianship": "curatele gevonden",
    "not_found": "niet gevonden",
}
ROLES = {
    SignerRole.TENANT: "huurder",
    SignerRole.CO_TENANT: "medehuurder",
    SignerRole.ADMINISTRATOR: "bewindvoerder",
    SignerRole.GUARDIAN: "curator",
    SignerRole.MENTOR: "mentor",
    SignerRole.CORPORATION: "verhuurder",
    SignerRole.EXPERT: "expert",
}


def listed(names: Sequence[str]) -> str:
    """Join names the Dutch way.

    >>> listed(["a", "b", "c"])
    'a, b en c'
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} en {names[-1]}"


def months_words(months: int) -> str:
    """Say a duration in months.

    >>> months_words(1), months_words(12)
    ('1 maand', '12 maanden')
    """
    return f"{months} maand" if months == 1 else f"{months} maanden"


def day(value: dt.date | None) -> str:
    """Say a date, or that it is not known."""
    return date_words(value) if value else "niet bekend"


def language(code: str) -> str:
    """Name a language."""
    return LANGUAGES.get(code, code)


def acts_for(terms: Terms, representative: RepresentativeParty) -> str:
    """Say in which capacity a representative signs: "bewindvoerder q.q. van …"."""
    tenant = terms.tenant(representative.tenant).name
    kind = KINDS[representative.kind]
    return f"{kind} q.q. van {tenant}" if representative.kind is SignerRole.ADMINISTRATOR else f"{kind} van {tenant}"


def register_words(representative: RepresentativeParty) -> str:
    """Say what the public register showed, and when; an empty result is only "not found on that day"."""
    if representative.kind is SignerRole.MENTOR:
        return "mentorschap staat niet in het openbare register"
    if representative.checked_on is None:
        return "register nog niet nagezien"
    found = REGISTER.get(representative.check_result, "niet gevonden")
    return f"{found} op {date_words(representative.checked_on)} (curatele- en bewindregister)"


def meaning_words(signer: SignatoryBlock, content: Content) -> str:
    """Say what a signature means where it is not plain consent."""
    if signer.meaning is Meaning.SECTIONS:
        return f"Tekent voor {listed([f'hoofdstuk {content.printed(number)}' for number in signer.sections])}."
    return "Tekent voor gezien." if signer.meaning is Meaning.SEEN else ""


def addressed_words(content: Terms, addressees: Sequence[str]) -> str:
    """Say for whom a clause holds, or nothing when it holds for all tenants."""
    if not addressees or {*addressees} >= {one.key for one in content.tenants}:
        return ""
    return listed([one.name for one in content.tenants if one.key in addressees])


CATEGORIES = {
    "noise": "geluid",
    "aggression": "agressie",
    "waste": "afval",
    "animals": "dieren",
    "drugs": "drugs",
    "visitors": "bezoek",
    "fire": "brandgevaar",
    "damage": "schade",
    "garden": "tuin",
    "other": "anders",
}
CONTACTS = {"warning": "Schriftelijke waarschuwing", "letter": "Brief"}
HELP = {
    "guidance": "Begeleiding",
    "mediation": "Buurtbemiddeling",
    "debt": "Hulp bij schulden",
    "cleaning": "Hulp bij opruimen",
    "training": "Training",
    "adaptation": "Aanpassing van de woning",
    "other": "Andere hulp",
}
ANSWERS = {
    "accepted": "aangenomen",
    "declined": "niet gewild",
    "thinking": "nog in beraad",
    "no_answer": "nog geen antwoord",
}
