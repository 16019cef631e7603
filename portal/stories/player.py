"""Playing stories: the clock is set, each act is done by its person, and background work due by then is run."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from pydantic import ValidationError

from portal.cases.models import Case
from portal.core import clock, worker
from portal.core.errors import DomainError
from portal.core.jobs import Job, JobState
from portal.core.policy import SYSTEM, acting
from portal.stories import casting
from portal.stories.acts import Act
from portal.stories.expectations import Check
from portal.stories.faults import Refused, StoryFault
from portal.stories.reading import Source
from portal.stories.scene import OpenSession, Scene
from portal.stories.schema import Story

Sentence = Callable[[DomainError], str]


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that was not met."""

    file: str
    line: int
    check: str
    differences: list[str]


@dataclass(slots=True)
class Played:
    """What came of playing: the cases made, how much was done, and which expectations failed."""

    cases: dict[str, str] = field(default_factory=dict)
    acts: int = 0
    checks: int = 0
    jobs: int = 0
    seconds: float = 0.0
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One act or check on the time line of all stories together."""

    at: dt.datetime
    order: tuple[int, int, int]
    scene: Scene
    source: Source
    part: Act | Check


class Player:
    """Plays stories on one database, in the order of their moments, so that the clock never goes back."""

    def __init__(self, open_session: OpenSession, sentence: Sentence, password: str | None = None) -> None:
        self._open, self._sentence, self._password = open_session, sentence, password
        self._clock: dt.datetime | None = None
        self._known_failures: set[uuid.UUID] = set()

    def play(self, stories: Sequence[tuple[Story, Source]], *, expect: bool = False) -> Played:
        """Play *stories* together; *expect* judges their expectations at the written moments.

        Raises `StoryFault` at the first act that is refused or background job that fails.
        """
        began, played = time.perf_counter(), Played()
        self._known_failures = set(self._failed())
        scenes = [(Scene(story, Path(source.file).parent, self._open), source) for story, source in stories]
        first = min(story.acts[0].at for story, _ in stories)
        try:
            with clock.at(first - dt.timedelta(days=1)):
                casting.cast([scene for scene, _ in scenes], self._open, self._password)
        except (Refused, DomainError) as refused:
            raise StoryFault(scenes[0][1].file, scenes[0][1].line(("people",)), str(refused), "people") from refused
        for entry in self._timeline(scenes, expect):
            played.jobs += self._catch_up(entry, entry.at)
            self._enter(entry, played)
            played.jobs += self._catch_up(entry, entry.at)
        for scene, source in scenes:
            with scene.read() as session:
                played.cases[source.file] = session.get_one(Case, scene.case_id).reference
        played.seconds = time.perf_counter() - began
        return played

    def _timeline(self, scenes: Sequence[tuple[Scene, Source]], expect: bool) -> list[_Entry]:
        entries = []
        for number, (scene, source) in enumerate(scenes):
            acts = scene.story.acts
            for place, act in enumerate(acts):
                entries.append(_Entry(act.at, (0, number, place), scene, source, act))
            for place, check in enumerate(scene.story.expect if expect else ()):
                at = check.at or acts[-1].at
                entries.append(_Entry(at, (1 if check.at else 2, number, place), scene, source, check))
        return sorted(entries, key=lambda entry: (entry.at, entry.order))

    def _enter(self, entry: _Entry, played: Played) -> None:
        kind, place = ("acts" if isinstance(entry.part, Act) else "expect"), entry.order[2]
        line = entry.source.line((kind, place))
        try:
            with clock.at(entry.at):
                if isinstance(entry.part, Act):
                    played.acts += 1
                    _do(entry.part, entry.scene)
                else:
                    played.checks += 1
                    found = entry.part.differences(entry.scene)
                    if found:
                        name = str(getattr(entry.part, "check", ""))
                        played.failures.append(Failure(entry.source.file, line, name, found))
        except Refused as refused:
            raise StoryFault(entry.source.file, line, str(refused), "story") from refused
        except ValidationError as wrong:
            told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in wrong.errors())
            raise StoryFault(entry.source.file, line, told, "story") from wrong
        except DomainError as refused:
            reason = f"refused: {refused} – {self._sentence(refused)}"
            raise StoryFault(entry.source.file, line, reason, refused.code) from refused

    def _catch_up(self, entry: _Entry, until: dt.datetime) -> int:
        """Run the background jobs that fall due up to *until*, each at its own moment."""
        count = 0
        while (due := self._next_due(until)) is not None:
            moment = max(due, self._clock or due)
            with clock.at(moment):
                worker.work_once(self._open)
            self._clock = moment
            count += 1
            self._stop_at_failure(entry)
        self._clock = max(until, self._clock or until)
        return count

    def _next_due(self, until: dt.datetime) -> dt.datetime | None:
        with self._open() as session, acting(session, SYSTEM):
            waiting = sa.select(Job.due).where(Job.state == JobState.WAITING, Job.due <= until)
            return session.scalar(waiting.order_by(Job.due).limit(1))

    def _failed(self) -> dict[uuid.UUID, str]:
        with self._open() as session, acting(session, SYSTEM):
            rows = session.scalars(sa.select(Job).where(Job.error != "", Job.state != JobState.DONE))
            return {row.id: f"{row.name}: {row.error}" for row in rows}

    def _stop_at_failure(self, entry: _Entry) -> None:
        for job_id, error in self._failed().items():
            if job_id not in self._known_failures:
                kind = "acts" if isinstance(entry.part, Act) else "expect"
                line = entry.source.line((kind, entry.order[2]))
                raise StoryFault(entry.source.file, line, f"background work failed: {error}", "job")


def _do(act: Act, scene: Scene) -> None:
    """Play one act, or see it refused for the reason that it names."""
    if not act.refused:
        act.play(scene)
        return
    try:
        act.play(scene)
    except DomainError as error:
        if error.code != act.refused:
            raise
        return
    raise Refused(f"the act was not refused, though the story expects {act.refused!r}")
