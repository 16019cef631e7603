"""Texts from a workbook made fit for a definition: nothing hidden in them, and not too long."""

from __future__ import annotations

import re
import unicodedata

from forms.definition.text import hidden_characters
from forms.xlsform.columns import Cells
from forms.xlsform.report import Report

SHORT, LONG = 1_000, 10_000
_MARKUP = re.compile(r"</?[A-Za-z][^<>\n]*>|\*\*[^*\n]+\*\*")
_PIPED = re.compile(r"\$\{[^}]*\}")


def texts(cells: Cells, name: str, report: Report, longest: int = SHORT) -> dict[str, str]:
    """Return the texts of a column by language, cleaned; what was changed is reported."""
    found: dict[str, str] = {}
    for locale, written in cells.by_locale(name).items():
        text = clean(written)
        where = (cells.sheet, cells.number, cells.column(name))
        if locale == "?":
            report.add(
                *where,
                "De taal van deze kolom is onbekend.",
                "De kolom is niet overgenomen; schrijf bijvoorbeeld ‘label::English (en)’.",
            )
            continue
        if text != written.strip():
            report.add(*where, "De tekst bevat onzichtbare tekens.", "Die tekens zijn weggehaald.")
        if len(text) > longest:
            report.add(*where, f"De tekst is langer dan {longest} tekens.", "De rest is afgekapt.")
            text = text[:longest].strip()
        if _PIPED.search(text):
            report.add(*where, "De tekst verwijst naar een antwoord.", "De verwijzing staat er als gewone tekst.")
        if _MARKUP.search(text):
            report.add(*where, "De tekst heeft opmaak (html of sterretjes).", "Die staat er als gewone tekst.")
        if text:
            found[locale] = text
    return found


def clean(written: str) -> str:
    """Return *written* without control and direction characters."""
    if written.isascii() and written.isprintable():
        return written.strip()
    text = written.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    bad = hidden_characters(text)
    return unicodedata.normalize("NFC", "".join(c for c in text if c not in bad)).strip()
