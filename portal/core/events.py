"""Facts in the past tense, and which jobs follow from them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import ClassVar, Protocol


class Event(Protocol):
    """A frozen dataclass of plain values: ids, codes, numbers, digests; never names or free text."""

    name: ClassVar[str]

    @property
    def case_id(self) -> uuid.UUID | None: ...


_follow_ups: dict[str, list[str]] = defaultdict(list)


def after(event: type[Event], *jobs: str) -> None:
    """Have *jobs* enqueued whenever *event* is recorded."""
    for job in jobs:
        if job not in _follow_ups[event.name]:
            _follow_ups[event.name].append(job)


def follow_ups(name: str) -> tuple[str, ...]:
    """Return the jobs that follow from the event called *name*."""
    return tuple(_follow_ups.get(name, ()))


def reactions() -> dict[str, tuple[str, ...]]:
    """Return every event name with the jobs that follow from it."""
    return {name: tuple(jobs) for name, jobs in _follow_ups.items() if jobs}
