"""What later stages know about a case, gathered for the case page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.core.policy import Actor


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the case page that a stage fills: its template and what the template reads."""

    template: str
    given: object


@dataclass(frozen=True, slots=True)
class DomainRow:
    """One life domain: what it was, what it is, what it should become."""

    label: str
    first: int | None
    now: int | None
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Domains:
    """The life domains of a person, with the number that went up and down."""

    person: str
    rows: tuple[DomainRow, ...]

    @property
    def up(self) -> int:
        """How many went up."""
        return sum(1 for row in self.rows if row.first and row.now and row.now > row.first)

    @property
    def down(self) -> int:
        """How many went down."""
        return sum(1 for row in self.rows if row.first and row.now and row.now < row.first)


def of_case(session: Session, actor: Actor, case: Case) -> list[Panel]:
    """Return the panels of the stages that have something to show of this case."""
    return []


def domains(session: Session, actor: Actor, case: Case) -> list[Domains]:
    """Return the life domains for whoever reads the care of this case; the reading is logged first."""
    return []
