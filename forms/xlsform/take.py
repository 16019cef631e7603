"""Sheets become a definition: what XLSForm says, then our own columns over it, then the checks."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import Any

from forms.definition.load import BadDefinition, Problem, load
from forms.definition.schema import FormDefinition
from forms.runtime.publishing import check
from forms.xlsform.columns import HARMLESS, OWN, SETTINGS, SURVEY, Cells, default_locale, language, read_rows
from forms.xlsform.infer import KINDS, TYPES, question
from forms.xlsform.items import Item, name_all, read_items, slug, walk
from forms.xlsform.known import Known, Scope
from forms.xlsform.lists import Choices, extra_columns, read_lists
from forms.xlsform.logic import Logic
from forms.xlsform.overlay import Path, lay_over, node_at
from forms.xlsform.pages import Placed, Sheet, read_pages
from forms.xlsform.parse import Cannot, counted, parse
from forms.xlsform.report import Imported, Report
from forms.xlsform.sheets import Row, Sheets, unpack
from forms.xlsform.texts import LONG, texts

_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
_LAYOUT = re.compile(
    r"(multiline|numbers|minimal|quick|quickcompact|compact(-\d+)?|columns(-\w+)?|likert|list|list-nolabel|label|"
    r"horizontal(-compact)?|no-calendar|month-year|year|signature|field-list|table-list|autocomplete|search|vertical|"
    r"picker|thousands-sep|new|new-front|draw|annotate|no-ticks|w\d+|no-buttons|url|bearing|masked)"
)
_MOST_NESTED = 20
"""Rows of a repeat in a repeat, so that all rows together stay within what the engine takes."""


@dataclass(slots=True)
class Taken:
    """A definition as JSON with the row each of its parts came from."""

    body: dict[str, Any]
    places: list[tuple[Path, Cells]]
    report: Report


def take(data: bytes) -> Imported:
    """Read a workbook; BadDefinition with all that is wrong when it is hostile or makes no definition.

    The result is a draft while it has problems: a workbook of another program knows no purpose or audience.
    """
    definition, report = read(data)
    return Imported(definition, report.all(), tuple(check(definition)))


def read(data: bytes) -> tuple[FormDefinition, Report]:
    """Read a workbook without checking whether it could be published."""
    taken = infer(unpack(data))
    nodes = [node_at(taken.body, path) for path, _ in taken.places]
    for node, (path, cells) in zip(nodes, taken.places, strict=True):
        lay_over(node, path, cells, taken.report)
    try:
        return load(taken.body), taken.report
    except BadDefinition as wrong:
        raise BadDefinition([_in_workbook(problem, taken) for problem in wrong.problems]) from None


def infer(sheets: Sheets) -> Taken:
    """Read what the columns of XLSForm say, without our own."""
    report = Report()
    told, settings = _settings(sheets.settings, report)
    default = default_locale(told, [*sheets.survey, *sheets.choices])
    if told and told != default:
        where = ("settings", settings.number, settings.column("default_language"))
        report.add(*where, "In deze taal staat er geen tekst.", f"De taal van het formulier is nu ‘{default}’.")
    survey, choices = (
        read_rows(n, rows, default, report) for n, rows in (("survey", sheets.survey), ("choices", sheets.choices))
    )
    for name in sheets.others:
        report.add(name, 0, "", "Dit blad hoort niet bij het profiel.", "Het is niet gelezen.")
    _columns(survey, choices, report)
    items = read_items(survey, report)
    name_all(items, report)
    calculating = _calculated_with(survey)
    for item, _ in walk(items):
        item.counts = item.name in calculating
    lists = read_lists(choices, default, report)
    maker = _Maker(lists, default, report)
    body = _form(settings, _locales([*survey, *choices], default), default, report)
    return maker.form(body, settings, items)


class _Maker:
    """Makes the pages with their fields, and remembers the row of each."""

    def __init__(self, lists: dict[str, Choices], default: str, report: Report) -> None:
        self.lists, self.default, self.report = lists, default, report
        self.made: dict[int, dict[str, Any]] = {}
        self.places: list[tuple[Path, Cells]] = []
        self.logic = Logic({}, (), report)

    def form(self, body: dict[str, Any], settings: Cells, items: list[Item]) -> Taken:
        """Complete *body* with pages."""
        self.logic = Logic(self.names(items), tuple(body["locales"]), self.report)
        pages = [page for page in read_pages(items, self.report) if self.keeps(page)]
        if not pages:
            raise BadDefinition(
                [
                    Problem(
                        "no_questions",
                        "survey",
                        "Op het blad ‘survey’ staat geen enkele vraag.",
                        "Zet in elke rij een type en een naam.",
                    )
                ]
            )
        self.places.append(((), settings))
        keys: set[str] = set()
        body["pages"] = [self.page(page, number, body, keys) for number, page in enumerate(pages)]
        return Taken(body, self.places, self.report)

    def keeps(self, page: Sheet) -> bool:
        """Tell whether a page has anything on it."""
        kept = any(self.kept(one) for one in page.placed)
        if not kept and page.item is not None:
            self.report.add(
                "survey",
                page.item.cells.number,
                "",
                f"‘{page.item.label[:60]}’ heeft geen vragen.",
                "De groep is weggelaten.",
            )
        return kept

    def kept(self, placed: Placed) -> bool:
        """Tell whether a question is taken over."""
        return id(placed.item) in self.made and (placed.item.type != "repeat" or any(map(self.kept, placed.inner)))

    def names(self, items: list[Item]) -> dict[str, Known]:
        """Make every question, and return what expressions may say of each by its name in the workbook."""
        names: dict[str, Known] = {}
        grouped: dict[str, Known] = {}
        for item, repeats in walk(items):
            made = self.heading(item) if item.type == "group" else question(item, self.lists, self.default, self.report)
            if made is None:
                if item.type == "today":
                    names.setdefault(item.name, Known(item.id, "date", tree={"today": []}))
                continue
            if (
                item.cells.get("calculation")
                and made["kind"] not in ("calculated", "note", "heading", "repeat")
                and "calculated" in KINDS
            ):
                self.report.add(
                    "survey",
                    item.cells.number,
                    item.cells.column("calculation"),
                    "Deze vraag heeft een berekening.",
                    "Het is een berekende waarde geworden.",
                )
                made = {name: made[name] for name in ("id", "key", "label", "hint", "help") if name in made} | {
                    "kind": "calculated"
                }
            self.made[id(item)] = made
            if item.type == "group":
                grouped.setdefault(item.name, Known(made["id"], "nothing", groups=tuple(one.id for one in repeats)))
            else:
                keys = self.lists[item.list_name].keys if "options" in made and item.list_name in self.lists else {}
                numbers = self.lists[item.list_name].numbers() if keys and made["kind"] == "one_of" else {}
                groups = tuple(one.id for one in repeats)
                names.setdefault(item.name, Known(made["id"], TYPES.get(made["kind"], "any"), keys, groups, numbers))
        return grouped | names

    def heading(self, item: Item) -> dict[str, Any] | None:
        """Make the heading that a group inside a page becomes."""
        labels = texts(item.cells, "label", Report())
        if not labels:
            return None
        hint = texts(item.cells, "hint", self.report)
        found = {"kind": "heading", "id": item.id, "key": item.id, "label": labels}
        return found | ({"hint": hint} if hint else {})

    def page(self, page: Sheet, number: int, body: dict[str, Any], keys: set[str]) -> dict[str, Any]:
        """Make a page."""
        path: Path = ("pages", number)
        made: dict[str, Any] = {"key": f"pagina_{number + 1}", "title": dict(body["title"])}
        if page.item is not None:
            name = page.item.name
            wanted = name if _KEY.fullmatch(name) else page.item.id
            made["key"] = wanted if wanted not in keys else f"{wanted[:50]}_{number + 1}"
            made["title"] = texts(page.item.cells, "label", self.report) or {self.default: name or f"{number + 1}"}
            if intro := texts(page.item.cells, "hint", self.report, LONG):
                made["intro"] = intro
            tree = self.logic.shows(page.item.cells, (), Scope(self.logic.names))
            if tree is not None and tree is not True:
                made["show_if"] = tree
            self.places.append((path, page.item.cells))
        keys.add(made["key"])
        made["fields"] = self.fields(page.placed, path, ())
        return made

    def fields(self, placed: list[Placed], path: Path, groups: tuple[str, ...]) -> list[dict[str, Any]]:
        """Make the fields of a page or a repeat."""
        found: list[dict[str, Any]] = []
        for one in placed:
            if not self.kept(one):
                if id(one.item) in self.made:
                    self.report.add(
                        "survey",
                        one.item.cells.number,
                        "",
                        f"‘{one.item.label[:60]}’ heeft geen vragen.",
                        "De herhaling is weggelaten.",
                    )
                continue
            made, cells = dict(self.made[id(one.item)]), one.item.cells
            at: Path = (*path, "fields", len(found))
            names = self.logic.names
            own = Known(made["id"], TYPES.get(made["kind"], "any"), self.keys(one.item), groups)
            scope = Scope(names, own, groups)
            self.places.append((at, cells))
            if one.item.type == "group":
                self.places.pop()
                tree = self.logic.shows(one.around[-1], one.around[:-1], scope) if one.around else None
                found.append(made | ({"show_if": tree} if tree not in (None, True) else {}))
                continue
            self.logic.of_question(made, cells, one.around, scope)
            choices = self.lists.get(one.item.list_name) if "options" in made else None
            self.logic.filtered(made, cells, choices, scope)
            if choices is not None and len(choices.rows) == len(made["options"]):
                self.places += [((*at, "options", n), row) for n, row in enumerate(choices.rows)]
            if one.item.other and "other" in KINDS[made["kind"]].model_fields:
                made["other"] = True
            if one.item.type == "repeat":
                made["fields"] = self.fields(one.inner, at, (*groups, made["id"]))
                if groups or any(inner["kind"] == "repeat" for inner in made["fields"]):
                    made["max_rows"] = min(made["max_rows"], _MOST_NESTED)
            self.appearance(cells)
            found.append(made)
        return found

    def keys(self, item: Item) -> dict[str, str]:
        """Return the keys of the options of a question by their names."""
        return self.lists[item.list_name].keys if item.list_name in self.lists else {}

    def appearance(self, cells: Cells) -> None:
        """Report an appearance that changes more than the looks."""
        strange = [word for word in cells.get("appearance").lower().split() if not _LAYOUT.fullmatch(word)]
        if strange:
            self.report.add(
                cells.sheet,
                cells.number,
                cells.column("appearance"),
                f"‘{' '.join(strange)[:80]}’ kent het formulier niet.",
                "De vraag ziet er gewoon uit.",
            )


def _calculated_with(survey: list[Cells]) -> set[str]:
    """Return the names of the questions whose answers some expression calculates with."""
    found = set[str]()
    for row in survey:
        for column in ("calculation", "relevant", "constraint", "required"):
            with contextlib.suppress(Cannot):
                found |= counted(parse(row.get(column)))
    return found


def _settings(rows: list[Row], report: Report) -> tuple[str, Cells]:
    found = read_rows("settings", rows[:1], "nl", report)
    first = found[0] if found else Cells("settings", 2)
    return language(first.get("default_language")), first


def _form(settings: Cells, locales: list[str], default: str, report: Report) -> dict[str, Any]:
    title = texts(settings, "form_title", Report()) or {
        default: settings.get("form_title")[:1_000] or settings.get("form_id")[:1_000] or "Formulier"
    }
    known = settings.get("form_id")
    key = known if _KEY.fullmatch(known) else slug(known or settings.get("form_title"), "formulier", 40)
    if known and key != known:
        report.add(
            "settings",
            settings.number,
            "form_id",
            f"‘{known[:60]}’ is hier geen geldige naam.",
            f"De naam is nu ‘{key}’.",
        )
    for name, _ in settings.texts:
        if name not in SETTINGS | HARMLESS and not name.startswith(OWN):
            report.add(
                "settings",
                settings.number,
                settings.column(name),
                "Deze instelling hoort niet bij het profiel.",
                "Zij is niet overgenomen.",
            )
    if settings.get("version"):
        report.add(
            "settings",
            settings.number,
            settings.column("version"),
            "Het portaal nummert versies zelf.",
            "Het nummer is niet overgenomen.",
        )
    return {"schema_version": 1, "key": key, "title": title, "locales": locales}


def _locales(rows: list[Cells], default: str) -> list[str]:
    found = dict.fromkeys(
        locale for row in rows for (name, locale) in row.texts if locale and locale != "?" and name == "label"
    )
    return [default, *(locale for locale in found if locale != default)] if default in found or not found else [*found]


def _columns(survey: list[Cells], choices: list[Cells], report: Report) -> None:
    seen: dict[str, str] = {}
    for row in survey:
        for name, _ in row.texts:
            if name not in SURVEY | HARMLESS | {"disabled"} and not name.startswith(OWN):
                seen.setdefault(name, row.column(name))
    for written in seen.values():
        report.add(
            "survey", 1, written, f"De kolom ‘{written[:60]}’ hoort niet bij het profiel.", "Zij is niet overgenomen."
        )
    filters = " ".join(row.get("choice_filter") for row in survey)
    for name, written in extra_columns(choices).items():
        if name not in HARMLESS and not re.search(rf"\b{re.escape(name)}\b", filters, re.IGNORECASE):
            report.add(
                "choices",
                1,
                written,
                f"De kolom ‘{written[:60]}’ hoort niet bij het profiel.",
                "Zij is niet overgenomen.",
            )


def _in_workbook(problem: Problem, taken: Taken) -> Problem:
    """Tell where in the workbook a problem of the definition stands."""
    best: tuple[int, Cells | None] = (0, None)
    for path, cells in taken.places:
        told = ".".join(map(str, path))
        if path and (problem.where == told or problem.where.startswith(f"{told}.")) and len(path) > best[0]:
            best = (len(path), cells)
    if best[1] is None:
        return problem
    rest = problem.where.split(".")[best[0] :]
    where = f"{best[1].sheet}, rij {best[1].number}" + (f", {'.'.join(rest)}" if rest else "")
    return Problem(problem.code, where, problem.message, problem.remedy)
