"""Words that no judge can measure, and content that may never be agreed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from portal.clauses.rules.prose import plain, sentences
from portal.core.errors import Invalid

_VAGUE = re.compile(
    r"\b(overlast\w*|hinder\w*|last\b|normaal|normale|zoals het hoort|zoals gebruikelijk|gebruikelijk\w*|fatsoenlijk\w*"
    r"|netjes|behoorlijk\w*|redelijk\w*|acceptab\w+|aanvaardba\w+|goed huurder\w*|goede huurder\w*|respectvol\w*"
    r"|rustig\w*|te veel|te hard|te laat|te vaak|vaak|regelmatig\w*|voldoende|zo snel mogelijk|zo min mogelijk"
    r"|tijdig\w*|op tijd|rekening houd\w+|passend\w*|onnodig\w*|overmatig\w*|buitensporig\w*)\b",
    re.I,
)
_MEASURE = re.compile(
    r"\d|\bte horen\b|\bte zien\b|\bte ruiken\b|\bhoogstens (een|één|twee|drie)\b|\bgeen enkele?\b|\baltijd aan de lijn\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class VagueWord:
    """A word that a judge cannot measure, with the sentence it stands in."""

    word: str
    sentence: str


def vague_words(text: str) -> tuple[VagueWord, ...]:
    """Find vague words in sentences that hold no measure: no number, no time, nothing to hear, see or smell.

    Source: a behaviour order that only said "be a good tenant, cause no nuisance" was refused as too vague
    (ECLI:NL:RBROT:2018:282).

    >>> [v.word for v in vague_words("U veroorzaakt geen overlast. Na 22.00 uur is er geen overlast te horen.")]
    ['overlast']
    """
    found = []
    for sentence in sentences(plain(text)):
        if not _MEASURE.search(sentence):
            found += [VagueWord(match.group(0).lower(), sentence) for match in _VAGUE.finditer(sentence)]
    return tuple(found)


class Refusal(StrEnum):
    """Why a text may never be agreed."""

    MEDICATION = "medication"
    ADMISSION = "admission"
    DIAGNOSIS = "diagnosis"
    ABSTINENCE = "abstinence"
    LEASE_ENDS = "lease_ends"


_NOT = r"(?:niet|geen|nooit|nimmer)"
_MEDICINE = r"(?:medicijn\w*|medicati\w*|pillen|pil|antipsychotic\w*|depot\w*|psychofarmac\w*|methadon)"
_TAKE = r"(?:slik\w*|neem\w*|innem\w*|gebruik\w*|gebruiken|trouw|inname|accepteer\w*|laat\w* .{0,20}(?:geven|zetten))"
_REFUSED: tuple[tuple[Refusal, re.Pattern[str], re.Pattern[str] | None], ...] = (
    (
        Refusal.MEDICATION,
        re.compile(rf"\b{_TAKE}\b.{{0,60}}\b{_MEDICINE}\b|\b{_MEDICINE}\b.{{0,60}}\b{_TAKE}\b", re.I),
        re.compile(rf"\bhoef\w*\b.{{0,30}}\b{_NOT}\b|\bhoef\w*\b.{{0,20}}\bgeen\b|\bniet verplicht\b", re.I),
    ),
    (
        Refusal.ADMISSION,
        re.compile(r"\blaat\b.{0,30}\bopnemen\b|\b(verplichte|vrijwillige|gedwongen)?\s*opname\b.{0,40}"
                   r"\b(kliniek|instelling|ggz|verslavingszorg)\b|\b(kliniek|ggz|instelling)\b.{0,40}\bopname\b", re.I),
        re.compile(rf"\bhoef\w*\b.{{0,30}}\b{_NOT}\b|\bniet verplicht\b", re.I),
    ),
    (
        Refusal.DIAGNOSIS,
        re.compile(r"\b(vertel\w*|deel\w*|meld\w*|geef\w*|overleg\w*|verstrek\w*|toon\w*|laat\w*|informeer\w*|stuur\w*)\b"
                   r".{0,60}\b(diagnose\w*|ziektebeeld\w*|stoornis\w*|medisch\w* (dossier\w*|gegevens|verslag\w*)"
                   r"|behandelverslag\w*|urinecontrole\w*)\b"
                   r"|\b(diagnose\w*|medisch\w* (dossier\w*|gegevens))\b.{0,60}\b(delen|verstrekken|overleggen|melden)\b", re.I),
        re.compile(rf"\b{_NOT}\b(?!.{{0,20}}\buitzondering\b)|\bhoef\w*\b", re.I),
    ),
    (
        Refusal.ABSTINENCE,
        re.compile(r"\b(drinkt|gebruikt|rookt|blowt)\b(?=[^.]{0,40}\b(geen|niet)\b)(?=[^.]{0,60}\b(alcohol|drugs|drank|wiet"
                   r"|middelen|blowt|drinkt)\b)(?=[^.]{0,80}\b(in (de|uw) (eigen )?woning|thuis|binnenshuis|nergens)\b)"
                   r"|\bblijft\b[^.]{0,30}\b(nuchter|clean|abstinent)\b", re.I),
        None,
    ),
    (
        Refusal.LEASE_ENDS,
        re.compile(r"\b(huur(overeenkomst|contract)?|huurrecht|lease)\b[^.]{0,60}"
                   r"\b(eindigt|eindigen|vervalt|vervallen|stopt|is ontbonden|wordt ontbonden|ontbonden|is opgezegd|beëindigd)\b"
                   r"|\b(eindigt|vervalt|stopt|ontbonden)\b[^.]{0,60}\b(huur(overeenkomst|contract)?|huurrecht)\b"
                   r"|\bu (verlaat|ontruimt)\b[^.]{0,60}\bwoning\b|\bzegt\b[^.]{0,40}\bhuur\b[^.]{0,20}\bop\b", re.I),
        re.compile(r"\b(eindigt|vervalt|stopt)\b\s+(hierdoor |daardoor |dan )?(niet|nooit)\b|\balleen\b[^.]{0,20}\brechter\b"
                   r"|\bde rechter\b[^.]{0,30}\b(beslist|kan)\b", re.I),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refused:
    """A sentence that may not be agreed, and why."""

    reason: Refusal
    sentence: str


def refused_content(text: str) -> tuple[Refused, ...]:
    """Find sentences that an agreement about a tenancy may never hold.

    Compulsory medication or admission belongs to the Wvggz, disclosure of a diagnosis to the free choice of the tenant
    (art. 9 GDPR), abstinence inside the home is not a landlord's to ask as such, and only the judge can dissolve the
    lease of a home on this ground (art. 7:231 BW).

    >>> [r.reason.value for r in refused_content("U neemt elke dag uw medicijnen in.")]
    ['medication']
    >>> refused_content("De huurovereenkomst eindigt niet door deze afspraak.")
    ()
    """
    return tuple(
        Refused(reason, sentence)
        for sentence in sentences(plain(text))
        for reason, pattern, excuse in _REFUSED
        if pattern.search(sentence) and not (excuse and excuse.search(sentence))
    )


def require_allowed(text: str) -> None:
    """Raise Invalid("clause.refused.<reason>") when *text* holds content that is refused."""
    for refused in refused_content(text):
        raise Invalid(f"clause.refused.{refused.reason.value}", field="text", sentence=refused.sentence)
