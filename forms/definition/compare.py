"""What changed between two versions of a form, in words, and what that does to running drafts and to figures."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.definition.base import HANDLING, BaseField
from forms.definition.schema import FormDefinition, Page
from forms.definition.text import say

Body = dict[str, Any]

NOTHING = ""
_REFILL = "Wie nog bezig is, moet deze vraag opnieuw nakijken."
_ASKED = "Wie nog bezig is, moet deze vraag nog beantwoorden."
_LOST = "Een antwoord dat al is gegeven, past niet meer. Het blijft bewaard in het verslag."
_BROKEN = "Cijfers van voor en na deze versie zijn niet te vergelijken."
_COLUMN_GONE = "De kolom blijft bestaan voor oude antwoorden en krijgt geen nieuwe."
_COLUMN_NEW = "Er komt een kolom bij. Oude antwoorden zijn daar leeg."
_COUNTS = "Andere mensen krijgen deze vraag. Tel oude en nieuwe antwoorden niet zonder meer bij elkaar."


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a stable code, the place, the sentence, and its effect on drafts and figures ("" when none)."""

    code: str
    where: str
    message: str
    drafts: str = NOTHING
    figures: str = NOTHING


@dataclass(frozen=True, slots=True)
class _Place:
    """A field where it stands: its number among the questions, its page, the groups around it."""

    field: BaseField
    number: int
    page: Page
    groups: tuple[str, ...]
    handling: Mapping[str, Any]

    def name(self, locale: str) -> str:
        label = say(self.field.label, locale)
        return f"Vraag {self.number} ‘{label}’" if self.number else f"‘{label}’"


def compare(old: FormDefinition, new: FormDefinition, locale: str = "nl") -> list[Change]:
    """Tell what *new* changes to *old*, in Dutch, in the order of the new form; labels are quoted in *locale*."""
    before, after = _places(old), _places(new)
    found = [*_form(old, new), *_pages(old, new, locale)]
    found += [_gone(place, locale) for id_, place in before.items() if id_ not in after]
    for id_, place in after.items():
        if id_ in before:
            found += _field(before[id_], place, locale)
        else:
            found.append(_added(place, locale))
    return found + _order(before, after, locale)


def _places(definition: FormDefinition) -> dict[str, _Place]:
    found: dict[str, _Place] = {}
    number = 0
    stack: list[tuple[BaseField, Page, tuple[BaseField, ...]]] = [
        (field, page, ()) for page in reversed(definition.pages) for field in reversed(page.fields)
    ]
    while stack:
        field, page, groups = stack.pop()
        number += field.takes_answer
        around = [field, *reversed(groups), page, definition]
        handled = {n: next((v for level in around if (v := getattr(level, n)) is not None), None) for n in HANDLING}
        ids = tuple(group.id for group in groups)
        found.setdefault(field.id, _Place(field, number if field.takes_answer else 0, page, ids, handled))
        inner: tuple[BaseField, ...] = getattr(field, "fields", ())
        stack += [(child, page, (*groups, field)) for child in reversed(inner)]
    return found


def _form(old: FormDefinition, new: FormDefinition) -> Iterator[Change]:
    before, after = _body(old, {"pages", *HANDLING}), _body(new, {"pages", *HANDLING})
    for locale in sorted(set(new.locales) - set(old.locales)):
        yield Change("locale_added", "form", f"Het formulier is er nu ook in taal ‘{locale}’.")
    for locale in sorted(set(old.locales) - set(new.locales)):
        yield Change("locale_removed", "form", f"Het formulier is er niet meer in taal ‘{locale}’.")
    if before.get("instrument") != after.get("instrument"):
        yield Change("instrument", "form", "Het meetinstrument is gewijzigd.", NOTHING, _BROKEN)
    yield from _scores(before.get("scores") or (), after.get("scores") or ())
    told = {"locales", "instrument", "scores", "schema_version"}
    for name in sorted((before.keys() | after.keys()) - told):
        if before.get(name) != after.get(name):
            yield Change("form_changed", "form", f"Van het formulier is gewijzigd: {_PROPERTY.get(name, name)}.")


def _scores(before: Any, after: Any) -> Iterator[Change]:
    old, new = ({score["key"]: score for score in scores} for scores in (before, after))
    for key in sorted(old.keys() | new.keys()):
        label = say((new.get(key) or old[key])["label"], "nl")
        if key not in new:
            yield Change("score_removed", key, f"De score ‘{label}’ is verwijderd.", NOTHING, _COLUMN_GONE)
        elif key not in old:
            yield Change("score_added", key, f"De score ‘{label}’ is nieuw.", NOTHING, _COLUMN_NEW)
        elif old[key] != new[key]:
            yield Change("score_changed", key, f"De score ‘{label}’ wordt anders berekend.", NOTHING, _BROKEN)


def _pages(old: FormDefinition, new: FormDefinition, locale: str) -> Iterator[Change]:
    before, after = {p.key: p for p in old.pages}, {p.key: p for p in new.pages}
    for key, page in before.items():
        if key not in after:
            yield Change("page_removed", key, f"De pagina ‘{say(page.title, locale)}’ is verwijderd.")
    for key, page in after.items():
        title = say(page.title, locale)
        if key not in before:
            yield Change("page_added", key, f"De pagina ‘{title}’ is nieuw.")
            continue
        was = before[key]
        if was.title != page.title:
            yield Change("page_title", key, f"De pagina ‘{say(was.title, locale)}’ heet nu ‘{title}’.")
        if was.show_if != page.show_if:
            yield Change(
                "page_shows", key, f"De pagina ‘{title}’ verschijnt onder een andere voorwaarde.", _REFILL, _COUNTS
            )
        if was.intro != page.intro:
            yield Change("page_changed", key, f"De inleiding van de pagina ‘{title}’ is gewijzigd.")
    for key in _moved([key for key in before if key in after], [key for key in after if key in before]):
        yield Change("page_moved", key, f"De pagina ‘{say(after[key].title, locale)}’ staat op een andere plaats.")


def _added(place: _Place, locale: str) -> Change:
    if not place.field.takes_answer:
        return Change("field_added", place.field.id, f"De tekst {place.name(locale)} is nieuw.")
    needed = place.field.need == "required" and not place.groups
    return Change(
        "field_added", place.field.id, f"{place.name(locale)} is nieuw.", _ASKED if needed else NOTHING, _COLUMN_NEW
    )


def _gone(place: _Place, locale: str) -> Change:
    if not place.field.takes_answer:
        return Change("field_removed", place.field.id, f"De tekst {place.name(locale)} is verwijderd.")
    return Change("field_removed", place.field.id, f"{place.name(locale)} is verwijderd.", _LOST, _COLUMN_GONE)


def _field(old: _Place, new: _Place, locale: str) -> Iterator[Change]:
    id_, name = new.field.id, new.name(locale)
    if old.field.kind != new.field.kind:
        yield Change("kind_changed", id_, f"{name} is een andere soort vraag.", _LOST, _BROKEN)
        return
    if old.groups != new.groups:
        yield Change("group_changed", id_, f"{name} staat in een andere herhaling.", _LOST, _BROKEN)
    elif old.page.key != new.page.key:
        yield Change("page_of_field", id_, f"{name} staat nu op de pagina ‘{say(new.page.title, locale)}’.")
    before, after = _body(old.field, {"id", "fields", *HANDLING}), _body(new.field, {"id", "fields", *HANDLING})
    for handled in HANDLING:
        if old.handling[handled] != new.handling[handled]:
            yield _handling(handled, id_, name, old.handling[handled], new.handling[handled])
    for prop in [p for p in after if p in _TOLD] + sorted(p for p in after.keys() | before.keys() if p not in _TOLD):
        was, now = before.get(prop), after.get(prop)
        if was != now:
            yield from _property(prop, new.field, name, was, now, locale)


def _handling(prop: str, id_: str, name: str, was: Any, now: Any) -> Change:
    if prop == "compartment":
        return Change(
            "compartment", id_, f"{name} staat nu in deel {now} in plaats van {was}.",
            "Een antwoord dat al is gegeven, verhuist mee bij het overzetten.", "De kolom staat voortaan in een ander deel.",
        )  # fmt: skip
    return Change("handling", id_, f"Bij {name} is gewijzigd: {_PROPERTY[prop]}.")


def _property(prop: str, field: BaseField, name: str, was: Any, now: Any, locale: str) -> Iterator[Change]:
    teller = _TOLD.get(prop)
    if teller is not None:
        yield from teller(field, name, was, now, locale)
    else:
        effect = _EFFECTS.get(prop, (NOTHING, NOTHING))
        yield Change("property", field.id, f"Bij {name} is gewijzigd: {_PROPERTY.get(prop, prop)}.", *effect)


def _need(field: BaseField, name: str, was: Any, now: Any, locale: str) -> Iterator[Change]:
    words = {"required": "nu verplicht", "recommended": "nu aangeraden", "optional": "niet meer verplicht"}
    if now == "optional" and was == "recommended":
        words["optional"] = "niet meer aangeraden"
    yield Change("need", field.id, f"{name} is {words[now]}.", _ASKED if now == "required" else NOTHING)


def _label(field: BaseField, name: str, was: Any, now: Any, locale: str) -> Iterator[Change]:
    if say(was, locale) == say(now, locale):
        yield Change("translation", field.id, f"Bij {name} is een vertaling gewijzigd.")
    else:
        yield Change(
            "label",
            field.id,
            f"{name} heette eerst ‘{say(was, locale)}’.",
            _REFILL,
            "Kijk of de vraag nog hetzelfde meet.",
        )


def _key(field: BaseField, name: str, was: Any, now: Any, locale: str) -> Iterator[Change]:
    yield Change(
        "key",
        field.id,
        f"De kolom van {name} heet nu ‘{now}’ in plaats van ‘{was}’.",
        NOTHING,
        "De kolom krijgt een andere naam.",
    )


def _shows(field: BaseField, name: str, was: Any, now: Any, locale: str) -> Iterator[Change]:
    told = (
        "verschijnt nu altijd"
        if now is None
        else "verschijnt nu alleen soms"
        if was is None
        else "verschijnt onder een andere voorwaarde"
    )
    yield Change("shows", field.id, f"{name} {told}.", _REFILL, _COUNTS)


def _special(special: str) -> Callable[..., Iterator[Change]]:
    def tell(field: BaseField, name: str, was: Any, now: Any, locale: str) -> Iterator[Change]:
        can = "kan nu" if now else "kan niet meer"
        yield Change("special", field.id, f"Bij {name} {can} ‘{special}’ worden gekozen.", NOTHING if now else _LOST)

    return tell


def _options(field: BaseField, name: str, was: Any, now: Any, locale: str) -> Iterator[Change]:
    old, new = ({option["key"]: option for option in options or ()} for options in (was, now))
    for key, option in old.items():
        if key not in new:
            told = f"Bij {name} is antwoord ‘{say(option['label'], locale)}’ verwijderd."
            yield Change(
                "option_removed", field.id, told, _LOST, "Dit antwoord wordt niet meer geteld in nieuwe formulieren."
            )
    for key, option in new.items():
        label = say(option["label"], locale)
        if key not in old:
            yield Change(
                "option_added",
                field.id,
                f"Bij {name} is antwoord ‘{label}’ nieuw.",
                NOTHING,
                "Wie eerder invulde, kon dit antwoord niet kiezen.",
            )
        elif say(old[key]["label"], locale) != label:
            yield Change(
                "option_label", field.id, f"Bij {name} heet antwoord ‘{say(old[key]['label'], locale)}’ nu ‘{label}’."
            )
        elif old[key] != option:
            yield Change("option_changed", field.id, f"Bij {name} is antwoord ‘{label}’ gewijzigd.")
    if [k for k in old if k in new] != [k for k in new if k in old]:
        yield Change("option_order", field.id, f"Bij {name} staan de antwoorden in een andere volgorde.")


def _order(before: Mapping[str, _Place], after: Mapping[str, _Place], locale: str) -> list[Change]:
    both = before.keys() & after.keys()
    moved = _moved([id_ for id_ in before if id_ in both], [id_ for id_ in after if id_ in both])
    stayed = [id_ for id_ in moved if before[id_].page.key == after[id_].page.key]
    return [Change("moved", id_, f"{after[id_].name(locale)} staat op een andere plaats.") for id_ in stayed]


def _moved(before: list[str], after: list[str]) -> list[str]:
    """Return the fewest of *after* whose moving explains its order: those outside a longest run kept in order."""
    position = {name: at for at, name in enumerate(before)}
    kept = _longest_rising([position[name] for name in after])
    return [name for name in after if position[name] not in kept]


def _longest_rising(numbers: list[int]) -> set[int]:
    """Return the members of a longest rising run, in n log n."""
    ends: list[int] = []
    chains: list[int] = []
    back: dict[int, int | None] = {}
    for number in numbers:
        at = bisect.bisect_left(ends, number)
        back[number] = chains[at - 1] if at else None
        if at == len(ends):
            ends.append(number)
            chains.append(number)
        else:
            ends[at] = chains[at] = number
    found: set[int] = set()
    last: int | None = chains[-1] if chains else None
    while last is not None:
        found.add(last)
        last = back[last]
    return found


def _body(node: Any, without: set[str]) -> Body:
    return {name: value for name, value in node.model_dump(mode="json").items() if name not in without}


_TOLD: dict[str, Callable[[BaseField, str, Any, Any, str], Iterator[Change]]] = {
    "label": _label,
    "key": _key,
    "need": _need,
    "show_if": _shows,
    "options": _options,
    "allow_unknown": _special("weet ik niet"),
    "allow_decline": _special("wil hier niet over praten"),
}

_EFFECTS = {
    "minimum": (_LOST, NOTHING), "maximum": (_LOST, NOTHING), "max_length": (_LOST, NOTHING),
    "low": (_LOST, _BROKEN), "high": (_LOST, _BROKEN), "places": (_LOST, NOTHING), "exclusive": (_LOST, NOTHING),
    "min_rows": (_ASKED, NOTHING), "max_rows": (_LOST, NOTHING), "constraints": (_REFILL, NOTHING),
    "require_if": (_REFILL, NOTHING), "read_only_if": (_REFILL, NOTHING), "value": (_REFILL, _BROKEN),
    "earliest": (_LOST, NOTHING), "latest": (_LOST, NOTHING), "future": (_LOST, NOTHING), "top": (_LOST, _BROKEN),
    "max_files": (_LOST, NOTHING), "units": (_LOST, NOTHING), "source": (_LOST, _BROKEN), "result": (_REFILL, _BROKEN),
    "criteria": (_REFILL, "Kijk of de schaal nog hetzelfde meet."), "other": (_LOST, NOTHING),
    "unit": (_REFILL, _BROKEN), "rows": (_LOST, _BROKEN), "words": (_REFILL, "Kijk of de schaal nog hetzelfde meet."),
}  # fmt: skip

_PROPERTY = {
    "title": "de titel", "intro": "de inleiding", "after": "wat er na versturen gebeurt", "dated_by": "de datum van het formulier",
    "releases": "wat gedeeld kan worden", "hint": "de uitleg", "help": "de langere uitleg", "missing": "de foutmelding",
    "invalid": "de foutmelding", "default": "het antwoord vooraf", "prefill": "wat vooraf wordt ingevuld",
    "require_if": "wanneer een antwoord moet", "read_only_if": "wanneer het antwoord vaststaat",
    "constraints": "de controles", "unit": "de eenheid", "hide_previous": "of het vorige antwoord meteen te zien is",
    "minimum": "de ondergrens", "maximum": "de bovengrens", "low": "de laagste waarde", "high": "de hoogste waarde",
    "words": "de woorden bij de schaal", "rows": "de regels", "row": "hoe een regel heet", "min_rows": "het laagste aantal regels",
    "max_rows": "het hoogste aantal regels", "max_length": "de langste tekst", "places": "de cijfers achter de komma",
    "exclusive": "het antwoord dat alleen kan staan", "other": "‘anders, namelijk’", "value": "de berekening",
    "compartment": "het deel", "purpose": "het doel", "ground": "de grondslag", "audience": "wie dit leest",
    "retention": "de bewaartermijn", "examples": "de voorbeelden", "hidden_answers": "wat er met verborgen antwoorden gebeurt",
    "filled_by": "wie het invult", "target_of": "bij welke vraag het doel hoort", "key": "de naam", "autocomplete": "het aanvullen door de browser",
    "body": "de tekst", "captions": "of een bijschrift wordt gevraagd", "criteria": "de omschrijvingen bij de schaal",
    "earliest": "de vroegste datum", "latest": "de laatste datum", "future": "of de datum in de toekomst mag liggen",
    "hidden": "of de uitkomst te zien is", "max_files": "het hoogste aantal bestanden", "result": "de soort uitkomst",
    "max_megabytes": "de grootste omvang van een bestand", "source": "de lijst waaruit wordt gekozen",
    "street": "of straat en plaats worden gevraagd", "tone": "de toon", "top": "het aantal plaatsen",
    "units": "de eenheden van de duur",
}  # fmt: skip
