"""The expressions of a row: relevant, required, constraint, default and the like, each translated or reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from forms.expressions.tree import as_date, as_decimal, faults_of
from forms.xlsform.choosing import filter_of
from forms.xlsform.columns import Cells
from forms.xlsform.infer import is_yes
from forms.xlsform.known import Known, Scope, Tree
from forms.xlsform.lists import Choices
from forms.xlsform.parse import Cannot, parse
from forms.xlsform.report import Report
from forms.xlsform.texts import texts
from forms.xlsform.translate import condition, type_of, value

_UNTOLD = {"nl": "Dit antwoord kan hier niet. Controleer het.", "en": "This answer is not possible here. Check it."}
_TRUE = ("yes", "true", "ja")
_TRUTHS = (*_TRUE, "no", "false", "nee")
"""Words that other programs take for true() and false()."""

_BOUNDS = {">=": "low", ">": "above", "<=": "high", "<": "below"}
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:\d.*)?", re.ASCII)
_RANGES = {"integer": ("minimum", "maximum"), "decimal": ("minimum", "maximum"), "date": ("earliest", "latest")}


@dataclass(frozen=True, slots=True)
class Logic:
    """Translates what the rows of a workbook say about each other."""

    names: Mapping[str, Known]
    locales: tuple[str, ...]
    report: Report

    def translate(
        self, cells: Cells, column: str, scope: Scope, how: Callable[[str, Scope], Tree], instead: str
    ) -> Tree | None:
        """Return the tree of what stands in a column; None when nothing does or it lies outside the profile."""
        written = _expression(cells, column)
        if not written:
            return None
        try:
            return how(written, scope)
        except Cannot as wrong:
            self.report.add(cells.sheet, cells.number, cells.column(column), f"‘{written[:120]}’: {wrong}", instead)
            return None

    def shows(self, cells: Cells, around: tuple[Cells, ...], scope: Scope) -> Tree | None:
        """Return when something shows: its own condition and those of the groups around it."""
        found = [
            self.translate(
                one, "relevant", scope, condition, "De voorwaarde is weggelaten; de vraag wordt altijd getoond."
            )
            for one in (*around, cells)
        ]
        trees = [tree for tree in found if tree is not None]
        if len(trees) < 2:
            return trees[0] if trees else None
        whole = {"and": trees}
        if faults_of(whole):
            self.report.add(
                cells.sheet,
                cells.number,
                cells.column("relevant"),
                "De voorwaarden van de groepen samen zijn te groot.",
                "Alleen de eigen voorwaarde telt.",
            )
            return trees[-1]
        return whole

    def of_question(self, made: dict[str, Any], cells: Cells, around: tuple[Cells, ...], scope: Scope) -> None:
        """Complete the field *made* with all its expressions."""
        if (tree := self.shows(cells, around, scope)) is not None and tree is not True:
            made["show_if"] = tree
        if made["kind"] in ("note", "heading"):
            return
        if made["kind"] == "calculated":
            self.calculated(made, cells, scope)
            return
        if is_yes(cells.get("required")) is None:
            tree = self.translate(cells, "required", scope, condition, "De vraag is niet verplicht.")
            if tree is not None:
                made["require_if"] = tree
        if (fixed := is_yes(cells.get("read_only"))) is True:
            made["read_only_if"] = True
        elif fixed is None:
            tree = self.translate(cells, "read_only", scope, condition, "De vraag kan worden ingevuld.")
            if tree is not None:
                made["read_only_if"] = tree
        self.constraint(made, cells, scope)
        self.default(made, cells, scope)

    def calculated(self, made: dict[str, Any], cells: Cells, scope: Scope) -> None:
        """Give a calculated value its expression; without one it is nothing."""
        if not cells.get("calculation"):
            where = (cells.sheet, cells.number, cells.column("calculation"))
            self.report.add(*where, "De berekening ontbreekt.", "De berekende waarde blijft leeg.")
        made["value"] = self.translate(cells, "calculation", scope, value, "De berekende waarde blijft leeg.")
        kind = type_of(_expression(cells, "calculation"), scope) if made["value"] is not None else ""
        if kind in ("text", "choice", "date", "bool"):
            made["result"] = "text" if kind == "choice" else kind

    def constraint(self, made: dict[str, Any], cells: Cells, scope: Scope) -> None:
        """Read the constraint: a plain range becomes the range of the field, anything else a test with its message."""
        tree = self.translate(cells, "constraint", scope, condition, "De controle is weggelaten.")
        messages = texts(cells, "constraint_message", self.report)
        if tree is None or tree is True:
            if messages and cells.get("constraint") == "":
                made["invalid"] = messages
            return
        if not messages and _bounded(made, tree, made["id"]):
            return
        if not messages:
            self.report.add(
                cells.sheet,
                cells.number,
                cells.column("constraint"),
                "De controle heeft geen melding.",
                "Er staat nu een algemene melding.",
            )
            messages = {locale: _UNTOLD.get(locale, _UNTOLD["en"]) for locale in self.locales}
        made["constraints"] = [{"test": tree, "message": messages}]

    def default(self, made: dict[str, Any], cells: Cells, scope: Scope) -> None:
        """Read the answer a form begins with: a constant, or the day of today."""
        written = cells.get("default")
        if not written:
            return
        where = (cells.sheet, cells.number, cells.column("default"))
        if re.fullmatch(r"(once\()?(today|now)\(\)\)?", written) and made["kind"] == "date":
            made["prefill"] = "today"
            return
        if "${" in written or re.match(r"[\w:-]+\(.*\)\s*$", written, re.DOTALL):
            self.report.add(
                *where, f"‘{written[:80]}’: een berekende beginwaarde kent het formulier niet.", "De vraag begint leeg."
            )
            return
        found = _stored(made, written, scope.own)
        if found is None:
            self.report.add(*where, f"‘{written[:80]}’ is geen antwoord op deze vraag.", "De vraag begint leeg.")
        else:
            made["default"] = found

    def filtered(self, made: dict[str, Any], cells: Cells, choices: Choices | None, scope: Scope) -> None:
        """Give every option the condition that the filter of the question comes to for it."""
        written = cells.get("choice_filter")
        if not written or choices is None or "options" not in made:
            return
        where = (cells.sheet, cells.number, cells.column("choice_filter"))
        kept = []
        try:
            ast = parse(written, columns=True)
            for option, row in zip(made["options"], choices.rows, strict=True):
                tree = filter_of(ast, scope, row.get)
                if tree is not False:
                    kept.append(option if tree is True else option | {"show_if": tree})
        except Cannot as wrong:
            self.report.add(*where, f"‘{written[:120]}’: {wrong}", "Alle antwoorden worden altijd getoond.")
            return
        if len(kept) < 2:
            self.report.add(
                *where, f"‘{written[:120]}’ laat te weinig antwoorden over.", "Alle antwoorden worden altijd getoond."
            )
            return
        made["options"] = kept


def _expression(cells: Cells, column: str) -> str:
    """Return the expression in a column; a word that other programs take for a truth is one."""
    written = cells.get(column)
    return f"{written.lower() in _TRUE}()".lower() if written.lower() in _TRUTHS else written


def _bounded(made: dict[str, Any], tree: Tree, own: str) -> bool:
    """Take a range such as `. >= 0 and . <= 120` into the field; tell whether all of the tree went into it."""
    parts = tree["and"] if isinstance(tree, dict) and set(tree) == {"and"} else [tree]
    found: dict[str, Any] = {}
    for part in parts:
        ((operator, sides),) = part.items() if isinstance(part, dict) and len(part) == 1 else (("", None),)
        if operator not in _BOUNDS or not isinstance(sides, list):
            return False
        bound = _bound(made["kind"], _BOUNDS[operator], sides, own)
        if bound is None or bound[0] in found:
            return False
        found[bound[0]] = bound[1]
    made |= found
    return True


def _bound(kind: str, end: str, sides: list[Any], own: str) -> tuple[str, Any] | None:
    subject, limit = sides
    if kind in ("short_text", "long_text"):
        most = 500 if kind == "short_text" else 20_000
        fits = subject == {"length": [{"var": own}]} and end == "high" and type(limit) is int and 1 <= limit <= most
        return ("max_length", limit) if fits else None
    if kind == "date_time" and end == "high" and (subject, limit) == ({"date_of": [{"var": own}]}, {"today": []}):
        return "future", False
    if subject != {"var": own} or kind not in _RANGES:
        return None
    name = _RANGES[kind][0 if end in ("low", "above") else 1]
    if kind == "date":
        if end == "high" and limit == {"today": []}:
            return "future", False
        day = limit.get("date") if isinstance(limit, dict) and end in ("low", "high") else None
        return (name, day) if day else None
    if kind == "integer":
        step = {"above": 1, "below": -1}.get(end, 0)
        return (name, limit + step) if type(limit) is int and abs(limit) < 10**12 else None
    written = limit.get("decimal") if isinstance(limit, dict) else str(limit) if type(limit) is int else None
    fits = end in ("low", "high") and written is not None and abs(Decimal(written)) < 10**12
    return (name, written) if fits else None


def _stored(made: dict[str, Any], written: str, own: Known | None) -> Any:
    """Return a constant as an answer of the field is stored; None when it is none."""
    kind = made["kind"]
    options = dict(own.options) if own else {}
    if kind in ("short_text", "long_text"):
        return written if len(written) <= made.get("max_length", 200 if kind == "short_text" else 5_000) else None
    if kind in ("integer", "scale"):
        return int(written) if re.fullmatch(r"-?\d{1,12}", written, re.ASCII) else None
    if kind == "decimal":
        found = f"0{written}" if written.startswith(".") else written
        return found if as_decimal(found) is not None else None
    if kind == "date":
        return written[:10] if as_date(written[:10]) else None
    if kind == "yes_no":
        return True if written.lower() == "ok" else is_yes(written)
    if kind == "time":
        return written[:5] if _CLOCK.fullmatch(written) else None
    if kind == "date_time":
        day, _, clock = written.replace(" ", "T", 1).partition("T")
        return f"{day}T{clock[:5]}" if as_date(day) and _CLOCK.fullmatch(clock) else None
    if kind == "one_of":
        return options.get(written)
    if kind in ("many_of", "ranking"):
        chosen = [options.get(one) for one in written.split()]
        return None if None in chosen else chosen
    return None
