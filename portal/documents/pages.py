"""Print templates to HTML: an own Jinja environment with Dutch filters, apart from the web pages."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from portal.documents import bidi, charts, columns, dutch

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
_RIGHT = bidi.RIGHT_TO_LEFT
FROM_THE_RIGHT = re.compile(f"[{_RIGHT}](?:[{_RIGHT} ]*[{_RIGHT}])?")


@cache
def environment() -> Environment:
    """Build the environment: everything escaped, an unknown name is an error."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=isolated,
    )
    env.filters.update(
        date_nl=dutch.date_nl,
        clock_nl=dutch.clock_nl,
        moment_nl=dutch.moment_nl,
        number_nl=dutch.number_nl,
        size_nl=dutch.size_nl,
        digest_groups=dutch.digest_groups,
        paragraphs=paragraphs,
        as_written=as_written,
        direction=direction,
        apart=bidi.apart,
    )
    env.globals.update(score_track=charts.score_track, ink=charts.ink, column_shares=columns.column_shares)
    return env


def paragraphs(text: str) -> list[str]:
    """Split plain text at its empty lines; single line ends are kept inside a paragraph."""
    return [part.strip("\n") for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def isolated(value: object) -> object:
    """Keep a name from the right out of the order of what stands around it: "محمد, 5-2" would read "2-5 ,محمد".

    Signs without a width do it, so it also holds in a title.

    >>> isolated("voor محمد الحسن, 5-2") == "voor \u2068محمد الحسن\u2069, 5-2", isolated(Markup("محمد")), isolated(5)
    (True, Markup('محمد'), 5)
    """
    if type(value) is not str or value.isascii():
        return value
    return FROM_THE_RIGHT.sub("\u2068\\g<0>\u2069", value)


def as_written(text: str) -> Markup:
    """Write a text of its own, of a cell or a paragraph: one that begins from the right keeps its whole order."""
    return escape(text if direction(text) == "rtl" else isolated(text))


def direction(text: str) -> str:
    """Return "rtl" for a text whose first letter is written from right to left, else "ltr".

    >>> direction("«أنا»"), direction("1. Ik")
    ('rtl', 'ltr')
    """
    first = next((kind for sign in text if (kind := unicodedata.bidirectional(sign)) in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"


def page(template: str, **values: object) -> str:
    """Fill the print template *template* ("<room>/print/<name>.html") with *values*.

    Raises ValueError for a template that is not meant for print and jinja2.UndefinedError for a missing value.
    """
    if "/print/" not in template:
        raise ValueError(f"{template} is not a print template; those live in templates/<room>/print/")
    return environment().get_template(template).render(**values)
