"""Who was there at the table: witness and interpreter, and what is noted of an identity document."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.core.errors import Invalid

QR_LIFE = dt.timedelta(minutes=15)
"""A link that is shown as a QR code works this long; whoever scans it must also hear the code."""
TABLET_LIFE = dt.timedelta(hours=4)
CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 5


class Part(StrEnum):
    """What somebody did there."""

    WITNESS = "witness"
    INTERPRETER = "interpreter"
    REFUSAL_WITNESS = "refusal_witness"


class IdKind(StrEnum):
    """Which identity document was shown; no copy and no number is kept, only its last three signs."""

    PASSPORT = "passport"
    CARD = "card"
    DRIVING_LICENCE = "driving_licence"
    RESIDENCE = "residence"
    KNOWN = "known"


class Mode(StrEnum):
    """How an interpreter took part."""

    LIVE = "live"
    PHONE = "phone"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class WitnessFacts:
    """What a member of staff declares about a signature at the table."""

    name: str
    place: str
    id_kind: IdKind
    id_end: str = ""
    read_aloud: bool = False


@dataclass(frozen=True, slots=True)
class InterpreterFacts:
    """Who interpreted, in which language and how; `number` is that of the register of sworn interpreters (Wbtv)."""

    name: str
    language: str
    mode: Mode
    number: str = ""
    independent: bool = False


def check_document(kind: IdKind, end: str) -> str:
    """Return the last three signs of a document; none are asked of somebody who is known already.

    >>> check_document(IdKind.PASSPORT, " 4f7 ")
    '4F7'
    """
    kept = end.strip().upper()
    if kind is IdKind.KNOWN:
        return ""
    if not re.fullmatch(r"[A-Z0-9]{3}", kept):
        raise Invalid("signing.id-end", field="id_end")
    return kept


def check_interpreter(facts: InterpreterFacts) -> None:
    """Refuse an interpreter who belongs to the tenant: never a child, a relative or a neighbour."""
    if not facts.independent:
        raise Invalid("signing.interpreter-related", field="independent")
    if facts.number and not re.fullmatch(r"[0-9]{1,8}", facts.number):
        raise Invalid("signing.interpreter-number", field="number")


def page_code(version_id: uuid.UUID, signatory_id: uuid.UUID, page: int) -> str:
    """Return the short code printed on one page of one person's paper copy.

    It tells copies and pages apart and proves nothing by itself.
    """
    told = hashlib.sha256(f"paper-1:{version_id}:{signatory_id}:{page}".encode()).digest()
    return "".join(CODE_SIGNS[byte % len(CODE_SIGNS)] for byte in told[:CODE_LENGTH])


def plain_code(typed: str) -> str:
    """Return a code as it is printed, whatever stands between its signs.

    >>> plain_code("k7-qf2.")
    'K7QF2'
    """
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign.isalnum())


def match_pages(typed: Sequence[str], codes: Sequence[str]) -> list[int]:
    """Return which page each scanned page is, in the order of the scan, when every page is there exactly once.

    *codes* are those of the printed pages in order. Raises `Invalid` with `signing.page-unknown`, `signing.page-twice`
    or `signing.pages-missing`.

    >>> match_pages(["bbbb2", "AAAA2"], ["AAAA2", "BBBB2"])
    [2, 1]
    """
    known = {code: number for number, code in enumerate(codes, 1)}
    found: list[int] = []
    for place, text in enumerate(typed, 1):
        number = known.get(plain_code(text))
        if number is None:
            raise Invalid("signing.page-unknown", field="codes", place=place)
        if number in found:
            raise Invalid("signing.page-twice", field="codes", place=place)
        found.append(number)
    if len(found) != len(codes):
        lacking = sorted(set(known.values()) - set(found))
        raise Invalid("signing.pages-missing", field="codes", pages=", ".join(map(str, lacking)))
    return found
