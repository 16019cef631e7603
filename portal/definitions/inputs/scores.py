"""The settings of a score as they are typed: items with weights, what counts, what is missing, bands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import forms
from portal.core.errors import Invalid
from portal.definitions.inputs.values import Posted
from portal.definitions.rules.bodies import Body, fresh

METHODS = ("sum", "mean", "weighted", "count")
MISSING = ("no_score", "ignore", "minimum")
COUNTABLE = frozenset({"number", "bool", "choice", "list"})
MOST_ITEMS, MOST_LINES = 200, 60
_AMOUNT = r"-?\d{1,12}(?:[.,]\d{1,4})?"
_BAND = re.compile(rf"({_AMOUNT})?\s*(?:-|–|t/m|tot)\s*({_AMOUNT})?\s*=\s*(.+)", re.ASCII)
_FROM = re.compile(rf"vanaf\s+({_AMOUNT})()\s*=\s*(.+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """A question that a score may count, with its answers; `type` is as conditions see it."""

    id: str
    label: str
    type: str
    options: Mapping[str, str]


def choices(definition: forms.FormDefinition | None, locale: str) -> list[Choice]:
    """Return the questions that a score may count."""
    found = []
    for _page, one, group in definition.fields() if definition else ():
        type_ = forms.kind_of(one).type_of(one)
        if group is None and type_ in COUNTABLE:
            options = {option.key: forms.say(option.label, locale) for option in getattr(one, "options", ())}
            found.append(Choice(one.id, forms.say(one.label, locale), type_, options))
    return found


def typed(score: Mapping[str, Any], known: Iterable[Choice], locale: str) -> dict[str, Any]:
    """Return the settings of a score as its form shows them."""
    missing = score.get("missing", "no_score")
    least = missing.get("minimum", "") if isinstance(missing, dict) else ""
    words = {key: label for one in known for key, label in one.options.items()}
    return {
        "label": forms.say(score.get("label"), locale), "method": score["method"], "domain": score.get("domain", ""),
        "missing": "minimum" if isinstance(missing, dict) else missing, "minimum": str(least),
        "places": "" if score.get("places") is None else str(score["places"]),
        "bands": "\n".join(_band_line(one, locale) for one in score.get("bands", ())),
        "counted": "\n".join(_counted_line(one, words) for one in score.get("counted", ())),
        "items": [one["field"] for one in score["items"]],
        "weights": {one["field"]: _told(one.get("weight", 1)) for one in score["items"]},
    }  # fmt: skip


def posted(given: Posted) -> dict[str, Any]:
    """Return what was posted in the same shape, for a form that is shown again."""
    names = ("label", "method", "domain", "missing", "minimum", "places", "bands", "counted")
    weights = {name.removeprefix("weight-"): given[name] for name in given if name.startswith("weight-")}
    return {name: given.get(name, "") for name in names} | {"items": given.getlist("items"), "weights": weights}


def read(given: Posted, before: Mapping[str, Any] | None, taken: set[str], known: list[Choice], locale: str) -> Body:
    """Return the score that was posted, over *before* when it stood; its key stays.

    Raises Invalid("form.no_label", "form.none_chosen", "form.unreadable") with the field.
    """
    held = dict(before or {})
    order = {one["field"]: number for number, one in enumerate(held.get("items", ()))}
    label = given.get("label", "").strip()[:200]
    ids = sorted(dict.fromkeys(given.getlist("items")[:MOST_ITEMS]), key=lambda id_: order.get(id_, len(order)))
    if not label:
        raise Invalid("form.no_label", field="label")
    if not ids:
        raise Invalid("form.none_chosen", field="items")
    method = given.get("method", "")
    made: Body = {
        "key": held.get("key") or fresh(label, taken), "label": {**held.get("label", {}), locale: label},
        "method": method if method in METHODS else "sum", "items": [_item(id_, given) for id_ in ids],
        "missing": _missing(given),
    }  # fmt: skip
    places = given.get("places", "")
    if places:
        if places not in ("0", "1", "2", "3"):
            raise Invalid("form.unreadable", field="places")
        made["places"] = int(places)
    if given.get("domain"):
        made["domain"] = given["domain"][:60]
    bands = _bands(given.get("bands", ""), held.get("bands", []), locale)
    counted = _counted(given.get("counted", ""), [one for one in known if one.id in ids]) if method == "count" else []
    return made | ({"bands": bands} if bands else {}) | ({"counted": counted} if counted else {})


def _item(id_: str, given: Posted) -> Body:
    weight = given.get(f"weight-{id_}", "").strip()
    if weight in ("", "1"):
        return {"field": id_}
    if not re.fullmatch(_AMOUNT, weight, re.ASCII):
        raise Invalid("form.unreadable", field="items")
    return {"field": id_, "weight": _number(weight)}


def _missing(given: Posted) -> Any:
    rule = given.get("missing", "")
    if rule != "minimum":
        return rule if rule in MISSING else "no_score"
    least = given.get("minimum", "").strip()
    if not re.fullmatch(r"[1-9]\d{0,2}", least, re.ASCII):
        raise Invalid("form.unreadable", field="minimum")
    return {"minimum": int(least)}


def _lines(typed_lines: str) -> list[str]:
    return [line.strip()[:300] for line in typed_lines.splitlines() if line.strip()][:MOST_LINES]


def _bands(typed_lines: str, before: list[Body], locale: str) -> list[Body]:
    lines = _lines(typed_lines)
    by_ends = {(one.get("from"), one.get("to")): one["label"] for one in before}
    made = []
    for number, line in enumerate(lines):
        found = _FROM.fullmatch(line) or _BAND.fullmatch(line)
        if found is None or not (found[1] or found[2]):
            raise Invalid("form.unreadable", field="bands")
        ends = {name: _number(text) for name, text in (("from", found[1]), ("to", found[2])) if text}
        label = by_ends.get((ends.get("from"), ends.get("to")))
        if label is None and len(lines) == len(before):
            label = before[number]["label"]
        made.append(ends | {"label": {**(label or {}), locale: found[3].strip()}})
    return made


def _band_line(band: Mapping[str, Any], locale: str) -> str:
    words, low, high = forms.say(band.get("label"), locale), band.get("from"), band.get("to")
    if high is None:
        return f"vanaf {_told(low)} = {words}" if low is not None else f"= {words}"
    return f"{_told(low)} t/m {_told(high)} = {words}".strip() if low is not None else f"t/m {_told(high)} = {words}"


def _counted(typed_lines: str, items: list[Choice]) -> list[Any]:
    words = {"ja": True, "nee": False} if any(one.type == "bool" for one in items) else {}
    keys = {key for one in items for key in one.options}
    labels: dict[str, set[str]] = {}
    for one in items:
        for key, label in one.options.items():
            labels.setdefault(label.casefold(), set()).add(key)
    found: list[Any] = []
    for line in _lines(typed_lines)[:50]:
        named = {line} if line in keys else labels.get(line.casefold(), set())
        if named:
            found += sorted(named)
        elif line.casefold() in words:
            found.append(words[line.casefold()])
        elif re.fullmatch(r"-?\d{1,12}", line, re.ASCII):
            found.append(int(line))
        else:
            raise Invalid("form.unreadable", field="counted")
    return found


def _counted_line(value: Any, words: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    label = words.get(value, str(value)) if isinstance(value, str) else str(value)
    alone = sum(other.casefold() == label.casefold() for other in words.values()) == 1
    return label if alone and label not in words else str(value)


def _number(text: str) -> int | str:
    plain = text.replace(",", ".")
    return plain if "." in plain else int(plain)


def _told(number: Any) -> str:
    return str(number).replace(".", ",")
