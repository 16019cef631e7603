"""Columns and languages: the many ways XLSForm writes them, brought back to one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from forms.xlsform.report import Report
from forms.xlsform.sheets import Row

OWN = "driehoek::"
"""Columns of our own: what XLSForm has no word for."""

_OWN_CHOICE = OWN.replace("::", "__")
"""On the choices sheet, where other programs make a name of every column."""

LANGUAGES = {
    "nl": ("Nederlands", "Dutch"), "en": ("English", "English"), "ar": ("العربية", "Arabic"),
    "tr": ("Türkçe", "Turkish"), "pl": ("Polski", "Polish"), "de": ("Deutsch", "German"), "fr": ("Français", "French"),
    "es": ("Español", "Spanish"), "pt": ("Português", "Portuguese"), "it": ("Italiano", "Italian"),
    "uk": ("Українська", "Ukrainian"), "ru": ("Русский", "Russian"), "so": ("Soomaali", "Somali"),
    "fa": ("فارسی", "Persian"), "ti": ("ትግርኛ", "Tigrinya"), "ku": ("Kurdî", "Kurdish"), "bg": ("Български", "Bulgarian"),
    "ro": ("Română", "Romanian"), "hu": ("Magyar", "Hungarian"), "zh": ("中文", "Chinese"), "hi": ("हिन्दी", "Hindi"),
    "sw": ("Kiswahili", "Swahili"), "am": ("አማርኛ", "Amharic"), "ne": ("नेपाली", "Nepali"), "fy": ("Frysk", "Frisian"),
}  # fmt: skip
_BY_NAME = {name.lower(): code for code, names in LANGUAGES.items() for name in (*names, code)}
_CODE = re.compile(r"\(\s*([a-z]{2})(?:[-_][a-z]{2,4})?\s*\)\s*$")

_BARE_CODE = re.compile(r"([a-z]{2})[-_][a-z]{2,4}")

_ALIASES = {
    "caption": "label", "relevance": "relevant", "calculate": "calculation", "readonly": "read_only",
    "constraining_message": "constraint_message", "requiredmsg": "required_message", "jr:count": "repeat_count",
    "count": "repeat_count", "command": "type", "tag": "name", "value": "name", "list": "list_name",
    "jr:constraintmsg": "constraint_message", "jr:requiredmsg": "required_message", "bind::relevant": "relevant",
    "bind::required": "required", "bind::constraint": "constraint", "bind::calculate": "calculation",
    "bind::readonly": "read_only", "bind::jr:constraintmsg": "constraint_message",
    "bind::jr:requiredmsg": "required_message", "control::appearance": "appearance", "set_form_title": "form_title",
    "title": "form_title", "set_form_id": "form_id", "id_string": "form_id", "note": "hint_note",
}  # fmt: skip
_TEXTS = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
SURVEY = frozenset({
    "type", "name", "required", "relevant", "constraint", "calculation", "default", "read_only", "appearance",
    "parameters", "choice_filter", "repeat_count", *_TEXTS,
})  # fmt: skip
SETTINGS = frozenset({"form_title", "form_id", "version", "default_language"})
HARMLESS = frozenset({"style", "instance_name", "public_key", "submission_url", "auto_send", "auto_delete", "comment"})
"""Settings and remarks that mean nothing here and are left out without a word."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its one name, with its language and with how the workbook writes it."""

    name: str
    locale: str
    written: str


@dataclass(slots=True)
class Cells:
    """One row with its cells by column name and language."""

    sheet: str
    number: int
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return the text in the column *name*, "" when there is none."""
        return self.texts.get((name, ""), "")

    def by_locale(self, name: str) -> dict[str, str]:
        """Return the texts of the column *name* by language."""
        return {locale: text for (column, locale), text in self.texts.items() if column == name and locale}

    def column(self, name: str) -> str:
        """Return how the workbook writes the column *name*."""
        return self.written.get(name, name)


def heading(name: str, locale: str) -> str:
    """Return the header of a column of texts in a language.

    >>> heading("label", "nl")
    'label::Nederlands (nl)'
    """
    return f"{name}::{LANGUAGES.get(locale, (locale,))[0]} ({locale})"


def read_column(written: str, default: str) -> Column:
    """Read a header; a column of texts without language is in *default*, one in an unknown language has "?"."""
    if written.lower().startswith(_OWN_CHOICE):
        return Column(written[:200].lower().replace("__", "::"), "", written)
    if written.lower().startswith(OWN):
        return Column(f"{OWN}{written[len(OWN) :].strip()}", "", written)
    name, divider, rest = re.sub(r"\s*::?\s*", "::", written.strip()).partition("::")
    plain = re.sub(r"[\s-]+", "_", name.lower())
    whole = re.sub(r"[\s-]+", "_", f"{name}::{rest}".lower()) if divider else plain
    if whole in _ALIASES:
        return Column(_ALIASES[whole], "", written)
    plain = _ALIASES.get(plain, plain)
    if plain in _TEXTS:
        return Column(plain, (language(rest) or "?") if divider else default, written)
    return Column(plain if not divider else whole, "", written)


def on_choices(column: str) -> str:
    """Return how one of our own columns is written on the choices sheet."""
    return column.replace("::", "__")


def language(name: str) -> str:
    """Return the code of a language written as "Nederlands (nl)", "Dutch" or "nl"; "" when unknown.

    >>> language("English (en)"), language("Dutch"), language("en-GB"), language("Klingon")
    ('en', 'nl', 'en', '')
    """
    lowered = name.strip().lower()
    found = _CODE.search(lowered) or _BARE_CODE.fullmatch(lowered)
    return found.group(1) if found else _BY_NAME.get(lowered, "")


def default_locale(told: str, rows: list[Row]) -> str:
    """Return the language of columns without one: as *told*, when the labels have it or have none of their own."""
    headers = dict.fromkeys(header for row in rows for header in row.cells)
    columns = [read_column(header, "") for header in headers]
    found = [one.locale for one in columns if one.name == "label" and one.locale != "?"]
    if not found or "" in found or told in found:
        return told or "nl"
    return "nl" if "nl" in found else found[0]


def read_rows(sheet: str, rows: list[Row], default: str, report: Report) -> list[Cells]:
    """Bring the columns of *rows* back to one name each; the first of two columns that mean the same counts."""
    known: dict[str, Column] = {}
    found = []
    for row in rows:
        cells = Cells(sheet, row.number)
        for written, text in row.cells.items():
            if written not in known:
                known[written] = read_column(written, default)
                _report_twins(sheet, written, known, report)
            column = known[written]
            cells.texts.setdefault((column.name, column.locale), text)
            cells.written.setdefault(column.name, written)
        found.append(cells)
    return found


def _report_twins(sheet: str, written: str, known: dict[str, Column], report: Report) -> None:
    new = known[written]
    twins = [one for one in known.values() if one is not new and (one.name, one.locale) == (new.name, new.locale)]
    if twins and new.locale != "?":
        report.add(
            sheet,
            1,
            written,
            f"Deze kolom zegt hetzelfde als ‘{twins[0].written[:60]}’.",
            "Is die gevuld, dan telt die.",
        )
