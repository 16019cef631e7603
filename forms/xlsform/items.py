"""The survey sheet as a tree: questions, groups and repeats, each with the row it stands on and a name of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from forms.definition.base import RESERVED
from forms.xlsform.columns import Cells
from forms.xlsform.report import Report

DEEPEST = 12
_SELECT = re.compile(
    r"(select_one|select one from|select one|select1|add select one prompt using"
    r"|select_multiple|select all that apply from|add select multiple prompt using|rank)"
    r"\s+(\S+)(?:\s+(or_other|or other|or specify other))?",
    re.IGNORECASE,
)
_GROUP = re.compile(r"(begin|end)[\s_]*(group|repeat|lgroup|looped group|loop)", re.IGNORECASE)


@dataclass(slots=True)
class Item:
    """A question, a group or a repeat."""

    cells: Cells
    type: str
    """`text`, `select_one`, `group`, `repeat`…"""
    list_name: str = ""
    other: bool = False
    name: str = ""
    """As the workbook writes it, for `${name}`."""
    id: str = ""
    counts: bool = False
    """Whether an expression calculates with its answer."""
    items: list[Item] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What to call it in the report."""
        return self.name or self.type


def slug(written: str, fallback: str, longest: int = 60) -> str:
    """Return *written* as an id: small letters, digits and single underscores.

    >>> slug("Q1. Naam-kind", "vraag"), slug("7", "vraag"), slug("Één", "vraag")
    ('q1_naam_kind', 'vraag_7', 'een')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", written.lower()) if not unicodedata.combining(c))
    found = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if not found or not found[0].isalpha():
        found = f"{fallback}_{found}".strip("_")
    return found[:longest].strip("_")


def unique(wanted: str, taken: dict[str, int]) -> str:
    """Return *wanted*, with a number behind it when it is taken, and take it.

    >>> unique("a", {"a": 1})
    'a_2'
    """
    found = wanted
    while found in taken:
        taken[wanted] += 1
        found = f"{wanted[:54].rstrip('_')}_{taken[wanted]}"
    taken[found] = 1
    return found


def read_items(rows: list[Cells], report: Report) -> list[Item]:
    """Read the rows of the survey as a tree; a group that does not open or close is reported and mended."""
    top = Item(Cells("survey", 0), "group")
    open_ = [top]
    for row in rows:
        written = " ".join(row.get("type").split())
        if row.get("disabled").lower() in ("yes", "true", "ja"):
            report.add("survey", row.number, row.column("disabled"), "Deze rij is uitgezet.", "De rij is overgeslagen.")
            continue
        if not written:
            if row.get("name") or row.by_locale("label"):
                report.add(
                    "survey", row.number, "type", "De soort van deze vraag ontbreekt.", "De rij is overgeslagen."
                )
            continue
        edge = _GROUP.fullmatch(written)
        if edge is None:
            open_[-1].items.append(_question(row, written))
            continue
        kind = "group" if edge.group(2).lower() == "group" else "repeat"
        if edge.group(1).lower() == "begin":
            made = Item(row, kind, name=row.get("name"))
            if len(open_) > DEEPEST:
                report.add(
                    "survey",
                    row.number,
                    "type",
                    "De groepen zijn te diep genest.",
                    "De groep is weggelaten, de vragen niet.",
                )
                made.items = open_[-1].items
            else:
                open_[-1].items.append(made)
            open_.append(made)
        else:
            _close(open_, kind, row, report)
    for left in open_[1:]:
        report.add(
            "survey",
            left.cells.number,
            "type",
            f"‘{left.label}’ wordt niet afgesloten.",
            "Loopt door tot het eind van het blad.",
        )
    return top.items


def _close(open_: list[Item], kind: str, row: Cells, report: Report) -> None:
    if len(open_) == 1:
        report.add("survey", row.number, "type", "Hier eindigt iets wat niet is begonnen.", "De rij is overgeslagen.")
        return
    if open_[-1].type != kind:
        report.add(
            "survey",
            row.number,
            "type",
            "Groep en herhaling sluiten niet op elkaar aan.",
            f"Gelezen als einde van ‘{open_[-1].label}’.",
        )
    open_.pop()


def _question(row: Cells, written: str) -> Item:
    name = row.get("name")
    chosen = _SELECT.fullmatch(written)
    if chosen is None:
        return Item(row, re.sub(r"[\s-]+", "_", written.lower()), name=name)
    kind = chosen.group(1).lower()
    type_ = "rank" if kind == "rank" else "select_multiple" if "mult" in kind or "all" in kind else "select_one"
    return Item(row, type_, list_name=chosen.group(2), other=bool(chosen.group(3)), name=name)


def walk(items: list[Item], repeats: tuple[Item, ...] = ()) -> Iterator[tuple[Item, tuple[Item, ...]]]:
    """Yield every item with the repeats around it, in the order of the sheet."""
    for item in items:
        yield item, repeats
        inner = (*repeats, item) if item.type == "repeat" else repeats
        yield from walk(item.items, inner)


def name_all(items: list[Item], report: Report) -> None:
    """Give every item an id of its own, questions before groups; a name that had to change is reported."""
    taken = dict.fromkeys(RESERVED, 1)
    found = [item for item, _ in walk(items)]
    for item in sorted(found, key=lambda item: item.type == "group"):
        fallback = {"group": "groep", "repeat": "herhaling", "note": "tekst"}.get(item.type, "vraag")
        wanted = slug(item.name, fallback)
        item.id = unique(wanted, taken)
        if item.name and item.id != item.name:
            why = "is hier geen geldige naam" if item.id == wanted or wanted in RESERVED else "komt vaker voor"
            report.add(
                "survey",
                item.cells.number,
                item.cells.column("name"),
                f"De naam ‘{item.name[:60]}’ {why}.",
                f"De naam is nu ‘{item.id}’.",
            )
