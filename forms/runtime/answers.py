"""Answers in and out: cleaned, every fault at once with its path, and nothing kept that does not show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any

from forms.definition.base import BaseField
from forms.definition.text import say
from forms.kinds.guard import is_empty
from forms.kinds.registry import SPECIAL, SPECIALS, AnswerFault, Context, kind_of, special_of, specials_of
from forms.kinds.repeat import Repeat
from forms.kinds.scales import Scale
from forms.runtime.prepared import Entry, Prepared
from forms.runtime.visibility import Path, Shown, path_of, shown
from forms.words import sentence, special_words

Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one answer, and where."""

    path: Path
    field: str
    page: str
    code: str
    params: Mapping[str, Any] = default(default_factory=dict)

    def say(self, locale: str) -> str:
        """Return the sentence for whoever fills in."""
        own = self.params.get("own")
        return say(own, locale) if own else sentence(self.code, locale, self.params)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Answers fit to keep, the faults of those that were not, and what shows."""

    answers: Answers
    faults: tuple[Fault, ...]
    shown: Shown


def clean(form: Prepared, answers: Any, context: Context | None = None) -> Cleaned:
    """Clean *answers*, by field id; what is faulty or does not show is left out. Never raises; cleaning twice is once.

    An unknown field is a fault `not_answers`.
    """
    context = context or Context()
    kept: Answers = {}
    faults: list[Fault] = []
    given = answers if isinstance(answers, Mapping) else {}
    if not isinstance(answers, Mapping) or any(name not in form.entries or _inner(form, name) for name in given):
        faults.append(Fault("", "", "", "not_answers"))
    for entry in form.top:
        raw = given.get(entry.field.id)
        if isinstance(entry.field, Repeat):
            value = _clean_rows(form, entry, entry.field, raw, context, faults)
        else:
            value = _clean_one(entry, raw, entry.field.id, context, faults)
        if value is not None:
            kept[entry.field.id] = value
    kept = _only_shown(form, kept, Context(context.today, context.people))
    seen = shown(form, kept, context)
    return Cleaned(kept, tuple(fault for fault in faults if not fault.path or _reached(fault, seen)), seen)


def _only_shown(form: Prepared, kept: Answers, context: Context) -> Answers:
    """Drop what does not show, until nothing more falls away."""
    while True:
        seen = shown(form, kept, context)
        left = {id_: _shown_rows(form, id_, value, seen) for id_, value in kept.items() if id_ in seen}
        left = {id_: value for id_, value in left.items() if value != []}
        if left == kept:
            return left
        kept = left


def _inner(form: Prepared, name: str) -> bool:
    return form.entries[name].group is not None


def _reached(fault: Fault, seen: Shown) -> bool:
    return fault.path in seen or fault.path.split("-", 1)[0] in seen


def _clean_one(entry: Entry, raw: Any, path: Path, context: Context, faults: list[Fault]) -> Any:
    one = entry.field
    if not one.takes_answer or raw is None:
        return None
    try:
        return take(one, raw, context)
    except AnswerFault as wrong:
        faults.append(fault_of(entry, path, wrong.code, wrong.params))
        return None


def take(one: BaseField, raw: Any, context: Context) -> Any:
    """Return one answer as it is kept, special answers included; raises AnswerFault."""
    special = special_of(raw) or _posted_special(one, raw)
    if special:
        if special not in specials_of(one):
            raise AnswerFault("special_refused", special=_both(special))
        return {SPECIAL: special}
    return kind_of(one).clean(one, raw, context)


def _posted_special(one: BaseField, raw: Any) -> str:
    """Read "$unknown" and "$declined" as choices post them; beside another answer it is a fault."""
    if isinstance(raw, str):
        return "" if kind_of(one).specials_beside else _SPELLED.get(raw, "")
    if not isinstance(raw, list):
        return ""
    ticked = [_SPELLED[item] for item in raw if isinstance(item, str) and item in _SPELLED]
    if ticked and len(ticked) < len(raw):
        raise AnswerFault("both", special=_both(ticked[-1]))
    return ticked[-1] if ticked else ""


_SPELLED = {f"${special}": special for special in SPECIALS}


def _both(special: str) -> dict[str, str]:
    return {locale: special_words(special, locale) for locale in ("nl", "en")}


def _clean_rows(
    form: Prepared, entry: Entry, group: Repeat, raw: Any, context: Context, faults: list[Fault]
) -> list[Answers] | dict[str, str] | None:
    try:
        rows = take(group, raw, context)
    except AnswerFault as wrong:
        faults.append(fault_of(entry, group.id, wrong.code, wrong.params))
        return None
    if not isinstance(rows, list):
        return rows  # type: ignore[no-any-return]
    kept: list[Answers] = []
    filled = (row for row in rows if any(not is_empty(value) for value in row.values()))
    for number, row in enumerate(filled):
        cleaned: Answers = {}
        for inner in group.fields:
            path = path_of(group.id, number, inner.id)
            value = _clean_one(form.entries[inner.id], row.get(inner.id), path, context, faults)
            if value is not None:
                cleaned[inner.id] = value
        if cleaned:
            kept.append(cleaned)
    return kept


def _shown_rows(form: Prepared, id_: str, value: Any, seen: Shown) -> Any:
    if not isinstance(form.entries[id_].field, Repeat) or not isinstance(value, list):
        return value
    rows = [
        {inner: one for inner, one in row.items() if path_of(id_, number, inner) in seen}
        for number, row in enumerate(value)
    ]
    return [row for row in rows if row]


def fault_of(entry: Entry, path: Path, code: str, params: Mapping[str, Any]) -> Fault:
    """Make a fault of a field, with its question for the sentence."""
    return Fault(path, entry.field.id, entry.page.key, code, {"label": entry.field.label, **params})


def gaps(
    form: Prepared, answers: Mapping[str, Any], context: Context | None = None, page: str | None = None
) -> tuple[list[Fault], list[Fault]]:
    """Return the faults of required answers that are absent, and the warnings of recommended ones, in form order."""
    seen = shown(form, answers, context or Context())
    faults: list[Fault] = []
    warnings: list[Fault] = []
    for path, entry, value in _asked(form, answers, seen):
        if page is not None and entry.page.key != page:
            continue
        if isinstance(entry.field, Repeat) and not special_of(value) and entry.field.need != "optional":
            least = max(entry.field.min_rows, 1)
            if len(value or ()) < least:
                gap = fault_of(entry, path, "missing_rows", {"limit": least, "own": entry.field.missing})
                (faults if entry.field.need == "required" else warnings).append(gap)
        elif value is None and entry.field.need == "required":
            faults.append(fault_of(entry, path, *_missing(entry.field)))
        elif value is None and entry.field.need == "recommended":
            warnings.append(fault_of(entry, path, "recommended", {}))
    return faults, warnings


def _asked(form: Prepared, answers: Mapping[str, Any], seen: Shown) -> Iterator[tuple[Path, Entry, Any]]:
    """Yield every question that shows, with its answer or None."""
    for entry in form.top:
        one = entry.field
        if one.id not in seen or not one.takes_answer:
            continue
        value = answers.get(one.id)
        yield one.id, entry, value
        if isinstance(one, Repeat) and isinstance(value, list):
            for number, row in enumerate(value):
                for inner in one.fields:
                    path = path_of(one.id, number, inner.id)
                    if path in seen and inner.takes_answer:
                        yield path, form.entries[inner.id], row.get(inner.id)


def _missing(one: BaseField) -> tuple[str, dict[str, Any]]:
    params: dict[str, Any] = {"own": one.missing}
    if isinstance(one, Scale):
        params |= {"low": one.low, "high": one.high}
        if offered := specials_of(one):
            return "missing_scale_special", {**params, "special": _both(offered[-1])}
        return "missing_scale", params
    codes = {"one_of": "missing_choice", "many_of": "missing_choice", "yes_no": "missing_choice"}
    codes |= {"person": "missing_choice", "date": "missing_date", "file": "missing_file"}
    return codes.get(one.kind, "missing"), params


def split(form: Prepared, answers: Mapping[str, Any]) -> dict[str, Answers]:
    """Sort answers by compartment; each stands in exactly one."""
    parts: dict[str, Answers] = {"A": {}, "B": {}, "C": {}}
    for id_, value in answers.items():
        parts[form.entries[id_].compartment][id_] = value
    return parts


def named(form: Prepared, answers: Mapping[str, Any]) -> Answers:
    """Return *answers* given by id or by key, also inside rows, by id; names that are neither stay as they are."""

    def name(one: str) -> str:
        return form.id_of(one) or one

    def row(value: Any) -> Any:
        return {name(k): v for k, v in value.items()} if isinstance(value, dict) and SPECIAL not in value else value

    return {name(k): [row(one) for one in v] if isinstance(v, list) else v for k, v in answers.items()}
