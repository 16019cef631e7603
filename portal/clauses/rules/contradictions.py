"""Two clauses of one agreement that contradict each other, by what their parameters mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from portal.clauses.rules.filling import Parametrised, Values


class Meaning(StrEnum):
    """What the value of a parameter sets, so that two clauses can be laid side by side."""

    QUIET_FROM = "quiet_from"
    QUIET_UNTIL = "quiet_until"
    MOST_VISITORS = "most_visitors"
    MOST_DOGS = "most_dogs"
    NO_CONTACT = "no_contact"
    CONTACT = "contact"
    PERSON_OUT = "person_out"
    PERSONS_IN = "persons_in"


class About(StrEnum):
    """What two clauses disagree about."""

    QUIET_HOURS = "quiet_hours"
    VISITORS = "visitors"
    DOGS = "dogs"
    CONTACT = "contact"
    CONTACT_TWICE = "contact_twice"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Use:
    """A clause as it stands in an agreement: its number, whom it binds and what its parameters mean."""

    number: int
    addressees: frozenset[str]
    meanings: tuple[tuple[str, str], ...]

    def said(self, meaning: Meaning) -> str:
        """Return what the clause says about *meaning*, or nothing."""
        return dict(self.meanings).get(meaning.value, "")

    @property
    def quiet(self) -> tuple[str, str] | None:
        """The quiet hours it sets, as kept values, or None."""
        hours = self.said(Meaning.QUIET_FROM), self.said(Meaning.QUIET_UNTIL)
        return hours if all(hours) else None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two clauses that cannot both be kept by the same person, or that say the same thing twice."""

    about: About
    first: int
    second: int
    first_says: str
    second_says: str


def meanings_of(clause: Parametrised, values: Values) -> dict[str, str]:
    """Say what the filled parameters of a clause set."""
    return {str(p.meaning): str(values[p.key]) for p in clause.parameters if p.meaning and values.get(p.key)}


def use_of(number: int, clause: Parametrised, values: Values, addressees: Iterable[str]) -> Use:
    """Describe a clause in an agreement by the meanings of its filled parameters."""
    return Use(number, frozenset(addressees), tuple(meanings_of(clause, values).items()))


def disagreements(uses: Iterable[Use]) -> tuple[Disagreement, ...]:
    """Find pairs of clauses that contradict each other for one person."""
    found = []
    for one, other in combinations(sorted(uses, key=lambda use: use.number), 2):
        if one.addressees & other.addressees:
            for about, look in _LOOKS.items():
                says = look(one, other)
                if says:
                    found.append(Disagreement(about, one.number, other.number, *says))
    return tuple(found)


Says = tuple[str, str] | None


def _quiet_hours(one: Use, other: Use) -> Says:
    if one.quiet and other.quiet and one.quiet != other.quiet:
        return "–".join(one.quiet), "–".join(other.quiet)
    return None


def _limit(meaning: Meaning) -> Callable[[Use, Use], Says]:
    def look(one: Use, other: Use) -> Says:
        first, second = one.said(meaning), other.said(meaning)
        return (first, second) if first and second and first != second else None

    return look


def _visitors(one: Use, other: Use) -> Says:
    """Two limits contradict only where their hours meet; by day another number may hold."""
    if one.quiet and other.quiet and not _meet(one.quiet, other.quiet):
        return None
    return _limit(Meaning.MOST_VISITORS)(one, other)


def _contact(one: Use, other: Use) -> Says:
    for banning, asking in ((one, other), (other, one)):
        if banning.said(Meaning.NO_CONTACT) and asking.said(Meaning.CONTACT):
            return one.said(Meaning.NO_CONTACT), other.said(Meaning.NO_CONTACT)
    return None


def _contact_twice(one: Use, other: Use) -> Says:
    first, second = one.said(Meaning.NO_CONTACT), other.said(Meaning.NO_CONTACT)
    return (first, second) if first and _plain(first) == _plain(second) else None


def _person(one: Use, other: Use) -> Says:
    for banning, housing in ((one, other), (other, one)):
        out = banning.said(Meaning.PERSON_OUT)
        if out and _plain(out) in _plain(housing.said(Meaning.PERSONS_IN)):
            return one.said(Meaning.PERSON_OUT), other.said(Meaning.PERSON_OUT)
    return None


_LOOKS: Mapping[About, Callable[[Use, Use], Says]] = {
    About.QUIET_HOURS: _quiet_hours,
    About.VISITORS: _visitors,
    About.DOGS: _limit(Meaning.MOST_DOGS),
    About.CONTACT: _contact,
    About.CONTACT_TWICE: _contact_twice,
    About.PERSON: _person,
}


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace(".", " ").replace(",", " ").split())


def _meet(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether two windows of the clock, which may run past midnight, share a moment."""
    return any(a < d and c < b for a, b in _pieces(one) for c, d in _pieces(other))


def _pieces(window: tuple[str, str]) -> list[tuple[str, str]]:
    start, end = window
    return [(start, end)] if start < end else [(start, "24:00"), ("00:00", end)]
