"""What a question of the survey sheet is: its kind and settings, apart from its expressions."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from forms.definition.schema import FormDefinition  # noqa: F401 – registers the kinds
from forms.expressions.tree import MAX_ROWS, as_decimal
from forms.kinds.registry import schemas
from forms.words import word
from forms.xlsform.items import Item
from forms.xlsform.lists import Choices
from forms.xlsform.report import Report
from forms.xlsform.texts import LONG, texts

KINDS = {schema.model_fields["kind"].annotation.__args__[0]: schema for schema in schemas()}  # type: ignore[union-attr]
"""The schemas of all kinds by name."""

Maker = Callable[[Item, dict[str, Choices], Report], dict[str, Any]]

LEFT_OUT = frozenset({
    "start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email", "audit",
    "start_geopoint", "background_audio", "background_geopoint", "hidden", "xml_external", "csv_external", "osm",
    "select_one_from_file", "select_multiple_from_file", "select_one_external", "imei",
})  # fmt: skip
_CONTACTS: dict[str, Maker] = {
    "email": lambda i, c, r: {"kind": "email"}, "phonenumber": lambda i, c, r: {"kind": "phone"},
}  # fmt: skip
"""Metadata of the device, but questions when they ask something."""

_PLACES = frozenset({"geopoint", "geotrace", "geoshape"})
_FILES = frozenset({"image", "photo", "audio", "video", "file"})
_YES = frozenset({"yes", "true", "true()", "ja", "1"})
_NO = frozenset({"", "no", "false", "false()", "nee", "0"})
TYPES = {
    "short_text": "text", "long_text": "text", "integer": "number", "decimal": "number", "scale": "number",
    "date": "date", "time": "time", "date_time": "moment", "yes_no": "bool", "one_of": "choice", "many_of": "list",
    "repeat": "rows", "note": "nothing", "heading": "nothing", "file": "any", "calculated": "any", "ranking": "list",
    "partial_date": "text", "signature": "any",
}  # fmt: skip
"""Types of the kinds a workbook can give, as conditions see them."""

WIDEST = 999_999_999


def is_yes(written: str) -> bool | None:
    """Read yes or no; None when it is neither, so an expression."""
    lowered = written.strip().lower()
    return True if lowered in _YES else False if lowered in _NO else None


def question(item: Item, lists: dict[str, Choices], default: str, report: Report) -> dict[str, Any] | None:
    """Return the field of a question as JSON without its expressions; None when it is left out, which is reported."""
    cells = item.cells
    made = _MAKERS.get(item.type)
    if item.type in _CONTACTS and cells.by_locale("label"):
        made = _CONTACTS[item.type]
    if made is None:
        _left_out(item, report)
        return None
    found: dict[str, Any] = {"kind": "short_text", "id": item.id, "key": item.id}
    found["label"] = texts(cells, "label", Report() if item.type == "note" else report) or _nameless(
        item, default, report
    )
    for name, column, longest in (
        ("hint", "hint", 1_000),
        ("help", "guidance_hint", LONG),
        ("missing", "required_message", 1_000),
    ):
        if told := texts(cells, column, report, longest):
            found[name] = told
    found |= made(item, lists, report)
    kind = found["kind"]
    if kind not in KINDS:
        report.add(
            "survey",
            cells.number,
            cells.column("type"),
            f"De soort ‘{item.type}’ kent het formulier niet.",
            "Het is een korte tekst geworden.",
        )
        found["kind"] = "short_text"
    if item.type != "range" and (extra := cells.get("parameters")):
        where = ("survey", cells.number, cells.column("parameters"))
        report.add(*where, f"‘{extra[:80]}’ kent het formulier niet.", "Dit is niet overgenomen.")
    if kind in ("note", "heading"):
        found.pop("missing", None)
    elif kind != "calculated" and is_yes(cells.get("required")) is not True:
        found["need"] = "optional"
    return found


def _nameless(item: Item, default: str, report: Report) -> dict[str, str]:
    if item.type not in ("calculate", "note", "repeat"):
        report.add("survey", item.cells.number, "label", "De vraag heeft geen tekst.", "De naam is als tekst gebruikt.")
    return {default: item.name or item.id}


def _left_out(item: Item, report: Report) -> None:
    cells = item.cells
    if item.type in _PLACES:
        what = "Een plaats op de kaart kan dit formulier niet vragen."
    elif item.type == "today":
        report.add(
            "survey", cells.number, cells.column("type"), "‘today’ wordt hier niet bijgehouden.",
            "Een uitdrukking krijgt de dag van invullen.",
        )  # fmt: skip
        return
    elif item.type in LEFT_OUT:
        what = f"‘{item.type}’ wordt hier niet bijgehouden."
    else:
        what = f"De soort ‘{item.type[:60]}’ hoort niet bij het profiel."
    report.add("survey", cells.number, cells.column("type"), what, f"‘{item.label[:60]}’ is weggelaten.")


def _text(item: Item, lists: dict[str, Choices], report: Report) -> dict[str, Any]:
    return {"kind": "long_text" if "multiline" in item.cells.get("appearance").lower() else "short_text"}


def _whole(item: Item, lists: dict[str, Choices], report: Report) -> dict[str, Any]:
    return {"kind": "integer", "minimum": -WIDEST, "maximum": WIDEST}


def _decimal(item: Item, lists: dict[str, Choices], report: Report) -> dict[str, Any]:
    return {"kind": "decimal", "minimum": str(-WIDEST), "maximum": str(WIDEST), "places": 6}


def _date(item: Item, lists: dict[str, Choices], report: Report) -> dict[str, Any]:
    partial = re.search(r"month-year|\byear\b", item.cells.get("appearance").lower()) and "partial_date" in KINDS
    return {"kind": "partial_date" if partial else "date"}


def _note(item: Item, lists: dict[str, Choices], report: Report) -> dict[str, Any]:
    told = texts(item.cells, "label", report, LONG) or dict.fromkeys(("nl",), item.name or "–")
    return {"kind": "note", "body": told}


def _file(item: Item, lists: dict[str, Choices], report: Report) -> dict[str, Any]:
    if item.type in ("image", "photo") and "signature" in item.cells.get("appearance").lower() and "signature" in KINDS:
        return {"kind": "signature"}
    if item.type in ("audio", "video"):
        report.add(
            "survey",
            item.cells.number,
            item.cells.column("type"),
            "Geluid en beeld neemt dit formulier niet op.",
            "De vraag neemt een foto of een pdf aan.",
        )
    return {"kind": "file", "max_files": 1}


def _select(item: Item, lists: dict[str, Choices], report: Report) -> dict[str, Any]:
    found = lists.get(item.list_name)
    where = ("survey", item.cells.number, item.cells.column("type"))
    most = 20 if item.type == "rank" else 200
    if found is None or not 2 <= len(found.options) <= most:
        what = (
            (f"De lijst ‘{item.list_name[:60]}’ bestaat niet." if item.list_name else "De naam van de lijst ontbreekt.")
            if found is None
            else f"De lijst ‘{item.list_name[:60]}’ heeft {len(found.options)} antwoorden; hier kunnen het er 2 tot {most} zijn."
        )
        report.add(*where, what, "Het is een korte tekst geworden.")
        return {"kind": "short_text"}
    if item.type == "select_one" and _is_yes_no(found) and not item.other:
        return {"kind": "yes_no"}
    if item.counts and item.type == "select_one" and (steps := found.steps()):
        words = {row.get("name"): option["label"] for row, option in zip(found.rows, found.options, strict=True)}
        report.add(*where, f"De antwoorden van ‘{item.label[:60]}’ tellen op.", "Het is een schaal geworden.")
        return {"kind": "scale", "low": steps[0], "high": steps[1], "words": words}
    options = [dict(option) for option in found.options]
    points = found.numbers() if item.counts else {}
    for option in options:
        if type(points.get(option["key"])) is int and abs(points[option["key"]]) <= 1_000:
            option["points"] = points[option["key"]]
    if item.type == "rank":
        return {"kind": "ranking", "options": options}
    return {"kind": "one_of" if item.type == "select_one" else "many_of", "options": options}


def _is_yes_no(found: Choices) -> bool:
    """Tell whether a list is yes and no in the engine's own words, so that nothing is lost."""
    if [option["key"] for option in found.options] != ["yes", "no"]:
        return False
    told = [(option["key"], locale, text) for option in found.options for locale, text in option["label"].items()]
    return all(text == word(key, locale) for key, locale, text in told)


def _range(item: Item, lists: dict[str, Choices], report: Report) -> dict[str, Any]:
    told = dict(re.findall(r"(\w+)\s*=\s*(-?\d+(?:\.\d+)?)", item.cells.get("parameters")))
    low, high, step = (told.get(name, normal) for name, normal in (("start", "0"), ("end", "10"), ("step", "1")))
    where = ("survey", item.cells.number, item.cells.column("parameters"))
    if all(one.lstrip("-").isdecimal() and len(one) < 10 for one in (low, high)):
        if step == "1" and int(low) in (0, 1) and 2 <= int(high) <= 10:
            return {"kind": "scale", "low": int(low), "high": int(high)}
        if step.isdecimal() and int(step) and int(low) <= int(high):
            if step != "1":
                report.add(*where, f"Stappen van {step} kent het formulier niet.", "Elk heel getal in het bereik mag.")
            return {"kind": "integer", "minimum": int(low), "maximum": int(high)}
    ends = sorted((low, high), key=Decimal)
    if Decimal(step) < 0 and all(one.lstrip("-").isdecimal() for one in (low, high, step)):
        report.add(*where, "Dit bereik loopt terug.", "Elk heel getal in het bereik mag.")
        return {"kind": "integer", "minimum": int(ends[0]), "maximum": int(ends[1])}
    fits = all(as_decimal(one) is not None and abs(Decimal(one)) <= WIDEST for one in ends)
    report.add(*where, f"Stappen van {step[:20]} kent het formulier niet.", "Elk getal met komma in het bereik mag.")
    return {"kind": "decimal", "places": 6} | ({"minimum": ends[0], "maximum": ends[1]} if fits else {})


def _yes_no(item: Item, lists: dict[str, Choices], report: Report) -> dict[str, Any]:
    report.add(
        "survey",
        item.cells.number,
        item.cells.column("type"),
        "‘Akkoord’ bestaat hier niet.",
        "Het is een vraag met ja of nee geworden.",
    )
    return {"kind": "yes_no"}


def _barcode(item: Item, lists: dict[str, Choices], report: Report) -> dict[str, Any]:
    report.add(
        "survey",
        item.cells.number,
        item.cells.column("type"),
        "Een streepjescode kan dit formulier niet lezen.",
        "Het is een korte tekst geworden.",
    )
    return {"kind": "short_text"}


def _calculate(item: Item, lists: dict[str, Choices], report: Report) -> dict[str, Any]:
    return {"kind": "calculated", **({} if item.cells.by_locale("label") else {"hidden": True})}


def _repeat(item: Item, lists: dict[str, Choices], report: Report) -> dict[str, Any]:
    row = texts(item.cells, "label", Report()) or {"nl": item.name or item.id}
    count = item.cells.get("repeat_count")
    found: dict[str, Any] = {"kind": "repeat", "row": row, "max_rows": 100}
    if count.isdecimal() and 1 <= int(count[:9]) <= 20:
        return found | {"min_rows": int(count), "max_rows": int(count)}
    if count:
        number = max(1, min(int(count[:9]), MAX_ROWS)) if count.isdecimal() else 100
        report.add(
            "survey",
            item.cells.number,
            item.cells.column("repeat_count"),
            "Een berekend of groot aantal regels kent het formulier niet.",
            f"Wie invult voegt zelf regels toe, hoogstens {number}.",
        )
        if count.isdecimal():
            found["max_rows"] = number
    return found


_MAKERS: dict[str, Maker] = {
    "text": _text, "string": _text, "integer": _whole, "int": _whole, "decimal": _decimal, "date": _date,
    "time": lambda i, c, r: {"kind": "time"}, "datetime": lambda i, c, r: {"kind": "date_time"},
    "date_time": lambda i, c, r: {"kind": "date_time"}, "note": _note, "select_one": _select,
    "select_multiple": _select, "rank": _select, "range": _range, "acknowledge": _yes_no, "trigger": _yes_no,
    "barcode": _barcode, "calculate": _calculate, "repeat": _repeat,
    **dict.fromkeys(_FILES, _file),
}  # fmt: skip
