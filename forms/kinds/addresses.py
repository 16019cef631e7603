"""A Dutch address: postcode, house number, letter and addition apart, read as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from forms.definition.base import BaseField
from forms.kinds.controls import PARTS, marks
from forms.kinds.guard import clean_text, is_empty
from forms.kinds.registry import AnswerFault, Context, Kind, kind, label_of

_POSTCODE = re.compile(r"([1-9]\d{3})([A-Z]{2})", re.ASCII)
_NEVER = frozenset({"SA", "SD", "SS"})
_NUMBER = re.compile(r"(\d{1,5})(?:([a-zA-Z])(?![a-zA-Z]))?(?:[\s/-]*([0-9A-Za-z][0-9A-Za-z .,/-]{0,15}))?", re.ASCII)
_ADDITION = re.compile(r"[0-9A-Za-z][0-9A-Za-z .,/-]{0,15}", re.ASCII)
NAMES: Mapping[str, Mapping[str, str]] = {
    "postcode": {"nl": "Postcode", "en": "Postcode"},
    "number": {"nl": "Huisnummer", "en": "House number"},
    "letter": {"nl": "Huisletter", "en": "House letter"},
    "addition": {"nl": "Toevoeging", "en": "Addition"},
    "street": {"nl": "Straat", "en": "Street"},
    "city": {"nl": "Plaats", "en": "Town"},
}
_SHORT = ("postcode", "number", "letter", "addition")


class Address(BaseField):
    """Where somebody lives. With `street` the street and the town are asked as well."""

    kind: Literal["address"]
    street: bool = False


@kind(Address)
class AddressKind(Kind[Address]):
    """Kept as {"postcode": "9751XK", "number": 44, "addition": "bis"}; "44-bis" typed in one box is taken apart."""

    missing = "missing_address"

    def control(self, field: Address, locale: str) -> Any:
        return PARTS(label_of(field, locale), validators=marks(field.need == "required"), parts=self.parts(field))

    def parts(self, field: Address) -> tuple[str, ...]:
        return tuple(NAMES) if field.street else _SHORT

    def clean(self, field: Address, raw: Any, context: Context) -> dict[str, Any] | None:
        if is_empty(raw):
            return None
        if not isinstance(raw, Mapping) or any(key not in NAMES for key in raw):
            raise AnswerFault("not_address")
        typed = {key: _typed(raw.get(key)) for key in self.parts(field)}
        if not any(typed.values()):
            return None
        postcode = re.sub(r"\s", "", typed["postcode"]).upper()
        found = _POSTCODE.fullmatch(postcode)
        if found is None or found.group(2) in _NEVER:
            raise AnswerFault("not_postcode")
        kept: dict[str, Any] = {"postcode": postcode, **_house(typed)}
        for key in ("street", "city"):
            text = clean_text(typed.get(key), 80, lines=False)
            if text:
                kept[key] = text
        return kept

    def fill(self, field: Address, value: Any) -> dict[str, str]:
        filled = {key: str(one) for key, one in value.items() if key in NAMES}
        if len(filled.get("postcode", "")) == 6:
            filled["postcode"] = f"{filled['postcode'][:4]} {filled['postcode'][4:]}"
        return filled

    def lacks(self, field: Address, value: Any) -> str:
        whole = not field.street or (isinstance(value, Mapping) and value.get("street") and value.get("city"))
        return "" if whole else "missing_street"

    def show(self, field: Address, value: Any, locale: str, context: Context) -> str:
        return address_in_words(value)

    def columns(self, field: Address) -> tuple[tuple[str, Mapping[str, str]], ...]:
        return tuple((key, NAMES[key]) for key in self.parts(field))

    def spread(self, field: Address, value: Any) -> Mapping[str, Any]:
        return {key: value.get(key) for key in self.parts(field)}

    def export(self, field: Address, value: Any) -> str:
        return address_in_words(value)

    def value(self, field: Address, value: Any) -> Any:
        return address_in_words(value) if isinstance(value, Mapping) else None

    def cells_of(self, field: Address, value: Any) -> Mapping[str, Any]:
        return dict(value) if isinstance(value, Mapping) else {}

    def cell_types(self, field: Address) -> Mapping[str, str]:
        return {key: "number" if key == "number" else "text" for key in self.parts(field)}

    def json_schema(self, field: Address) -> dict[str, Any]:
        text = {"type": "string", "minLength": 1, "maxLength": 80}
        properties: dict[str, Any] = {
            "postcode": {"type": "string", "pattern": "^[1-9][0-9]{3}[A-Z]{2}$"},
            "number": {"type": "integer", "minimum": 0, "maximum": 99_999},
            "letter": {"type": "string", "pattern": "^[A-Za-z]$"},
            "addition": {"type": "string", "minLength": 1, "maxLength": 16},
        }
        if field.street:
            properties |= {"street": text, "city": text}
        return {
            "type": "object",
            "properties": properties,
            "required": ["postcode", "number"],
            "additionalProperties": False,
        }


def address_in_words(value: Mapping[str, Any]) -> str:
    """Write an address on one line.

    >>> address_in_words({"postcode": "9752XK", "number": 44, "addition": "bis"})
    '44-bis, 9752 XK'
    """
    number = f"{value.get('number', '')}{value.get('letter', '')}"
    if addition := value.get("addition"):
        number += f"-{addition}"
    code = str(value.get("postcode", ""))
    line = [f"{value.get('street', '')} {number}", f"{code[:4]} {code[4:]} {value.get('city', '')}"]
    return ", ".join(part.strip() for part in line if part.strip())


def _typed(raw: Any) -> str:
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= 99_999:
        return str(raw)
    return " ".join(raw.split()) if isinstance(raw, str) and len(raw) <= 200 else ""


def _house(typed: Mapping[str, str]) -> dict[str, Any]:
    """Take "44-bis", "12-III", "19p-8", "3-0072" and "450-482" apart; a letter or addition typed apart wins."""
    found = _NUMBER.fullmatch(typed["number"])
    if found is None:
        raise AnswerFault("not_house_number")
    letter, addition = typed["letter"] or found.group(2) or "", typed["addition"] or found.group(3) or ""
    addition = addition.strip(" -/.,")
    if len(letter) > 1 or (letter and not (letter.isascii() and letter.isalpha())):
        raise AnswerFault("not_house_letter")
    if addition and not _ADDITION.fullmatch(addition):
        raise AnswerFault("not_house_addition")
    kept: dict[str, Any] = {"number": int(found.group(1))}
    return kept | {key: one for key, one in (("letter", letter), ("addition", addition)) if one}
