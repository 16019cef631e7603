"""A questionnaire of any length, and the same questions as a WTForms class as one writes it by hand, with its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wtforms import (
    DateField,
    DecimalField,
    Form,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.widgets import CheckboxInput, ListWidget

import forms

LARGEST_PAGE = 180
KINDS = ("short_text", "yes_no", "one_of", "scale", "long_text", "integer", "many_of", "date", "decimal", "one_of")
COLOURS = ("rood", "groen", "blauw", "geel", "paars")
CONDITIONAL = (4, 6, 8)
"""Three of every ten questions show only when the yes-or-no before them is yes."""


def definition(size: int) -> forms.FormDefinition:
    """Make a form of *size* questions in sections of ten."""
    fields = [field for number in range(size) for field in _with_heading(number)]
    pages = [fields[at : at + LARGEST_PAGE] for at in range(0, len(fields), LARGEST_PAGE)]
    return forms.load({
        "schema_version": 1, "key": f"meting_{size}", "title": _say("Meting"), "locales": ["nl"], "compartment": "A",
        "purpose": "Meten", "ground": "agreement", "audience": ["expert"], "retention": "case",
        "pages": [
            {"key": f"p{number}", "title": _say(f"Pagina {number}"), "fields": own} for number, own in enumerate(pages)
        ],
    })  # fmt: skip


def _say(text: str) -> dict[str, str]:
    return {"nl": text}


def _with_heading(number: int) -> Iterator[dict[str, Any]]:
    if number % 10 == 0:
        section = f"onderdeel_{number // 10}"
        yield {"kind": "note", "id": section, "key": section, "label": _say(f"Onderdeel {number // 10}"),
               "body": _say("Over deze periode.")}  # fmt: skip
    kind, name = KINDS[number % 10], f"v{number}"
    field: dict[str, Any] = {"kind": kind, "id": name, "key": name, "label": _say(label(number)), "hint": _say("Een zin.")}
    if kind in {"one_of", "many_of"}:
        field["options"] = [{"key": colour, "label": _say(colour.title())} for colour in COLOURS]
    if number % 10 in CONDITIONAL:
        field["show_if"] = {"==": [{"var": f"v{number - number % 10 + 1}"}, True]}
    yield field


def label(number: int) -> str:
    return f"Hoe staat het met onderwerp {number} & wat daarbij hoort?"


def posted(size: int, *, faulty: bool = False) -> dict[str, list[str]]:
    """Return what a browser posts for every question; *faulty* leaves a sixth wrong or empty."""
    values: dict[str, list[str]] = {}
    for number in range(size):
        name, kind, wrong = f"v{number}", KINDS[number % 10], faulty and number % 6 == 0
        given: dict[str, list[str]] = {
            "short_text": ["Een antwoord"], "long_text": ["Een langer antwoord\nover twee regels"], "integer": ["12"],
            "decimal": ["3,5"], "yes_no": ["yes"], "one_of": ["groen"], "many_of": ["groen", "geel"], "scale": ["4"],
        }.get(kind, [])  # fmt: skip
        if kind == "date":
            for part, text in (("day", "27"), ("month", "13" if wrong else "3"), ("year", "2026")):
                values[f"{name}-{part}"] = [text]
        elif not wrong or kind in {"integer", "decimal"}:
            values[name] = ["veel"] if wrong else given
        values[f"{name}__asked"] = ["1"]
    return values


def answers(size: int) -> dict[str, Any]:
    """Return the same answers as they are stored."""
    stored = {"short_text": "Een antwoord", "long_text": "Een langer antwoord\nover twee regels", "integer": 12,
              "decimal": "3.5", "date": "2026-03-27", "yes_no": True, "one_of": "groen", "many_of": ["groen", "geel"],
              "scale": 4}  # fmt: skip
    return {f"v{number}": stored[KINDS[number % 10]] for number in range(size)}


# ---- the same by hand ----------------------------------------------------------------------------------------------


class When:
    """Shows and checks a field only when a yes-or-no is yes; the usual home-made validator."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, form: Any, field: Any) -> None:
        if form[self.name].data != "yes":
            field.errors = []
            raise validators.StopValidation


class Boxes(SelectMultipleField):  # type: ignore[misc]
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def by_hand(size: int) -> type[Form]:
    """Return the class; made once, like one that is written out."""
    return type("ByHand", (Form,), {f"v{number}": _field_by_hand(number) for number in range(size)})


def _field_by_hand(number: int) -> Any:
    rules: list[Any] = [validators.InputRequired("Vul dit in")]
    if number % 10 in CONDITIONAL:
        rules.insert(0, When(f"v{number - number % 10 + 1}"))
    colours, scores = [(c, c.title()) for c in COLOURS], [(str(n), str(n)) for n in range(1, 6)]
    more: dict[str, tuple[Any, dict[str, Any]]] = {
        "short_text": (StringField, {"validators": [*rules, validators.Length(max=200)]}),
        "long_text": (TextAreaField, {"validators": [*rules, validators.Length(max=5000)]}),
        "integer": (IntegerField, {"validators": [*rules, validators.NumberRange(0, 999)]}),
        "decimal": (DecimalField, {}),
        "date": (DateField, {}),
        "yes_no": (RadioField, {"choices": [("yes", "Ja"), ("no", "Nee")]}),
        "one_of": (RadioField, {"choices": colours}),
        "many_of": (Boxes, {"choices": colours}),
        "scale": (RadioField, {"choices": scores}),
    }
    made, given = more[KINDS[number % 10]]
    return made(label(number), **{"validators": rules, "description": "Een zin.", **given})


def posted_by_hand(size: int, *, faulty: bool = False) -> dict[str, list[str]]:
    """Return the same post in the words of the hand-written class."""
    values = {name: list(texts) for name, texts in posted(size, faulty=faulty).items() if not name.endswith("__asked")}
    for number in range(size):
        if KINDS[number % 10] == "date":
            day, month, year = (values.pop(f"v{number}-{part}")[0] for part in ("day", "month", "year"))
            values[f"v{number}"] = [f"{year}-{int(month):02}-{day}"]
        if KINDS[number % 10] == "decimal":
            values[f"v{number}"] = [text.replace(",", ".") for text in values[f"v{number}"]]
    return values


def stored_by_hand(size: int) -> dict[str, Any]:
    """Return the stored answers as the hand-written class takes them."""
    import datetime as dt
    from decimal import Decimal

    told = answers(size)
    for name, value in told.items():
        kind = KINDS[int(name[1:]) % 10]
        if kind == "date":
            told[name] = dt.date.fromisoformat(value)
        elif kind == "decimal":
            told[name] = Decimal(value)
        elif kind == "yes_no":
            told[name] = "yes"
        elif kind == "scale":
            told[name] = str(value)
    return told


PAGE = """<form method="post">{% if form.errors %}<div class="errors"><ul>{% for field in form if field.errors %}
<li><a href="#{{ field.id }}">{{ field.errors[0] }}</a></li>{% endfor %}</ul></div>{% endif %}
{% for field in form %}<div class="field{% if field.errors %} bad{% endif %}">
{% if field.type in ("RadioField", "Boxes") %}<fieldset><legend>{{ field.label.text }}</legend><p id="{{ field.id }}-hint">{{ field.description }}</p>
{% for error in field.errors %}<p class="error">{{ error }}</p>{% endfor %}
{% for option in field %}<label>{{ option() }}<span>{{ option.label.text }}</span></label>{% endfor %}</fieldset>
{% else %}{{ field.label() }}<p id="{{ field.id }}-hint">{{ field.description }}</p>
{% for error in field.errors %}<p class="error">{{ error }}</p>{% endfor %}
{{ field(class="input", **{"aria-describedby": field.id ~ "-hint"}) }}{% endif %}</div>
{% endfor %}<button>Opslaan</button></form>"""
