"""What a form knows of a case while it is tried out; the stage that has cases says how it is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from portal.core.policy import Actor


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody may see of a case: values by path, its people, whom the form is about, and the lists it offers."""

    case: Mapping[str, Any] = field(default_factory=dict)
    people: tuple[tuple[str, str], ...] = ()
    person: str = ""
    records: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


Find = Callable[[Session, Actor, str, str], Known | None]
Newest = Callable[[Session, Actor], Sequence[tuple[str, str]]]

_finders: list[tuple[Find, Newest]] = []


def tell(find: Find, newest: Newest) -> None:
    """Let a later stage find a case by its reference, and list the newest; said once, where the stages meet."""
    if (find, newest) not in _finders:
        _finders.append((find, newest))


def known(session: Session, actor: Actor, reference: str, person: str = "") -> Known | None:
    """Return what the actor may see of a case, None when there is none that the actor may read."""
    return next((found for find, _newest in _finders if (found := find(session, actor, reference, person))), None)


def newest(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Return the newest cases that the actor may read, as reference and address."""
    return [pair for _find, listed in _finders for pair in listed(session, actor)]
