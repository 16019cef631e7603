"""A definition as sheets, in the columns of XLSForm only, for whoever opens it in another program."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from forms.definition.base import BaseField
from forms.definition.digest import body_of
from forms.definition.schema import FormDefinition
from forms.definition.text import hidden_characters, say
from forms.expressions.tree import references
from forms.kinds.registry import kind_of
from forms.kinds.repeat import Repeat
from forms.words import word
from forms.xlsform.columns import LANGUAGES, heading
from forms.xlsform.filters import filter_of_options
from forms.xlsform.infer import WIDEST
from forms.xlsform.items import unique
from forms.xlsform.parse import MOST_CHARACTERS
from forms.xlsform.sheets import Cells, Row, Sheets
from forms.xlsform.xpath import write_tree

_PLAIN = {
    "short_text": "text", "long_text": "text", "integer": "integer", "decimal": "decimal", "money": "decimal",
    "duration": "integer", "date": "date", "partial_date": "date", "time": "time", "date_time": "dateTime",
    "scale": "range", "file": "file", "signature": "image", "note": "note", "heading": "note",
    "calculated": "calculate",
}  # fmt: skip
"""The type of a row per kind; what is not here and no list is asked as text."""

_LOOKS = {"long_text": "multiline", "partial_date": "month-year", "signature": "signature"}
_LISTS = {"one_of": "select_one", "many_of": "select_multiple", "ranking": "rank"}
_YES_NO = "yes_no"


class Giver:
    """Writes one definition."""

    def __init__(self, definition: FormDefinition) -> None:
        self.definition = definition
        self.locales = definition.locales
        self.body = body_of(definition)
        fields = [field for _, field, _ in definition.fields()]
        self.types = {field.id: kind_of(field).type_of(field) for field in fields}
        self.names = dict.fromkeys((field.id for field in fields), 1)
        self.survey: list[Row] = []
        self.choices: list[Row] = []
        self.lists: dict[str, tuple[str, str]] = {}
        self.taken: dict[str, int] = {}

    def sheets(self) -> Sheets:
        """Return all three sheets."""
        for page, body in zip(self.definition.pages, self.body["pages"], strict=True):
            name = unique(page.key if page.key not in self.names else f"{page.key[:54]}_page", self.names)
            shows = self.tree(page.show_if)
            self.row(
                {
                    "type": "begin_group",
                    "name": name,
                    **self.texts("label", body["title"]),
                    **self.texts("hint", body.get("intro")),
                    "relevant": shows,
                    "appearance": "field-list",
                }
            )
            self.fields(page.fields, body["fields"])
            self.row({"type": "end_group", "name": name})
        return Sheets(self.survey, self.choices, [Row(2, self.settings())])

    def settings(self) -> Cells:
        """Return the one row of settings."""
        first = self.locales[0]
        language = f"{LANGUAGES.get(first, (first,))[0]} ({first})"
        return {
            "form_title": say(self.definition.title, first),
            "form_id": self.definition.key,
            "default_language": language,
        }

    def row(self, cells: Mapping[str, str]) -> None:
        """Add a row to the survey; what no cell can hold is left to the columns of our own."""
        kept = {column: text for column, text in cells.items() if text and not hidden_characters(text)}
        self.survey.append(Row(len(self.survey) + 2, kept))

    def texts(self, column: str, told: Mapping[str, str] | None) -> Cells:
        """Return the cells of a text, one per language; those of the form come first, in its order."""
        if not told:
            return {}
        order = [*(one for one in self.locales if one in told), *(one for one in told if one not in self.locales)]
        return {heading(column, locale): told[locale] for locale in order}

    def tree(self, tree: Any, own: str = "") -> str:
        """Return an expression as XLSForm writes it, "" when it has no words for it."""
        known = tree is not None and references(tree) <= self.types.keys()
        written = (known and write_tree(tree, self.types, own)) or ""
        return written if len(written) <= MOST_CHARACTERS else ""

    def fields(self, fields: Sequence[BaseField], bodies: list[dict[str, Any]]) -> None:
        """Write the fields of a page or a repeat."""
        for field, body in zip(fields, bodies, strict=True):
            self.row(self.field(field, body))
            if isinstance(field, Repeat):
                self.fields(field.fields, body["fields"])
                self.row({"type": "end_repeat", "name": field.id})

    def field(self, field: BaseField, body: dict[str, Any]) -> Cells:
        """Return the cells of one field."""
        kind = field.kind
        told, filter_ = self.type(body)
        cells: Cells = {"type": told, "name": field.id, "choice_filter": filter_}
        cells |= self.texts("label", body.get("body") if kind == "note" else body["label"])
        cells |= self.texts("hint", body.get("hint")) | self.texts("guidance_hint", body.get("help"))
        cells["relevant"] = self.tree(field.show_if)
        cells["appearance"] = _LOOKS.get(kind, "")
        if kind == "repeat":
            return cells | {"type": "begin_repeat"}
        if kind == "scale":
            cells["parameters"] = f"start={body.get('low', 1)} end={body.get('high', 5)} step=1"
        if kind == "calculated":
            return cells | {"calculation": self.tree(body.get("value")) or "''"}
        if not field.takes_answer:
            return cells
        needed = getattr(field, "require_if", None)
        cells["required"] = "yes" if field.need == "required" else self.tree(needed)
        cells |= self.texts("required_message", body.get("missing"))
        read_only = getattr(field, "read_only_if", None)
        cells["read_only"] = "yes" if read_only is True else self.tree(read_only)
        cells["default"] = _default(field)
        return cells | self.checked(field, body)

    def checked(self, field: BaseField, body: dict[str, Any]) -> Cells:
        """Return the cells of what an answer must be."""
        constraints = getattr(field, "constraints", ())
        parts = [_range(field), *(self.tree(one.test, field.id) for one in constraints)]
        found = [part for part in parts if part]
        if constraints and not all(parts[1:]):
            found = []
        joined = " and ".join(f"({part})" if len(found) > 1 and constraints else part for part in found)
        messages = body["constraints"][0]["message"] if constraints else {}
        return {
            "constraint": joined if len(joined) <= MOST_CHARACTERS else "",
            **self.texts("constraint_message", messages),
        }

    def type(self, body: dict[str, Any]) -> tuple[str, str]:
        """Return the type of a row and its filter, and write its list when it was not written before."""
        kind = body["kind"]
        if kind == "yes_no":
            options = [{"key": key, "label": {one: word(key, one) for one in self.locales}} for key in ("yes", "no")]
            return f"select_one {self.named_list(_YES_NO, options)[0]}", ""
        if kind in _LISTS and body.get("options"):
            other = body.get("other") is True
            name, filter_ = self.named_list(body["id"], body["options"], other)
            return f"{_LISTS[kind]} {name}{' or_other' if other else ''}", filter_
        return _PLAIN.get(kind, "text"), ""

    def named_list(self, wanted: str, options: list[dict[str, Any]], other: bool = False) -> tuple[str, str]:
        """Return the name of the list of *options*, written once, and the filter that says when each shows.

        Other programs take no filter where somebody may answer in own words.
        """
        told = json.dumps([options, other], sort_keys=True)
        if told not in self.lists:
            name = unique(wanted, self.taken)
            conditions = [option.get("show_if") for option in options]
            some = not other and any(one is not None for one in conditions)
            filter_, columns = (some and filter_of_options(conditions, self.tree)) or ("", [{} for _ in options])
            self.lists[told] = name, filter_
            for option, more in zip(options, columns, strict=True):
                cells = {"list_name": name, "name": option["key"], **self.texts("label", option["label"]), **more}
                self.choices.append(Row(len(self.choices) + 2, cells))
        return self.lists[told]


def _range(field: BaseField) -> str:
    """Return the range of a field as a constraint, "" when it has none of its own."""
    told: dict[str, Any] = {name: getattr(field, name, None) for name in ("minimum", "maximum", "earliest", "latest")}
    parts: list[str] = []
    if field.kind in ("integer", "decimal"):
        wide = str(WIDEST)
        parts += [f". >= {told['minimum']}"] if str(told["minimum"]) != f"-{wide}" else []
        parts += [f". <= {told['maximum']}"] if str(told["maximum"]) != wide else []
    if field.kind == "date":
        for name, sign in (("earliest", ">="), ("latest", "<=")):
            if told[name] != type(field).model_fields[name].default:
                parts.append(f". {sign} date('{told[name].isoformat()}')")
        parts += [] if getattr(field, "future", True) else [". <= today()"]
    if field.kind in ("short_text", "long_text"):
        longest = getattr(field, "max_length", 0)
        parts += [f"string-length(.) <= {longest}"] if longest != type(field).model_fields["max_length"].default else []
    return " and ".join(parts)


def _default(field: BaseField) -> str:
    if field.kind == "date" and getattr(field, "prefill", None) == "today":
        return "today()"
    held = getattr(field, "default", None)
    if field.kind == "yes_no" and isinstance(held, bool):
        return "yes" if held else "no"
    if field.kind in ("many_of", "ranking") and isinstance(held, list) and all(isinstance(one, str) for one in held):
        return " ".join(held)
    return str(held) if isinstance(held, str | int) and not isinstance(held, bool) and len(str(held)) <= 5_000 else ""
