"""What must hold before a definition is published; every fault names the field and the remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.definition.base import RESERVED, BaseField
from forms.definition.beginning import beginnings
from forms.definition.cycles import cycles
from forms.definition.handling import handling
from forms.definition.load import Problem
from forms.definition.messages import problem
from forms.definition.reach import contradict, never, unreachable
from forms.definition.schema import FormDefinition, Page
from forms.definition.scoring import score_faults
from forms.definition.typing import Types
from forms.expressions.tree import MAX_ROWS, earlier, references, walk
from forms.kinds.calculations import Calculated
from forms.kinds.registry import kind_of
from forms.kinds.repeat import Repeat
from forms.kinds.scales import Scale

MOST_FIELDS = 1_000
MOST_WORK = 500_000
"""Nodes of all expressions, each counted for every row it may be judged in."""

_PRIVATE = {"C": {"corporation", "bureau", "social_team"}, "B": {"tenant", "expert", "social_team"}}
"""Audiences that a compartment keeps out."""

_RESULTS = {"integer": "number", "decimal": "number", "money": "number"}
_SELF = {"show_if", "require_if", "read_only_if", "value", "options"}
"""Places whose expression may not speak of its own field."""


@dataclass(frozen=True, slots=True)
class Place:
    """A field with what is around it."""

    page: Page
    field: BaseField
    groups: tuple[Repeat, ...]

    @property
    def around(self) -> tuple[str, ...]:
        """The ids of the groups around it, the outermost first."""
        return tuple(group.id for group in self.groups)


def check(definition: FormDefinition) -> list[Problem]:
    """Return all that is wrong with *definition* itself, in the order of the form; empty when it is sound."""
    places = [Place(*placed) for placed in definition.placed()]
    known = {place.field.id: place.field for place in places}
    around = {place.field.id: place.around for place in places}
    types = Types(known, around, frozenset(score.key for score in definition.scores))
    found = [*_names(definition, places), *_form(definition, known)]
    for page in definition.pages:
        where = f"pagina {page.key}"
        if page.show_if is not None:
            found += _expression(page.show_if, where, "", (), "bool", types)
        found += _locales(definition, where, [("titel", page.title), ("inleiding", page.intro or None)])
    for place in places:
        found += _field(definition, place)
        found += _expressions(place, types)
        found += (
            problem("constraint_never", place.field.id, message=next(iter(one.message.values()), ""))
            for one in place.field.constraints
            if never(one.test, known) or contradict([one.test], known)
        )
        found += beginnings(place.field)
    found += score_faults(definition, known, around)
    return [*found, *_unreachable(places, known), *cycles(definition), *_work(definition, places)]


INSIDE = frozenset({"file", "person", "organisation", "record"})
"""Kinds that a tenant cannot answer behind a link: nothing is uploaded there, and no list of the case is shown."""


def _doubles(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def _names(definition: FormDefinition, places: list[Place]) -> Iterator[Problem]:
    fields = [place.field for place in places]
    ids = {field.id for field in fields}
    keys = [field.key for field in fields] + [score.key for score in definition.scores]
    yield from (problem("duplicate_id", one, id=one) for one in _doubles([field.id for field in fields]))
    yield from (problem("duplicate_key", one, key=one) for one in _doubles(keys))
    yield from (problem("key_is_id", f.id, key=f.key) for f in fields if f.key != f.id and f.key in ids)
    yield from (problem("reserved_id", id_, id=id_) for id_ in sorted(ids & RESERVED))
    yield from (problem("duplicate_locale", definition.key, locale=one) for one in _doubles([*definition.locales]))
    yield from (problem("duplicate_page", one, key=one) for one in _doubles([page.key for page in definition.pages]))
    if len(fields) > MOST_FIELDS:
        yield problem("too_many_fields", definition.key, count=len(fields))


def _form(definition: FormDefinition, known: Mapping[str, BaseField]) -> Iterator[Problem]:
    texts: list[tuple[str, Any]] = [
        ("titel", definition.title), ("inleiding", definition.intro), ("vervolg", definition.after),
    ]  # fmt: skip
    texts += [(f"vrijgave {release.key}", release.label) for release in definition.releases]
    texts += [(f"hint bij vrijgave {release.key}", release.hint) for release in definition.releases]
    if definition.dated_by and getattr(known.get(definition.dated_by), "kind", "") != "date":
        yield problem("not_a_date", definition.key, id=definition.dated_by)
    if definition.filled_by == "tenant":
        yield from (problem("not_for_tenants", one.id) for one in known.values() if one.kind in INSIDE)
    for release in definition.releases:
        if release.field and release.field not in known:
            yield problem("dangling_reference", f"vrijgave {release.key}", id=release.field)
    yield from (problem("duplicate_release", k, key=k) for k in _doubles([r.key for r in definition.releases]))
    if instrument := definition.instrument:
        texts += [("naam van het instrument", instrument.name), ("bron", instrument.source)]
        yield from (problem("duplicate_domain", k, key=k) for k in _doubles([d.key for d in instrument.domains]))
        for domain in instrument.domains:
            texts.append((f"domein {domain.key}", domain.label))
            for id_ in filter(None, (domain.score, domain.target)):
                if not isinstance(known.get(id_), Scale):
                    yield problem("not_a_scale", f"domein {domain.key}", id=id_)
            if domain.note and domain.note not in known:
                yield problem("dangling_reference", f"domein {domain.key}", id=domain.note)
    yield from _locales(definition, definition.key, texts)
    for score in definition.scores:
        said: list[tuple[str, Any]] = [("naam van de score", score.label)]
        said += [(f"groep {number}", band.label) for number, band in enumerate(score.bands, 1)]
        yield from _locales(definition, f"score {score.key}", said)


def _locales(definition: FormDefinition, where: str, texts: list[tuple[str, Any]]) -> Iterator[Problem]:
    for name, text in texts:
        for locale in definition.locales:
            if text is not None and not text.get(locale):
                yield problem("missing_locale", where, text=name, locale=locale)


def texts_of(field: BaseField) -> list[tuple[str, Any]]:
    """Return every text of a field, each with what it is called."""
    texts: list[tuple[str, Any]] = [
        ("vraag", field.label), ("hint", field.hint), ("uitleg", field.help), ("foutmelding", field.missing),
        ("foutmelding bij een ongeldig antwoord", field.invalid), ("eenheid", field.unit),
    ]  # fmt: skip
    texts += [(f"melding bij controle {number}", one.message) for number, one in enumerate(field.constraints, 1)]
    return texts + list(kind_of(field).texts(field))


def _field(definition: FormDefinition, place: Place) -> Iterator[Problem]:
    field, page, groups = place.field, place.page, place.groups
    yield from _locales(definition, field.id, texts_of(field))
    yield from (problem(code, field.id, **params) for code, params in kind_of(field).faults(field))
    if not field.takes_answer:
        yield from _silent(field)
    if not field.has_value:
        return
    handled = handling(definition, page, field, *reversed(groups))
    yield from (problem("missing_handling", field.id, what=_DUTCH[k]) for k, v in handled.items() if not v)
    for audience in sorted(_PRIVATE.get(handled["compartment"] or "", set()) & set(handled["audience"] or ())):
        yield problem("audience_conflict", field.id, compartment=handled["compartment"], audience=audience)
    if groups and handled["compartment"] != handling(definition, page, *reversed(groups))["compartment"]:
        yield problem("row_compartment", field.id)
    if isinstance(field, Calculated):
        yield from _leaks(definition, field, handled["compartment"])
    if isinstance(field, Scale) and field.target_of:
        target = next((f for _, f, _ in definition.placed() if f.id == field.target_of), None)
        if not isinstance(target, Scale) or target.id == field.id:
            yield problem("not_a_scale", field.id, id=field.target_of)


def _silent(field: BaseField) -> Iterator[Problem]:
    """Find what only a question can have, on what is no question."""
    if field.allow_unknown or field.allow_decline:
        yield problem("note_answer", field.id)
    for name in ("require_if", "read_only_if", "default", "prefill", "constraints"):
        if getattr(field, name) not in (None, ()):
            yield problem("no_question", field.id, what=name)
    if field.hide_previous:
        yield problem("no_question", field.id, what="hide_previous")


def _leaks(definition: FormDefinition, field: Calculated, own: str | None) -> Iterator[Problem]:
    """Find answers of a closer compartment that a calculation would bring into a wider one."""
    wanted = references(field.value) | earlier(field.value)
    for page, other, groups in definition.placed():
        if other.id in wanted:
            theirs = handling(definition, page, other, *reversed(groups))["compartment"]
            if own and theirs not in (own, "A", None):
                yield problem("leak", field.id, id=other.id, compartment=own, other=theirs)


_DUTCH = {
    "compartment": "deel (A, B of C)", "purpose": "doel", "ground": "grondslag", "audience": "wie dit leest",
    "retention": "bewaartermijn",
}  # fmt: skip


def _expressions(place: Place, types: Types) -> Iterator[Problem]:
    field = place.field
    for where, tree in field.trees():
        wanted = "bool"
        if where == "value" and isinstance(field, Calculated):
            wanted = _RESULTS.get(field.result, field.result)
        own = field.id if where.split(".")[0] in _SELF else ""
        yield from _expression(tree, field.id, own, place.around, wanted, types)
    for constraint in field.constraints:
        if not references(constraint.test):
            told = next(iter(constraint.message.values()), "")
            yield problem("constraint_nowhere", field.id, message=told)


def _expression(
    tree: Any, where: str, own: str, inside: tuple[str, ...], wanted: str, types: Types
) -> Iterator[Problem]:
    for id_ in sorted(references(tree) | earlier(tree)):
        if id_ not in types.known:
            yield problem("dangling_reference", where, id=id_)
    if own and own in references(tree):
        yield problem("self_reference", where, id=own)
    seen = set[str]()
    for code, params in types.judge(tree, inside, wanted):
        one = problem(code, where, **params)
        if one.message not in seen:
            yield one
        seen.add(one.message)


def _unreachable(places: list[Place], known: Mapping[str, BaseField]) -> Iterator[Problem]:
    conditions = {
        place.field.id: [
            tree
            for tree in (place.page.show_if, *(group.show_if for group in place.groups), place.field.show_if)
            if tree is not None
        ]
        for place in places
    }
    yield from (problem("unreachable", id_) for id_ in unreachable(conditions, known))


def _work(definition: FormDefinition, places: list[Place]) -> Iterator[Problem]:
    """Refuse a form whose expressions together would take long, however each is within its limits."""
    total = 0
    for place in places:
        rows = 1
        for group in place.groups:
            rows = min(rows * group.max_rows, MAX_ROWS)
        total += sum(rows * sum(1 for _ in walk(tree)) for _, tree in place.field.trees())
    if total > MOST_WORK:
        yield problem("too_much_work", definition.key)
