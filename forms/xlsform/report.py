"""What an import gives: the definition, and line by line what was done differently from what the workbook says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from forms.definition.load import Problem
from forms.definition.schema import FormDefinition

MOST_LINES = 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was not taken over as it stood: where, what, and what was done instead."""

    sheet: str
    row: int
    column: str
    what: str
    instead: str

    def __str__(self) -> str:
        place = f"{self.sheet}, rij {self.row}" if self.row else self.sheet
        return f"{place}{f', kolom {self.column}' if self.column else ''}: {self.what} {self.instead}".strip()


@dataclass(frozen=True, slots=True)
class Imported:
    """A definition read from a workbook; it is a draft while `problems` is not empty."""

    definition: FormDefinition
    report: tuple[Line, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Report:
    """Collects lines in the order of the workbook, each once."""

    lines: dict[Line, None] = field(default_factory=dict)

    def add(self, sheet: str, row: int, column: str, what: str, instead: str) -> None:
        """Note that something was done differently."""
        if len(self.lines) < MOST_LINES:
            self.lines.setdefault(Line(sheet, row, column[:80], what[:400], instead[:400]))

    def all(self) -> tuple[Line, ...]:
        """Return all lines, those of one sheet together and by row."""
        sheets = list(dict.fromkeys(line.sheet for line in self.lines))
        return tuple(sorted(self.lines, key=lambda line: (sheets.index(line.sheet), line.row)))


def as_json(lines: tuple[Line, ...]) -> list[Mapping[str, Any]]:
    """Return *lines* as plain JSON."""
    return [asdict(line) for line in lines]
