"""Ways to reach or pay somebody: e-mail address, phone number, bank account."""

from __future__ import annotations

import re
from typing import Any, Literal

import phonenumbers

from forms.definition.base import BaseField
from forms.kinds.controls import LINE, marks
from forms.kinds.guard import holds_bsn, is_empty
from forms.kinds.registry import AnswerFault, Context, Kind, kind, label_of

_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+([A-Za-z]{2,63}|xn--[A-Za-z0-9-]{2,59})",
    re.ASCII,
)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
_IBAN_LENGTHS = {"NL": 18, "BE": 16, "DE": 22, "FR": 27, "PL": 28, "TR": 26, "GB": 22, "ES": 24, "IT": 27, "LU": 20}


class Email(BaseField):
    """An e-mail address."""

    kind: Literal["email"]


class Phone(BaseField):
    """A phone number; without a country code it is Dutch."""

    kind: Literal["phone"]


class Iban(BaseField):
    """The number of a bank account."""

    kind: Literal["iban"]


class _LineKind(Kind[Any]):
    """One box."""

    def control(self, field: Any, locale: str) -> Any:
        return LINE(label_of(field, locale), validators=marks(field.need == "required"))


@kind(Email)
class EmailKind(_LineKind):
    """An address as it is written; the part behind the @ in small letters."""

    missing = "missing_email"

    def clean(self, field: Email, raw: Any, context: Context) -> str | None:
        if is_empty(raw):
            return None
        text = raw.strip() if isinstance(raw, str) and len(raw) <= 400 else ""
        name, _, host = text.rpartition("@")
        if not (_EMAIL.fullmatch(text) and len(text) <= 254 and len(name) <= 64):
            raise AnswerFault("not_email")
        return f"{name}@{host.lower()}"

    def json_schema(self, field: Email) -> dict[str, Any]:
        return {"type": "string", "format": "email", "maxLength": 254}


@kind(Phone)
class PhoneKind(_LineKind):
    """A number kept as +31612345678 and shown as people write it."""

    missing = "missing_phone"

    def clean(self, field: Phone, raw: Any, context: Context) -> str | None:
        if is_empty(raw):
            return None
        number = _number(raw)
        if number is None or not phonenumbers.is_valid_number(number):
            raise AnswerFault("not_phone")
        if not str(raw).strip().startswith(("+", "0")) and holds_bsn(str(raw)):
            raise AnswerFault("bsn")  # nine digits without a nought before them are no number that people write
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def show(self, field: Phone, value: Any, locale: str, context: Context) -> str:
        number = _number(value)
        if number is None:
            return str(value)
        style = phonenumbers.PhoneNumberFormat
        return phonenumbers.format_number(number, style.NATIONAL if number.country_code == 31 else style.INTERNATIONAL)

    def fill(self, field: Phone, value: Any) -> str:
        return self.show(field, value, "nl", Context())

    def json_schema(self, field: Phone) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\+[1-9][0-9]{6,14}$"}


def _number(raw: Any) -> Any:
    if not isinstance(raw, str) or len(raw) > 40 or not re.fullmatch(r"[+\d\s()./-]+", raw.strip(), re.ASCII):
        return None
    try:
        return phonenumbers.parse(raw.strip(), "NL")
    except phonenumbers.NumberParseException:
        return None


@kind(Iban)
class IbanKind(_LineKind):
    """An account kept without spaces and shown in groups of four."""

    missing = "missing_iban"

    def clean(self, field: Iban, raw: Any, context: Context) -> str | None:
        if is_empty(raw):
            return None
        text = re.sub(r"[\s.-]", "", raw).upper() if isinstance(raw, str) and len(raw) <= 80 else ""
        if not _IBAN.fullmatch(text) or len(text) != _IBAN_LENGTHS.get(text[:2], len(text)):
            raise AnswerFault("not_iban")
        if int("".join(str(int(c, 36)) for c in text[4:] + text[:4])) % 97 != 1:
            raise AnswerFault("not_iban")
        return text

    def show(self, field: Iban, value: Any, locale: str, context: Context) -> str:
        return " ".join(str(value)[at : at + 4] for at in range(0, len(str(value)), 4))

    def fill(self, field: Iban, value: Any) -> str:
        return self.show(field, value, "nl", Context())

    def json_schema(self, field: Iban) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"}
