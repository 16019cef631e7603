"""Dutch personal names: initials, prefix, partner's name, order, form of address, sorting and searching."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

Fold = Callable[[str], str]


class NameOrder(StrEnum):
    """Which surname a person goes by (art. 1:9 BW)."""

    OWN = "own"
    PARTNER = "partner"
    OWN_PARTNER = "own_partner"
    PARTNER_OWN = "partner_own"


class FormOfAddress(StrEnum):
    """How a person wants to be addressed; unknown is a good answer."""

    SIR = "sir"
    MADAM = "madam"
    NEUTRAL = "neutral"


class Named(Protocol):
    """Whatever carries the parts of a name."""

    @property
    def initials(self) -> str: ...
    @property
    def given_names(self) -> str: ...
    @property
    def prefix(self) -> str: ...
    @property
    def surname(self) -> str: ...
    @property
    def partner_prefix(self) -> str: ...
    @property
    def partner_surname(self) -> str: ...
    @property
    def name_order(self) -> NameOrder: ...
    @property
    def form_of_address(self) -> FormOfAddress: ...


_TITLES = {FormOfAddress.SIR: "Dhr.", FormOfAddress.MADAM: "Mw.", FormOfAddress.NEUTRAL: ""}
_SALUTATIONS = {FormOfAddress.SIR: "heer", FormOfAddress.MADAM: "mevrouw", FormOfAddress.NEUTRAL: ""}
_PREFIX_WORDS = frozenset(
    re.split(
        r"\s",
        "aan bij de del den der des di du het in la le onder op over 's 't te ten ter tot uit uijt van vanden ver von "
        "voor zu zum zur",
    )
)
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})


def split_surname(typed: str) -> tuple[str, str]:
    """Split a surname typed in one field into prefix and surname.

    Only small letters count as a prefix, so a Flemish "Van Damme" stays whole.

    >>> split_surname("van 't Zandt"), split_surname("ter Ællenbroek"), split_surname("Van Damme"), split_surname("de")
    (("van 't", 'Zandt'), ('ter', 'Ællenbroek'), ('', 'Van Damme'), ('', 'de'))
    """
    words = typed.translate(_APOSTROPHES).split()
    count = 0
    while count < len(words) - 1 and words[count] in _PREFIX_WORDS:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def tidy_initials(typed: str) -> str:
    """Write initials with points, whatever way they were typed.

    >>> [tidy_initials(text) for text in ("j", "JP", "j. p.", "Th", "Chr. A", "IJ", "")]
    ['J.', 'J.P.', 'J.P.', 'Th.', 'Chr.A.', 'IJ.', '']
    """
    parts = [part for part in re.split(r"[.\s]+", typed.strip()) if part]
    return "".join(piece for part in parts for piece in _points(part))


def _points(part: str) -> list[str]:
    if part.upper() == "IJ":
        return ["IJ."]
    if len(part) > 1 and part.isupper():
        return [f"{letter}." for letter in part]
    return [f"{part[:1].upper()}{part[1:]}."]


def initials_of(given_names: str) -> str:
    """Make initials from given names.

    >>> initials_of("Jurriën"), initials_of("Maria Jacoba"), initials_of("Anne-Marie"), initials_of("")
    ('J.', 'M.J.', 'A.', '')
    """
    return "".join(f"{word[0].upper()}." for word in given_names.split() if word[0].isalpha())


def full_surname(name: Named) -> str:
    """Join own and partner's surname in the order the person uses.

    Without a partner's surname the own name stands alone, whatever the order says.
    """
    own = _joined(name.prefix, name.surname)
    partner = _joined(name.partner_prefix, name.partner_surname)
    if not partner or name.name_order is NameOrder.OWN:
        return own
    if name.name_order is NameOrder.PARTNER:
        return partner
    first, second = (own, partner) if name.name_order is NameOrder.OWN_PARTNER else (partner, own)
    return f"{first}-{second}"


def full_name(name: Named) -> str:
    """Write given names (or else initials) and surname: "Jurriën van 't Zandt"."""
    return _joined(name.given_names or name.initials, full_surname(name))


def formal_name(name: Named) -> str:
    """Write title, initials and surname: "Dhr. J. van 't Zandt"."""
    initials = name.initials or initials_of(name.given_names)
    if not initials:
        return _joined(_TITLES[name.form_of_address], _capital(full_surname(name), name.form_of_address))
    return _joined(_TITLES[name.form_of_address], _joined(initials, full_surname(name)))


def salutation_name(name: Named) -> str:
    """Write the name after "Geachte": "heer Van 't Zandt"; the full name when no form of address is known.

    The prefix takes a capital when no name or initial stands before it.
    """
    word = _SALUTATIONS[name.form_of_address]
    return f"{word} {_capital(full_surname(name), name.form_of_address)}" if word else full_name(name)


def sort_name(name: Named) -> str:
    """Write the surname with its first prefix behind it: "Zandt, van 't"."""
    prefix, bare = _leading(name)
    return f"{bare}, {prefix}" if prefix else bare


def listed_name(name: Named) -> str:
    """Write a name as a list shows it: "Zandt, J. van 't"."""
    prefix, bare = _leading(name)
    rest = _joined(name.initials or initials_of(name.given_names), prefix)
    return f"{bare}, {rest}" if rest else bare


def sort_key(name: Named, fold: Fold) -> str:
    """Make the folded key lists are ordered by: surname without prefix, then prefix, then given name."""
    prefix, bare = _leading(name)
    return "|".join((fold(bare), fold(prefix), fold(name.given_names or name.initials)))


def search_key(name: Named, fold: Fold) -> str:
    """Make the folded text a search looks in: every part of the name once, in the orders people type them."""
    own = _joined(name.prefix, name.surname)
    partner = _joined(name.partner_prefix, name.partner_surname)
    texts = [full_name(name), full_surname(name), own, partner, _joined(name.initials, name.surname)]
    seen: list[str] = []
    for text in (_words(fold(text)) for text in texts):
        if text and not any(text in earlier for earlier in seen):
            seen.append(text)
    return " ".join(seen)


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9']+", text))


def _leading(name: Named) -> tuple[str, str]:
    """Return the prefix that stands first in the used surname, and the surname without it."""
    surname = full_surname(name)
    first_is_partner = bool(name.partner_surname) and name.name_order in (NameOrder.PARTNER, NameOrder.PARTNER_OWN)
    prefix = name.partner_prefix if first_is_partner else name.prefix
    bare = surname.removeprefix(prefix).lstrip() if prefix else surname
    return prefix, bare


def _capital(surname: str, form: FormOfAddress) -> str:
    if form is FormOfAddress.NEUTRAL or surname.startswith("'"):
        return surname
    return surname[:1].upper() + surname[1:]


def _joined(first: str, second: str) -> str:
    if first.endswith("'") and second:
        return first + second  # d'Ancona
    return f"{first} {second}".strip()
