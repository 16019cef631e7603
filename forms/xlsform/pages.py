"""Groups become pages, groups inside them headings; what stands loose gets a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from forms.xlsform.columns import Cells
from forms.xlsform.items import Item
from forms.xlsform.report import Report

MOST_FIELDS = 200


@dataclass(slots=True)
class Placed:
    """A question in its place: with the conditions of the groups around it that are no page."""

    item: Item
    around: tuple[Cells, ...] = ()
    inner: list[Placed] = field(default_factory=list)
    """What stands inside, when it is a repeat."""


@dataclass(slots=True)
class Sheet:
    """A page in the making; without `item` it is made for what stands outside any group."""

    item: Item | None
    placed: list[Placed]


def read_pages(items: list[Item], report: Report) -> list[Sheet]:
    """Divide the items of a survey over pages."""
    pages: list[Sheet] = []
    for item in items:
        if item.type == "group":
            pages.append(Sheet(item, list(_inside(item.items, (), report))))
        else:
            if not pages or pages[-1].item is not None:
                pages.append(Sheet(None, []))
            pages[-1].placed += _inside([item], (), report)
    return [part for page in pages for part in _parts(page, report)]


def _parts(page: Sheet, report: Report) -> Iterator[Sheet]:
    if len(page.placed) <= MOST_FIELDS:
        yield page
        return
    number = page.item.cells.number if page.item else page.placed[0].item.cells.number
    report.add(
        "survey", number, "", f"Op één pagina staan meer dan {MOST_FIELDS} vragen.", "De pagina is in delen gesplitst."
    )
    for start in range(0, len(page.placed), MOST_FIELDS):
        yield Sheet(page.item, page.placed[start : start + MOST_FIELDS])


def _inside(items: list[Item], around: tuple[Cells, ...], report: Report) -> Iterator[Placed]:
    for item in items:
        if item.type == "repeat":
            yield Placed(item, around, list(_inside(item.items, (), report)))
        elif item.type != "group":
            yield Placed(item, around)
        else:
            report.add(
                "survey",
                item.cells.number,
                item.cells.column("type"),
                f"‘{item.label[:60]}’ is een groep in een groep.",
                "De vragen staan onder een kopje op dezelfde pagina.",
            )
            within = (*around, item.cells) if item.cells.get("relevant") else around
            if item.cells.by_locale("label"):
                yield Placed(item, within)
            yield from _inside(item.items, within, report)
