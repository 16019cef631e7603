"""A definition becomes a workbook: what XLSForm can say in its own columns, and what it cannot beside them."""

from __future__ import annotations

from typing import Any

from forms.definition.digest import body_of, digest
from forms.definition.load import BadDefinition, load
from forms.definition.schema import FormDefinition
from forms.xlsform.cells import as_read
from forms.xlsform.columns import on_choices
from forms.xlsform.extras import differences
from forms.xlsform.give import Giver
from forms.xlsform.overlay import node_at
from forms.xlsform.sheets import Row, Sheets, pack
from forms.xlsform.take import infer, read


def write(definition: FormDefinition) -> bytes:
    """Return *definition* as an .xlsx; taking it in again gives the same digest."""
    data = pack(_complete(definition))
    if digest(read(data)[0]) != digest(definition):
        raise RuntimeError(f"the workbook of {definition.key} does not give the same definition back")
    return data


def _complete(definition: FormDefinition) -> Sheets:
    """Add to the columns of XLSForm what reading them again would not give."""
    sheets = Giver(definition).sheets()
    taken = infer(_read_back(sheets))
    real = body_of(definition)
    try:
        inferred = body_of(load(taken.body))
    except BadDefinition:
        inferred = taken.body
    rows = {(name, row.number): row for name in ("survey", "choices", "settings") for row in getattr(sheets, name)}
    places = {path for path, _ in taken.places}
    for path, cells in taken.places:
        skip = {"pages", "fields"} | ({"options"} if (*path, "options", 0) in places else set())
        more = differences(node_at(real, path), node_at(inferred, path), cells, skip)
        if cells.sheet == "choices":
            more = {on_choices(column): text for column, text in more.items()}
        rows[cells.sheet, cells.number].cells |= more
    return sheets


def _read_back(sheets: Sheets) -> Sheets:
    """Return *sheets* as they come back from a workbook."""
    found: dict[str, Any] = {}
    for name in ("survey", "choices", "settings"):
        cells = [
            (row.number, {column: as_read(text) for column, text in row.cells.items()}) for row in getattr(sheets, name)
        ]
        found[name] = [Row(number, {column: text for column, text in one.items() if text}) for number, one in cells]
    return Sheets(**found)
