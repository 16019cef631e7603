"""Quiet hours in two clauses that disagree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from portal.clauses.rules.filling import Parametrised, Values


@dataclass(frozen=True, slots=True)
class Use:
    """A clause as it stands in an agreement: its number, whom it binds and what its parameters mean."""

    number: int
    addressees: frozenset[str]
    meanings: tuple[tuple[str, str], ...]

    @property
    def quiet(self) -> tuple[str, str] | None:
        """The quiet hours it sets, as kept values, or None."""
        said = dict(self.meanings)
        return (said["quiet_from"], said["quiet_until"]) if {"quiet_from", "quiet_until"} <= said.keys() else None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two clauses that set other quiet hours for the same person."""

    first: int
    second: int
    first_hours: tuple[str, str]
    second_hours: tuple[str, str]


def use_of(number: int, clause: Parametrised, values: Values, addressees: Iterable[str]) -> Use:
    """Describe a clause in an agreement by the meanings of its filled parameters."""
    said = [(p.meaning, str(values[p.key])) for p in clause.parameters if p.meaning and values.get(p.key)]
    return Use(number, frozenset(addressees), tuple(said))


def disagreements(uses: Iterable[Use]) -> tuple[Disagreement, ...]:
    """Find pairs of clauses that give one person different quiet hours."""
    found = []
    for one, other in combinations(sorted(uses, key=lambda use: use.number), 2):
        if one.quiet and other.quiet and one.quiet != other.quiet and one.addressees & other.addressees:
            found.append(Disagreement(one.number, other.number, one.quiet, other.quiet))
    return tuple(found)
