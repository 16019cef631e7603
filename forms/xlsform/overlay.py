"""Our own columns laid over what the columns of XLSForm say."""

from __future__ import annotations

from typing import Any

from forms.definition.schema import FormDefinition, Page
from forms.kinds.choices import Option
from forms.xlsform.columns import OWN, Cells
from forms.xlsform.extras import beside, is_marked, mark, own_properties
from forms.xlsform.infer import KINDS
from forms.xlsform.report import Report

Path = tuple[str | int, ...]
"""Where a part of a definition stands."""


def node_at(body: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return the part of a definition at *path*."""
    found: Any = body
    for step in path:
        found = found[step]
    return found  # type: ignore[no-any-return]


def lay_over(node: dict[str, Any], path: Path, cells: Cells, report: Report) -> None:
    """Lay our own columns over *node*; what no longer fits what stands beside it gives way."""
    for name, written, told in own_properties(cells):
        where = (cells.sheet, cells.number, written)
        if isinstance(told, ValueError):
            report.add(*where, "In deze cel staat geen geldige JSON.", "De cel is niet overgenomen.")
            continue
        if is_marked(told):
            near = beside(name, True) or ()
            if told["if"] != mark(cells, near):
                report.add(*where, f"{', '.join(near)} is gewijzigd.", "De gewijzigde kolom telt, deze niet.")
            elif "then" in told:
                node[name] = told["then"]
            else:
                node.pop(name, None)
        else:
            node[name] = told
    known = _known(node, path)
    for name in [name for name in node if known and name not in known]:
        del node[name]
        report.add(
            cells.sheet,
            cells.number,
            f"{OWN}{name}",
            "Deze eigenschap past niet bij deze rij.",
            "Zij is niet overgenomen.",
        )


def _known(node: dict[str, Any], path: Path) -> set[str]:
    """Return the properties a node may have, empty when its kind is not known."""
    if not path:
        schema: Any = FormDefinition
    elif path[-2] == "options":
        schema = Option
    else:
        schema = Page if len(path) == 2 else KINDS.get(str(node.get("kind")))
    return _names(schema) if schema else set()


def _names(schema: Any) -> set[str]:
    return {field.alias or name for name, field in schema.model_fields.items()}
