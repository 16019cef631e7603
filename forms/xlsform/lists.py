"""The choices sheet: lists of options by name, with the keys their names became."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from forms.xlsform.columns import OWN, Cells
from forms.xlsform.items import slug
from forms.xlsform.report import Report
from forms.xlsform.texts import texts

_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,6})?", re.ASCII)
_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
_KNOWN = ("list_name", "name", "label")


@dataclass(slots=True)
class Choices:
    """One list of options."""

    options: list[dict[str, Any]] = field(default_factory=list)
    rows: list[Cells] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    """Key of an option by its name in the workbook."""

    def numbers(self) -> dict[str, Any]:
        """Return the number that each key stands for, when the names of all options are numbers."""
        if not all(_NUMBER.fullmatch(name) for name in self.keys):
            return {}
        return {key: int(name) if "." not in name else {"decimal": name} for name, key in self.keys.items()}

    def steps(self) -> tuple[int, int] | None:
        """Return the first and last name when the names count up by one from 0 or 1, as those of a scale do."""
        names = [row.get("name") for row in self.rows]
        low = names[0] if names else ""
        if low not in ("0", "1") or not 3 <= len(names) <= 11:
            return None
        high = int(low) + len(names) - 1
        return (int(low), high) if names == [str(n) for n in range(int(low), high + 1)] and high <= 10 else None


def read_lists(rows: list[Cells], default: str, report: Report) -> dict[str, Choices]:
    """Read all lists of the sheet."""
    lists: dict[str, Choices] = {}
    for row in rows:
        name, written = row.get("list_name"), row.get("name")
        if not name:
            if written or row.by_locale("label"):
                report.add(
                    "choices",
                    row.number,
                    "list_name",
                    "De lijst van dit antwoord ontbreekt.",
                    "De rij is overgeslagen.",
                )
            continue
        found = lists.setdefault(name, Choices())
        labels = texts(row, "label", report)
        if not labels:
            labels = {default: written or "–"}
            report.add(
                "choices", row.number, "label", "Dit antwoord heeft geen tekst.", "De naam is als tekst gebruikt."
            )
        key = written if _KEY.fullmatch(written) else slug(written or next(iter(labels.values())), "o")
        if key != written:
            report.add(
                "choices",
                row.number,
                "name",
                f"De naam ‘{written[:60]}’ is hier geen geldige naam.",
                f"De naam is nu ‘{key}’.",
            )
        found.options.append({"key": key, "label": labels})
        found.rows.append(row)
        found.keys.setdefault(written, key)
    return lists


def extra_columns(rows: list[Cells]) -> dict[str, str]:
    """Return the other columns of the sheet, by name, as they are written; filters may use them."""
    found: dict[str, str] = {}
    for row in rows:
        for name, _ in row.texts:
            if name not in _KNOWN and not name.startswith(OWN):
                found.setdefault(name, row.column(name))
    return found
