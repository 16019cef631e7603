"""Content that an agreement about a tenancy may never hold, in the words and inflections people write it in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from portal.clauses.rules.prose import plain, sentences
from portal.core.errors import Invalid


class Refusal(StrEnum):
    """Why a text may never be agreed."""

    MEDICATION = "medication"
    TREATMENT = "treatment"
    ADMISSION = "admission"
    DIAGNOSIS = "diagnosis"
    ABSTINENCE = "abstinence"
    LEASE_ENDS = "lease_ends"


@dataclass(frozen=True, slots=True)
class Refused:
    """A sentence that may not be agreed, and why."""

    reason: Refusal
    sentence: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """Patterns that catch, what in the same part of the sentence excuses, and patterns that no excuse helps."""

    reason: Refusal
    catches: tuple[re.Pattern[str], ...]
    excuse: re.Pattern[str] | None = None
    always: tuple[re.Pattern[str], ...] = ()


def _words(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.I) for pattern in patterns)


def _both(one: str, other: str, far: int = 80) -> str:
    """Match *one* and *other* in either order, at most *far* characters apart."""
    return rf"\b{one}\b.{{0,{far}}}\b{other}\b|\b{other}\b.{{0,{far}}}\b{one}\b"


_NOT = r"(?:niet|geen|nooit|nimmer|noch)\b(?!\s+(?:alleen|slechts|later|langer|pas))"
_FREE = rf"\bhoef\w*\b|\bniet verplicht\b|\bmag\b.{{0,20}}\bzelf\b|\bis vrijwillig\b|\b{_NOT}"
_MEDICINE = (
    r"(?:medicijn\w*|medicati\w*|medicament\w*|pil|pillen|tablet\w*|antipsychotic\w*|antidepressiv\w*|depot\w*|psychofarmac\w*"
    r"|methadon|lithium|injecti\w*|prik|slaapmiddel\w*|kalmeringsmiddel\w*|voorgeschreven middel\w*)"
)
_TAKE = (
    r"(?:slik\w*|geslikt|neem\w*|nemen|genomen|inneem\w*|innem\w*|ingenomen|inname\w*|gebruik\w*|krijg\w*|haal\w*|afhal\w*"
    r"|accepteer\w*|aanvaard\w*|trouw|laat|laten|toedien\w*|toegediend|houd\w*|volg\w*|blijf\w*|blijven|op orde|verplicht\w*)"
)
_SKIP = r"(?:sla|slaat|overslaan|overgeslagen|vergeet\w*|vergeten|stop\w*|gestopt|staak\w*|weiger\w*|bouwt|afbouw\w*)"
_DOCTOR = r"(?:arts|huisarts|dokter|psychiater|psycholoog|behandelaar|ggz|therapeut)"
_CLINIC = r"(?:\w*kliniek|instelling|ggz|verslavingszorg|ziekenhuis|afdeling|psychiatri\w*|inrichting)"
_TELL = (
    r"(?:vertel\w*|verteld|zeg|zegt|zeggen|deel|deelt|delen|gedeeld|meld\w*|gemeld|geef|geeft|geven|gegeven|overleg\w*|verstrek\w*"
    r"|toon\w*|getoond|laat|laten|informeer\w*|licht|inlicht\w*|toelicht\w*|stuur\w*|gestuurd|maak\w*|bekend\w*|lever\w*|geleverd"
    r"|machtig\w*|toestemming|opvra\w*|opgevraagd|inzage|inzien|bespreek\w*|onthul\w*|openheid|open|overhandig\w*|doorge\w*"
    r"|mag|mogen|vrijgeven)"
)
_PRIVATE = (
    r"(?:diagnos\w*|ziektebeeld\w*|ziektegeschiedenis|aandoening\w*|\w*stoornis\w*|(?:uw|welke|de) ziekte|gezondheidsgegevens"
    r"|gezondheidstoestand|gezondheidssituatie|(?:medisch|psychiatrisch|psychologisch)\w* (?:dossier\w*|gegevens|informatie|verslag\w*"
    r"|verklaring\w*|situatie|achtergrond|rapport\w*|onderzoek\w*|toestand|geschiedenis)|behandelverslag\w*|behandelplan\w*"
    r"|behandelgegevens|patientendossier\w*|patientgegevens|urinecontrole\w*|urinetest\w*|bloedtest\w*|blaastest\w*|drugstest\w*"
    r"|alcoholtest\w*|wat u mankeert|labuitslag\w*)"
)
_SUBSTANCE = (
    r"(?:alcohol\w*|drank|sterkedrank|bier|wijn|drugs?|softdrugs|harddrugs|wiet|cannabis|hasj|cocaine|speed|ghb|joints?"
    r"|(?:verdovende|verslavende|geestverruimende) middelen|middelen)"
)
_USE = r"(?:drink\w*|gedronken|gebruik\w*|neem\w*|nemen|blow\w*|geblowd|rook\w*|gerookt|snuif\w*)"
_SOBER = r"\b(?:blijf\w*|blijven|bent|wees|leef\w*)\b.{0,40}\b(?:nuchter|clean|abstinent|alcoholvrij|drugsvrij|van de drank af|droog)\b"
_TENANCY = r"(?:huur|huurovereenkomst|huurcontract|huurrecht\w*|huurrelatie|huurbescherming|woonrecht|lease)"
_ENDS = (
    r"(?:eindig\w*|geeindigd|verval\w*|stopt|stoppen|gestopt|ontbind\w*|ontbonden|opgezegd|opzeg\w*|opgeheven|beeindig\w*|einde"
    r"|loopt(?: \w+){0,2} af|afloopt|verlies\w*|verloren|verspeel\w*|kwijt\w*|houdt op|ophoudt|ongeldig|niet meer geldig|verbroken|afstand)"
)
_HOME = r"(?:woning|huis|appartement|flat|huurhuis)"
_OUT = r"(?:verlaat|verlaten|ontruim\w*|uit|leeg|vertrek\w*|inlever\w*|opleveren)"
_SOON = r"(?:binnen|voor|uiterlijk|definitief|voorgoed|direct|onmiddellijk|meteen|permanent|dan)"
_HARMLESS_END = (
    r"\bvoorkom\w* dat\b|\b(?:ontbinding|ontruiming|opzegging)\b.{0,40}\bte voorkomen\b"
    r"|\b(?:als|wanneer|indien|totdat|nadat) u\b.{0,25}\bhuur\w*\b.{0,12}\bopze\w*"
    r"|(?<!dan )\bzegt u (?:zelf )?(?:de|uw) huur\w* op\b"
    r"|\b(?:als|wanneer|tot|totdat|zodra|nadat|zolang) (?:de|uw) huur\w* (?:eindigt|stopt|is geeindigd|is opgezegd)\b"
)
"""The tenant's own choice, what is to be prevented, or the moment itself: none of them makes the lease end."""
_NO_JUDGE = r"\bzonder\b.{0,60}\brechter\w*|\b(?:niet|geen)\b.{0,30}\brechter\b|\brechter\b.{0,30}\b(?:niet|hoeft)\b"

_RULES = (
    _Rule(
        Refusal.MEDICATION,
        _words(
            _both(_TAKE, _MEDICINE),
            rf"\bneem\w*\b.{{0,40}}\b{_DOCTOR}\b.{{0,30}}\bvoorschrij\w*\b",
            rf"\bvoorschrift\w*\b.{{0,30}}\b{_DOCTOR}\b",
            r"\b(?:therapie|medicatie|medicijn)trouw\b",
        ),
        re.compile(_FREE, re.I),
        _words(rf"\b{_NOT}.{{0,60}}\b{_MEDICINE}\b.{{0,20}}\bover\b", rf"\b{_SKIP}\b.{{0,60}}\b{_MEDICINE}\b.{{0,30}}\b(?:niet|nooit)\b",
               rf"\b{_SKIP}\b.{{0,20}}\b(?:niet|nooit|geen)\b.{{0,60}}\b{_MEDICINE}\b"),
    ),
    _Rule(
        Refusal.TREATMENT,
        _words(
            r"\b(?:laat|laten|moet|moeten|dient)\b.{0,40}\bbehandel(?:en|d)\b",
            r"\b(?:volg\w*|onderga\w*|start\w*|begin\w*|rond\w*|werk\w*)\b.{0,40}\b(?:behandeling|psychotherapie|therapie)\b",
            r"\b(?:behandeling|psychotherapie|therapie)\b.{0,40}\b(?:volgen|ondergaan|verplicht|starten|afmaken)\b",
            r"\b(?:gaat|moet)\b.{0,20}\bin (?:behandeling|therapie)\b",
        ),
        re.compile(_FREE, re.I),
    ),
    _Rule(
        Refusal.ADMISSION,
        _words(
            r"\blaat\b.{0,30}\bopnemen\b|\bzich\b.{0,30}\b(?:op te nemen|opnemen)\b|\bwordt\b.{0,40}\bopgenomen\b",
            _both(r"(?:opname|opnemen|opgenomen|opname)", _CLINIC, 60),
            rf"\b(?:gaat|verblijf\w*|woont|naar)\b.{{0,30}}\b(?:{_CLINIC[3:-1]})\b.{{0,30}}\b(?:opname|intern|verblij\w*)\b",
            r"\b(?:gaat naar|verblijft in|verblijf in)\b.{0,15}\b\w*kliniek\b",
            r"\b(?:verplichte|gedwongen|klinische|vrijwillige) opname\b",
        ),
        re.compile(rf"{_FREE}|\bcontact\b", re.I),
    ),
    _Rule(
        Refusal.DIAGNOSIS,
        _words(
            _both(_TELL, _PRIVATE),
            r"\b(?:ontsla\w*|onthef\w*)\b.{0,60}\b(?:beroepsgeheim|geheimhouding|zwijgplicht)\b",
            rf"\bwat (?:uw|de) {_DOCTOR}\b.{{0,40}}\b(?:vindt|zegt|vaststelt|schrijft)\b.{{0,40}}\b{_TELL}\b",
            rf"\b{_TELL}\b.{{0,40}}\bwat (?:uw|de) {_DOCTOR}\b.{{0,40}}\b(?:vindt|zegt|vaststelt|schrijft|heeft)\b",
        ),
        re.compile(rf"\bhoef\w*\b|\bniet verplicht\b|\bniemand\b(?! anders)|\b{_NOT}(?!.{{0,20}}\buitzondering\b)", re.I),
        _words(rf"\b(?:verzwijg\w*|verberg\w*|achter|achterhoud\w*|geheim|weiger\w*|aarzel\w*)\b.{{0,60}}\b{_NOT}.{{0,60}}\b{_PRIVATE}\b",
               rf"\b(?:verzwijg\w*|verberg\w*|houdt|weiger\w*)\b.{{0,20}}\b{_PRIVATE}\b.{{0,20}}\b(?:niet|nooit)\b"),
    ),
    _Rule(
        Refusal.ABSTINENCE,
        _words(
            rf"\b{_USE}\b.{{0,40}}\b(?:geen|niet)\b.{{0,40}}\b{_SUBSTANCE}\b",
            rf"\b(?:geen|niet)\b.{{0,20}}\b{_SUBSTANCE}\b.{{0,60}}\b{_USE}\b",
            r"\b(?:drinkt|blowt|snuift)\b.{0,20}\b(?:niet meer|niet|nooit)\b",
            rf"\b(?:stop\w*|kap\w*|onthoud\w*)\b.{{0,20}}\b(?:met|van)\b.{{0,25}}\b(?:drinken|blowen|gebruiken|{_SUBSTANCE[3:-1]})\b",
            _SOBER,
        ),
        re.compile(
            r"\b(?:portiek\w*|galerij\w*|lift\w*|trappenhuis|trap|gemeenschappelijke|gang|hal|entree|kelder\w*|parkeergarage|straat|plein"
            r"|speelplaats|buiten|stoep|binnentuin)\b(?!.{0,80}\b(?:in (?:de|uw|het) (?:eigen )?(?:woning|huis)|thuis)\b)"
            r"|\b(?:gesprek\w*|afspra\w*|huisbezoek\w*)\b|\bhoef\w*\b", re.I,
        ),
    ),
    _Rule(
        Refusal.LEASE_ENDS,
        _words(
            _both(_TENANCY, _ENDS),
            rf"\b(?:u|dan|verhuurder|corporatie) zegt\b.{{0,40}}\b{_TENANCY}\b.{{0,30}}\bop\b",
            rf"\bu {_OUT}\b.{{0,30}}\b{_HOME}\b.{{0,40}}\b{_SOON}\b|\b{_SOON}\b.{{0,60}}\b(?:verlaat|ontruimt) u\b.{{0,30}}\b{_HOME}\b",
            rf"\b(?:moet|moeten|dient|zult|zal)\b.{{0,40}}\b{_HOME}\b.{{0,30}}\b{_OUT}\b",
            rf"\b(?:raakt|raak|verliest|verspeelt|bent)\b.{{0,40}}\b{_HOME}\b.{{0,15}}\bkwijt\b|\b(?:verliest|verspeelt)\b.{{0,20}}\b(?:uw|de) {_HOME}\b",
            r"\buit (?:uw |de )?(?:huis|woning)\b.{0,20}\b(?:gezet|zetten)\b|\buitgezet\b|\bwordt\b.{0,40}\bontruimd\b",
            r"\blever\w*\b.{0,30}\bsleutels?\b.{0,20}\bin\b",
        ),
        re.compile(rf"\brechter\b|\b{_NOT}|\bmet betalen\b|\bmet (?:de )?huur\b|{_HARMLESS_END}", re.I),
        _words(rf"^(?=.*\b{_TENANCY}\b.*\b{_ENDS}\b|.*\b{_ENDS}\b.*\b{_TENANCY}\b|.*\bontruim|.*\b{_HOME}\b.*\buit\b)(?=.*(?:{_NO_JUDGE}))"
               r"(?!.*\b(?:eindigt|stopt|vervalt|einde)\b.{0,20}\b(?:niet|geen)\b)(?!.*\bkan niet\b)(?!.*\b(?:geen|niet zelf) (?:een )?einde\b)"),
    ),
)  # fmt: skip
_JOINTS = re.compile(
    r"[;,]|\b(?:en|maar|want|zodat|omdat|tenzij|of)\b(?=\s+(?:u|de|hij|zij|het|dan|wij|uw|verteld?t?|deelt)\b)", re.I
)


def refused_content(text: str) -> tuple[Refused, ...]:
    """Find sentences that an agreement about a tenancy may never hold.

    Compulsory medication, treatment or admission belongs to the Wvggz, disclosure of a diagnosis to the free choice of
    the tenant (art. 9 GDPR), abstinence inside the home is not a landlord's to ask as such, and only the judge can
    dissolve the lease of a home on this ground (art. 7:231 BW).

    >>> [r.reason.value for r in refused_content("U neemt elke dag uw medicijnen in.")]
    ['medication']
    >>> refused_content("De huurovereenkomst eindigt niet door deze afspraak.")
    ()
    """
    return tuple(
        Refused(rule.reason, sentence)
        for sentence in sentences(plain(text))
        for rule in _RULES
        if _refuses(rule, _bare(sentence))
    )


def require_allowed(text: str, field: str = "text") -> None:
    """Raise Invalid("clause.refused.<reason>") when *text* holds content that is refused."""
    for refused in refused_content(text):
        raise Invalid(f"clause.refused.{refused.reason.value}", field=field, sentence=refused.sentence)


def _refuses(rule: _Rule, sentence: str) -> bool:
    if any(pattern.search(sentence) for pattern in rule.always):
        return True
    for pattern in rule.catches:
        for found in pattern.finditer(sentence):
            if rule.excuse is None or not rule.excuse.search(_part(sentence, found.start(), found.end())):
                return True
    return False


def _part(sentence: str, start: int, end: int) -> str:
    """Return the part of a sentence, between joints, in which a match stands: only a "not" in there excuses it."""
    first, last = 0, len(sentence)
    for joint in _JOINTS.finditer(sentence):
        if joint.end() <= start:
            first = joint.end()
        elif joint.start() >= end:
            last = joint.start()
            break
    return sentence[first:last]


def _bare(text: str) -> str:
    """Take accents off and close words that were hyphenated apart, so that spelling does not hide a word."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(c for c in letters if unicodedata.category(c) != "Mn")
