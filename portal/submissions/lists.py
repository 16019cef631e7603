"""The lists that a question may offer in a case, each read when a form asks for it: what the actor may see, no more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from portal.accounts.queries import experts, organisations
from portal.cases.models import Case
from portal.cases.queries import incidents
from portal.core import clock
from portal.core.policy import Actor
from portal.submissions import queries

Pairs = Sequence[tuple[str, str]]
Read = Callable[[Session, Actor, Case], Pairs]
MOST, LONGEST = 500, 120

_readers: dict[str, Read] = {}


def tell(source: str, read: Read) -> None:
    """Let a later stage give a list; said once per list, where the stages meet."""
    if _readers.setdefault(source, read) is not read:
        raise RuntimeError(f"the list {source} is given already")


class Lists(Mapping[str, tuple[tuple[str, str], ...]]):
    """The lists of one case by name, as pairs of key and words."""

    def __init__(self, session: Session, actor: Actor, case: Case) -> None:
        self._around = (session, actor, case)
        self._kept: dict[str, tuple[tuple[str, str], ...]] = {}

    def __getitem__(self, source: str) -> tuple[tuple[str, str], ...]:
        if source not in self._kept:
            found = _readers[source](*self._around)
            self._kept[source] = tuple((key, words[:LONGEST]) for key, words in found[:MOST])
        return self._kept[source]

    def __contains__(self, source: object) -> bool:
        return source in _readers

    def __iter__(self) -> Iterator[str]:
        return iter(_readers)

    def __len__(self) -> int:
        return len(_readers)


def _organisations(session: Session, actor: Actor, case: Case) -> Pairs:
    return [(str(row.id), row.name) for row in organisations(session, actor)]


def _experts(session: Session, actor: Actor, case: Case) -> Pairs:
    found = {str(one.user.id): f"{one.user.name}, {one.organisation.name}" for one in experts(session, actor)}
    return list(found.items())


def _incidents(session: Session, actor: Actor, case: Case) -> Pairs:
    return [
        (str(row.id), f"{row.number} · {row.stated_from.astimezone(clock.AMSTERDAM):%d-%m-%Y} · {row.facts}")
        for row in incidents(session, actor, case.id)
    ]


def _goals(session: Session, actor: Actor, case: Case) -> Pairs:
    """List the goals that the expert released; one is known by its words, which stay what they were."""
    released = queries.released(session, actor, case.id)
    lines = [line.strip(" -•") for one in released if one.key.startswith("goal") for line in one.text.splitlines()]
    return [(hashlib.sha256(line.encode()).hexdigest()[:16], line) for line in dict.fromkeys(lines) if line]


tell("people", lambda session, actor, case: queries.people(session, actor, case.id))
tell("dwellings", lambda session, actor, case: [(str(case.dwelling_id), case.address)])
tell("organisations", _organisations)
tell("experts", _experts)
tell("incidents", _incidents)
tell("goals", _goals)
