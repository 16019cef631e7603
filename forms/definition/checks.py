"""What must hold before a definition is published; every fault names the field and the remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from forms.definition.base import HANDLING, BaseField
from forms.definition.load import Problem
from forms.definition.schema import FormDefinition, Page
from forms.definition.typing import clashes
from forms.expressions.tree import references
from forms.kinds.registry import kind_of
from forms.kinds.repeat import Repeat
from forms.kinds.scales import Scale

MOST_FIELDS = 1_000
_PRIVATE = {"C": {"corporation", "bureau", "social_team"}, "B": {"tenant", "expert", "social_team"}}
"""Audiences that a compartment keeps out."""

_MESSAGES = {
    "missing_locale": ("De tekst ‘{text}’ ontbreekt in taal {locale}.", "Vul de vertaling in."),
    "duplicate_id": ("Het id ‘{id}’ komt vaker voor.", "Geef elke vraag een eigen id."),
    "duplicate_key": ("De naam ‘{key}’ komt vaker voor.", "Geef elke vraag een eigen naam voor de uitvoer."),
    "key_is_id": ("De naam ‘{key}’ is het id van een andere vraag.", "Kies een andere naam."),
    "duplicate_page": ("De pagina ‘{key}’ komt vaker voor.", "Geef elke pagina een eigen naam."),
    "dangling_reference": ("De voorwaarde verwijst naar ‘{id}’, maar die vraag bestaat niet.", "Kies een andere vraag."),
    "row_reference": (
        "De voorwaarde verwijst naar ‘{id}’, een vraag binnen een herhaling.",
        "Gebruik ‘voor minstens één regel’ of ‘voor elke regel’.",
    ),
    "not_rows": ("‘{id}’ is geen herhaling.", "Kies een groep die zich herhaalt."),
    "self_reference": ("De voorwaarde verwijst naar de vraag zelf.", "Kies een andere vraag."),
    "cycle": ("Deze vragen wachten op elkaar: {ids}.", "Haal één van de voorwaarden weg."),
    "type_clash": ("De voorwaarde vergelijkt ‘{id}’ met iets van een andere soort.", "Kies een antwoord van die vraag."),
    "condition_type": ("De voorwaarde geeft geen ja of nee.", "Maak er een vergelijking van."),
    "unknown_answer": ("‘{option}’ is geen antwoord van ‘{id}’.", "Kies één van de antwoorden van die vraag."),
    "missing_handling": ("‘{what}’ ontbreekt.", "Vul het in bij de vraag, de pagina of het formulier."),
    "audience_conflict": (
        "Deze vraag staat in deel {compartment}, maar ‘{audience}’ mag dat deel niet lezen.",
        "Pas het deel of de lezers aan.",
    ),
    "row_compartment": ("De vragen in een herhaling staan in één deel.", "Haal het deel weg bij de vraag."),
    "empty_range": ("De ondergrens ligt boven de bovengrens.", "Draai ze om."),
    "duplicate_option": ("Het antwoord ‘{option}’ komt vaker voor.", "Geef elk antwoord een eigen naam."),
    "unknown_option": ("‘{option}’ is geen antwoord van deze vraag.", "Kies een bestaand antwoord."),
    "nested_repeat": ("Een herhaling staat in een herhaling.", "Maak er één herhaling van."),
    "file_in_repeat": ("In een herhaling kan geen bestand staan.", "Zet de vraag om een bestand erbuiten."),
    "too_many_fields": ("Het formulier heeft {count} vragen.", "Houd het onder 1000."),
    "not_a_date": ("‘{id}’ is geen datumvraag.", "Kies een vraag naar een datum."),
    "not_a_scale": ("‘{id}’ is geen schaalvraag.", "Kies een vraag met een schaal."),
    "duplicate_domain": ("Het domein ‘{key}’ komt vaker voor.", "Geef elk domein een eigen naam."),
    "duplicate_release": ("‘{key}’ komt vaker voor.", "Geef elk onderdeel een eigen naam."),
    "note_answer": ("Een toelichting kan geen antwoord hebben.", "Haal ‘weet ik niet’ weg."),
}  # fmt: skip


def check(definition: FormDefinition) -> list[Problem]:
    """Return all that keeps *definition* from being published, in the order of the form; empty when it is sound."""
    found = [*_names(definition), *_form(definition)]
    known = {field.id: field for _, field, _ in definition.fields()}
    groups = {field.id: group for _, field, group in definition.fields()}
    for page in definition.pages:
        found += _condition(definition, page.show_if, f"pagina {page.key}", None, known, groups)
        found += _locales(definition, f"pagina {page.key}", [("titel", page.title), ("inleiding", page.intro or None)])
    for page, field, group in definition.fields():
        found += _field(definition, page, field, group)
        found += _condition(definition, field.show_if, field.id, field, known, groups)
    return [*found, *_cycles(definition, known)]


def problem(code: str, where: str, **params: object) -> Problem:
    """Make a problem with its sentence and remedy."""
    message, remedy = _MESSAGES[code]
    return Problem(code, where, message.format(**params), remedy)


def handling(definition: FormDefinition, page: Page, field: BaseField, *groups: BaseField | None) -> dict[str, Any]:
    """Return how answers to *field* are handled: its own word, else that of its groups, its page, the form."""
    around: list[Any] = [level for level in (field, *groups, page, definition) if level is not None]
    return {
        name: next((value for level in around if (value := getattr(level, name)) is not None), None)
        for name in HANDLING
    }


def _doubles(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def _names(definition: FormDefinition) -> Iterator[Problem]:
    fields = [field for _, field, _ in definition.fields()]
    ids = {field.id for field in fields}
    yield from (problem("duplicate_id", one, id=one) for one in _doubles([field.id for field in fields]))
    yield from (problem("duplicate_key", one, key=one) for one in _doubles([field.key for field in fields]))
    yield from (problem("key_is_id", f.id, key=f.key) for f in fields if f.key != f.id and f.key in ids)
    yield from (problem("duplicate_page", one, key=one) for one in _doubles([page.key for page in definition.pages]))
    if len(fields) > MOST_FIELDS:
        yield problem("too_many_fields", definition.key, count=len(fields))


def _form(definition: FormDefinition) -> Iterator[Problem]:
    known = {field.id: field for _, field, _ in definition.fields()}
    texts: list[tuple[str, Any]] = [
        ("titel", definition.title), ("inleiding", definition.intro), ("vervolg", definition.after),
    ]  # fmt: skip
    texts += [(f"vrijgave {release.key}", release.label) for release in definition.releases]
    texts += [(f"hint bij vrijgave {release.key}", release.hint) for release in definition.releases]
    if definition.dated_by and getattr(known.get(definition.dated_by), "kind", "") != "date":
        yield problem("not_a_date", definition.key, id=definition.dated_by)
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


def _locales(definition: FormDefinition, where: str, texts: list[tuple[str, Any]]) -> Iterator[Problem]:
    for name, text in texts:
        for locale in definition.locales:
            if text is not None and not text.get(locale):
                yield problem("missing_locale", where, text=name, locale=locale)


def _field(definition: FormDefinition, page: Page, field: BaseField, group: Repeat | None) -> Iterator[Problem]:
    kind = kind_of(field)
    texts: list[tuple[str, Any]] = [("vraag", field.label), ("hint", field.hint), ("foutmelding", field.missing)]
    yield from _locales(definition, field.id, texts + list(kind.texts(field)))
    yield from (problem(code, field.id, **params) for code, params in kind.faults(field))
    if not field.takes_answer:
        if field.allow_unknown or field.allow_decline:
            yield problem("note_answer", field.id)
        return
    handled = handling(definition, page, field, group)
    yield from (problem("missing_handling", field.id, what=_DUTCH[k]) for k, v in handled.items() if not v)
    for audience in sorted(_PRIVATE.get(handled["compartment"] or "", set()) & set(handled["audience"] or ())):
        yield problem("audience_conflict", field.id, compartment=handled["compartment"], audience=audience)
    if group is not None and handled["compartment"] != handling(definition, page, group)["compartment"]:
        yield problem("row_compartment", field.id)
    if isinstance(field, Scale) and field.target_of:
        target = next((f for _, f, _ in definition.fields() if f.id == field.target_of), None)
        if not isinstance(target, Scale) or target.id == field.id:
            yield problem("not_a_scale", field.id, id=field.target_of)


_DUTCH = {
    "compartment": "deel (A, B of C)", "purpose": "doel", "ground": "grondslag", "audience": "wie dit leest",
    "retention": "bewaartermijn",
}  # fmt: skip


def _condition(
    definition: FormDefinition, tree: Any, where: str, field: BaseField | None, known: dict[str, BaseField],
    groups: dict[str, Repeat | None],
) -> Iterator[Problem]:  # fmt: skip
    if tree is None:
        return
    inside = groups.get(field.id) if field else None
    for id_ in sorted(references(tree)):
        if id_ not in known:
            yield problem("dangling_reference", where, id=id_)
        elif field is not None and id_ == field.id:
            yield problem("self_reference", where, id=id_)
    for code, params in clashes(tree, known, groups, inside):
        yield problem(code, where, **params)


def _cycles(definition: FormDefinition, known: dict[str, BaseField]) -> Iterator[Problem]:
    needs: dict[str, set[str]] = {}
    for page, field, group in definition.fields():
        wanted = set[str]()
        for tree in (field.show_if, page.show_if, group.show_if if group else None):
            wanted |= references(tree) & known.keys() if tree is not None else set()
        needs[field.id] = wanted - {field.id}
    done: set[str] = set()
    for start in needs:
        path: list[str] = []
        yield from _follow(start, needs, done, path)


def _follow(start: str, needs: dict[str, set[str]], done: set[str], path: list[str]) -> Iterator[Problem]:
    """Walk *needs* from *start* without recursion; a step back into the path is a cycle."""
    stack = [(start, iter(sorted(needs[start])))] if start not in done else []
    path += [start] if stack else []
    while stack:
        node, rest = stack[-1]
        following = next(rest, None)
        if following is None:
            stack.pop()
            path.pop()
            done.add(node)
        elif following in path:
            ids = [*path[path.index(following) :], following]
            yield problem("cycle", following, ids=" → ".join(ids))
        elif following not in done:
            stack.append((following, iter(sorted(needs[following]))))
            path.append(following)
