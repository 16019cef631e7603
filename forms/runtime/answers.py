"""Answers in and out: cleaned, every fault at once with its path, and nothing kept that does not show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as default
from typing import Any

from forms.definition.base import BaseField
from forms.definition.text import say
from forms.expressions.compile import Scope, holds
from forms.kinds.choices import OTHER
from forms.kinds.guard import is_empty
from forms.kinds.registry import SPECIAL, SPECIALS, AnswerFault, Context, kind_of, special_of, specials_of
from forms.kinds.repeat import Repeat
from forms.kinds.scales import Scale
from forms.runtime.prepared import Entry, Prepared
from forms.runtime.state import Path, Shown, State, safely, shown_in, state_of
from forms.words import every_word, sentence

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


def clean(form: Prepared, answers: Any, context: Context | None = None, draft: bool = False) -> Cleaned:
    """Clean *answers*, by field id; what is faulty is left out, calculations are made anew whatever was given.

    What does not show is left out as well, unless this is a *draft* (so that the order of saving does not matter) or
    the form keeps hidden answers. Never raises; cleaning twice is cleaning once. What is no question of the form is a
    fault `no_such_question`.
    """
    context = context or Context()
    faults: list[Fault] = []
    given = answers if isinstance(answers, Mapping) else {}
    if not isinstance(answers, Mapping):
        faults.append(Fault("", "", "", "not_answers"))
    faults += _strange(given, {entry.field.id for entry in form.top}, "")
    kept = _clean_fields(form, form.top, given, "", context, faults)
    everywhere = replace(context, compartments=None)
    if draft or form.definition.hidden_answers == "keep":
        state = state_of(form, kept, everywhere)
    else:
        kept, state = _only_shown(form, kept, everywhere)
    _compute(form, form.top, kept, "", state)
    seen = shown_in(form, state, context)
    return Cleaned(kept, tuple(fault for fault in faults if not fault.path or _reached(fault, state)), seen)


def _clean_fields(
    form: Prepared, entries: Iterable[Entry], given: Mapping[str, Any], prefix: Path, context: Context,
    faults: list[Fault],
) -> Answers:  # fmt: skip
    kept: Answers = {}
    for entry in entries:
        one, path = entry.field, prefix + entry.field.id
        raw = given.get(one.id)
        if not one.takes_answer or raw is None:
            continue
        try:
            value = take(one, raw, context)
        except AnswerFault as wrong:
            faults.append(fault_of(entry, path, wrong.code, {"own": one.invalid, **wrong.params}))
            continue
        if isinstance(one, Repeat) and isinstance(value, list):
            value = _clean_rows(form, one, value, path, context, faults) or None
        if value is not None:
            kept[one.id] = value
    return kept


def _clean_rows(
    form: Prepared, group: Repeat, rows: list[Any], path: Path, context: Context, faults: list[Fault]
) -> list[Answers]:
    asked = {field.id for field in group.fields if field.takes_answer}
    kept: list[Answers] = []
    filled = (row for row in rows if any(not is_empty(value) for id_, value in row.items() if id_ in asked))
    for number, row in enumerate(filled):
        faults += _strange(row, {field.id for field in group.fields}, f"{path}-{number}-")
        cleaned = _clean_fields(form, form.within(group), row, f"{path}-{number}-", context, faults)
        if cleaned:
            kept.append(cleaned)
    return kept


def _only_shown(form: Prepared, kept: Answers, context: Context) -> tuple[Answers, State]:
    """Drop what does not show and options that are not offered, until nothing more falls away."""
    while True:
        state = state_of(form, kept, context)
        left = _shown_part(form, form.top, kept, "", state)
        if left == kept:
            return left, state
        kept = left


def _shown_part(form: Prepared, entries: Iterable[Entry], kept: Answers, prefix: Path, state: State) -> Answers:
    left: Answers = {}
    for entry in entries:
        one, path = entry.field, prefix + entry.field.id
        value = kept.get(one.id)
        if value is None or path not in state:
            continue
        if isinstance(one, Repeat) and isinstance(value, list):
            rows = (
                _shown_part(form, form.within(one), row, f"{path}-{number}-", state) for number, row in enumerate(value)
            )
            value = [row for row in rows if row]
        value = state.narrowed.get(path, value)
        if value not in (None, []):
            left[one.id] = value
    return left


def _compute(form: Prepared, entries: Iterable[Entry], kept: Answers, prefix: Path, state: State) -> None:
    """Put what was calculated among the answers."""
    for entry in entries:
        one, path = entry.field, prefix + entry.field.id
        if path in state.computed:
            kept[one.id] = state.computed[path]
        elif isinstance(one, Repeat) and isinstance(kept.get(one.id), list):
            for number, row in enumerate(kept[one.id]):
                _compute(form, form.within(one), row, f"{path}-{number}-", state)


def _strange(given: Mapping[Any, Any], asked: set[str], prefix: Path) -> list[Fault]:
    """Name what is no question here, and only the first of many."""
    names = [name for name in map(str, given) if name not in asked]
    return [Fault(f"{prefix}{name[:60]}", "", "", _STRANGE, {"name": name[:60]}) for name in names[:_NAMED]]


_STRANGE, _NAMED = "no_such_question", 20


def _reached(fault: Fault, state: State) -> bool:
    return fault.code == _STRANGE or fault.path in state or fault.path.split("-", 1)[0] in state


def take(one: BaseField, raw: Any, context: Context) -> Any:
    """Return one answer as it is kept, special answers included; raises AnswerFault."""
    special = special_of(raw) or _posted_special(one, raw)
    if special:
        if special not in specials_of(one):
            raise AnswerFault("special_refused", special=every_word(special))
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
        raise AnswerFault("both", special=every_word(ticked[-1]))
    return ticked[-1] if ticked else ""


_SPELLED = {f"${special}": special for special in SPECIALS}


def fault_of(entry: Entry, path: Path, code: str, params: Mapping[str, Any]) -> Fault:
    """Make a fault of a field, with its question for the sentence."""
    return Fault(path, entry.field.id, entry.page.key, code, {"label": entry.field.label, **params})


def gaps(
    form: Prepared, answers: Mapping[str, Any], context: Context | None = None, page: str | None = None
) -> tuple[list[Fault], list[Fault]]:
    """Return what keeps *answers* from being sent, and the warnings, in form order.

    Faults are required answers that are absent or incomplete, too few rows and constraints that do not hold; warnings
    are recommended answers that are absent.
    """
    context = context or Context()
    return gaps_in(form, answers, state_of(form, answers, replace(context, compartments=None)), context, page)


def gaps_in(
    form: Prepared, answers: Mapping[str, Any], state: State, context: Context, page: str | None = None
) -> tuple[list[Fault], list[Fault]]:
    """Return the faults and warnings of a worked-out state."""
    faults: list[Fault] = []
    warnings: list[Fault] = []
    for path, entry, value in asked(form, answers, state):
        readable = context.compartments is None or entry.compartment in context.compartments
        if not readable or (page is not None and entry.page.key != page):
            continue
        need = "required" if required(entry, state.scopes[path]) else entry.field.need
        gap = _gap(entry, path, value, need)
        if gap is not None:
            (faults if need == "required" else warnings).append(gap)
        elif value is not None and not special_of(value):
            faults += _broken(entry, path, state.scopes[path])
    return faults, warnings


def required(entry: Entry, scope: Scope) -> bool:
    """Tell whether a field must be answered, by itself or by its condition."""
    return entry.field.need == "required" or (entry.requires is not None and holds(entry.requires, scope))


def _gap(entry: Entry, path: Path, value: Any, need: str) -> Fault | None:
    one = entry.field
    if need == "optional" or special_of(value):
        return None
    if isinstance(one, Repeat):
        least = max(one.min_rows, 1)
        few = len(value or ()) < least
        return fault_of(entry, path, "missing_rows", {"limit": least, "own": one.missing}) if few else None
    if value is None:
        return fault_of(entry, path, *_missing(one)) if need == "required" else fault_of(entry, path, "recommended", {})
    lacking = safely(entry.kind.lacks, one, value)
    return fault_of(entry, path, lacking, {"own": one.missing}) if lacking else None


def _broken(entry: Entry, path: Path, scope: Scope) -> Iterator[Fault]:
    for test, message in entry.constraints:
        if not holds(test, scope):
            yield fault_of(entry, path, "constraint", {"own": message})


def asked(
    form: Prepared, answers: Mapping[str, Any], state: State, entries: Iterable[Entry] | None = None, prefix: Path = ""
) -> Iterator[tuple[Path, Entry, Any]]:
    """Yield every question that shows, in form order, with its answer or None."""
    for entry in form.top if entries is None else entries:
        one, path = entry.field, prefix + entry.field.id
        if path not in state or not one.takes_answer:
            continue
        value = answers.get(one.id)
        yield path, entry, value
        if isinstance(one, Repeat) and isinstance(value, list):
            for number, row in enumerate(value):
                given = row if isinstance(row, Mapping) else {}
                yield from asked(form, given, state, form.within(one), f"{path}-{number}-")


def _missing(one: BaseField) -> tuple[str, dict[str, Any]]:
    code, params = kind_of(one).missing, dict[str, Any](own=one.missing)
    if isinstance(one, Scale):
        params |= {"low": one.low, "high": one.high}
        if offered := specials_of(one):
            return "missing_scale_special", {**params, "special": every_word(offered[-1])}
    return code, params


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

    def inner(value: Any) -> Any:
        if isinstance(value, list):
            return [{name(k): inner(v) for k, v in one.items()} if _is_row(one) else one for one in value]
        return value

    return {name(k): inner(v) for k, v in answers.items()}


def _is_row(one: Any) -> bool:
    return isinstance(one, dict) and not ({SPECIAL, OTHER, "file"} & one.keys())
