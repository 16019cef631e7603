"""Tables of lists as markup: column by column in Python, each row by one pattern.

Through the levels of template inheritance every cell would pass as many generators, which costs more than all the rest
of a page (`python -m bench` shows it). A writer turns the values of one column into safe markup; whatever is not markup
of ours is escaped here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from markupsafe import Markup

Show = Callable[[Any], str]
Write = Callable[[Sequence[Any]], Sequence[str]]
MOST_KEPT = 5000
BETWEEN = "\0"


def safe(words: str) -> str:
    """Escape *words*, unless they are markup already."""
    return words if words.__class__ is Markup else escape(words)


def texts(values: Sequence[Any]) -> list[str]:
    """Write texts and numbers; the column is escaped as a whole, which costs a tenth of a call for each."""
    words = ["" if value is None else str(value) for value in values]
    written = escape(BETWEEN.join(words)).split(BETWEEN)
    return written if len(written) == len(words) else [escape(word) for word in words]


def each(show: Show) -> Write:
    """Write each value by *show*."""
    return lambda values: [safe(show(value)) for value in values]


class Few:
    """Writes a column in which few values come back often (states, days, yes and no): each is written once and kept."""

    def __init__(self, show: Show) -> None:
        self.show = show
        self.kept: dict[Any, str] = {}

    def __call__(self, values: Sequence[Any]) -> list[str]:
        kept, new = self.kept, set(values) - self.kept.keys()
        if new:
            written = {value: safe(self.show(value)) for value in new}
            kept = {**kept, **written}
            self.kept = kept if len(kept) < MOST_KEPT else written  # replaced, since other threads read the old one
        return [kept[value] for value in values]


class Rows:
    """Writes the rows of a table; the first cell names the row and links to it."""

    def __init__(self, link: str, columns: Sequence[tuple[str, Write]], link_class: str = "") -> None:
        self.writers = [write for _, write in columns]
        labels = [escape(label).replace("%", "%%") for label, _ in columns]
        look = f' class="{link_class}"' if link_class else ""
        head = f'<tr><th scope="row" data-l="{labels[0]}"><a{look} href="{link}%s">%s</a></th>'
        self.pattern = head + "".join(f'<td data-l="{label}">%s</td>' for label in labels[1:]) + "</tr>\n"

    def __call__(self, rows: Sequence[Any]) -> Markup:
        """Write rows of (identifier, value of each column, what else was selected …)."""
        if not rows:
            return Markup()
        ids, *values = list(zip(*rows, strict=True))[: 1 + len(self.writers)]
        first, *others = (write(column) for write, column in zip(self.writers, values, strict=True))
        pattern = self.pattern
        cells = zip(ids, (name or "–" for name in first), *others, strict=True)
        return Markup("".join([pattern % row for row in cells]))  # noqa: S704  # every writer answers safe markup


def options(choices: Sequence[tuple[str, str]] | Mapping[str, str], chosen: str) -> Markup:
    """Write the options of a select."""
    return _options(tuple(choices.items() if isinstance(choices, Mapping) else choices), chosen)


@lru_cache(maxsize=256)
def _options(pairs: tuple[tuple[str, str], ...], chosen: str) -> Markup:
    written = (
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
        for value, label in pairs
    )
    return Markup("".join(written))  # noqa: S704  # escaped just above
