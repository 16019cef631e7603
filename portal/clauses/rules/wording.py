"""Words that no judge can measure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.clauses.rules.prose import plain, sentences

_VAGUE = re.compile(
    r"\b((?:\w+s)?overlast\w*|(?:\w+s)?hinder|hinderlijk\w*|last\b|normaal|normale|zoals het hoort|zoals gebruikelijk"
    r"|gebruikelijk\w*|fatsoen\w*|netjes|behoorlijk\w*|redelijk\w*|acceptab\w+|aanvaardba\w+|goed huurder\w*|goede huurder\w*"
    r"|respect|respectvol\w*|rustig\w*|te veel|te hard|te laat|te vaak|vaak|regelmatig\w*|voldoende|zo snel mogelijk"
    r"|zo min mogelijk|zo veel mogelijk|zoveel mogelijk|tijdig\w*|op tijd|rekening houd\w+|rekening met|passend\w*|onnodig\w*"
    r"|overmatig\w*|buitensporig\w*|lawaai|ordelijk\w*)\b",
    re.I,
)
_MEASURE = re.compile(
    r"\b\d{1,2}[.:]\d{2}\b|\b\d+\s*(?:uur|uren|minuten|dag|dagen|nacht|nachten|week|weken|maand|maanden|keer|maal|meter|cm|db|decibel"
    r"|euro|bezoekers?|hond|honden|katten?|afspra\w+|gesprek\w*|werkdagen|e\b|×|x\b|%|graden|liter|zakken)"
    r"|\b\d{1,2} (?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b"
    r"|\b(?:een|één|twee|drie|vier|vijf|zes|zeven|tien) (?:keer|maal|uur|dagen|weken|maanden|minuten|meter)\b"
    r"|\bte horen\b|\bte zien\b|\bte ruiken\b|\bhoogstens (?:een|één|twee|drie)\b|\bgeen enkele?\b|\baltijd aan de lijn\b",
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
