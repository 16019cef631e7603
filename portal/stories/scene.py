"""A story being played: who is who, what was made so far, and how an act writes and reads."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.agreements.models import Agreement, AgreementVersion
from portal.core.policy import SYSTEM, Actor, acting
from portal.core.uow import UnitOfWork, unit_of_work
from portal.stories.faults import Refused
from portal.stories.people import Person, Representative, User
from portal.stories.schema import Story
from portal.web.disclosure import log_care_read

OpenSession = Callable[[], Session]


@dataclass(slots=True)
class Reader:
    """Somebody who came in by a personal link: the letter's link, the session of the browser, who it is."""

    link: str = ""
    session: str = ""
    actor: Actor | None = None


@dataclass(slots=True)
class Scene:
    """What the acts of one story share. Things that a story makes are kept under the word it gives them."""

    story: Story
    folder: Path
    open_session: OpenSession
    organisations: dict[str, uuid.UUID] = field(default_factory=dict)
    users: dict[str, uuid.UUID] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    persons: dict[str, uuid.UUID] = field(default_factory=dict)
    representatives: dict[str, uuid.UUID] = field(default_factory=dict)
    readers: dict[str, Reader] = field(default_factory=dict)
    made: dict[tuple[str, str], uuid.UUID] = field(default_factory=dict)
    _case_id: uuid.UUID | None = None

    @property
    def case_id(self) -> uuid.UUID:
        """The case of this story."""
        if self._case_id is None:
            raise Refused("there is no case yet: begin with the act refer")
        return self._case_id

    @case_id.setter
    def case_id(self, case_id: uuid.UUID) -> None:
        if self._case_id is not None:
            raise Refused("a story has one case, and it was referred already")
        self._case_id = case_id

    def keep(self, kind: str, name: str, id_: uuid.UUID) -> None:
        """Remember what was made under *name*, and as the latest of its kind."""
        self.made[kind, name] = self.made[kind, ""] = id_

    def find(self, kind: str, name: str = "") -> uuid.UUID:
        """Return what was kept under *name*; without a name the latest of its kind."""
        try:
            return self.made[kind, name]
        except KeyError:
            known = ", ".join(sorted(n for k, n in self.made if k == kind and n)) or "none"
            raise Refused(f"there is no {kind} {name!r} yet; so far: {known}") from None

    def version_id(self, number: int | None = None) -> uuid.UUID:
        """Return the version *number* of the case's newest agreement; without a number the newest version."""
        wanted = (
            sa.select(AgreementVersion.id)
            .join(Agreement, Agreement.id == AgreementVersion.agreement_id)
            .where(AgreementVersion.case_id == self.case_id)
            .order_by(Agreement.number.desc(), AgreementVersion.number.desc())
        )
        if number is not None:
            wanted = wanted.where(AgreementVersion.number == number)
        with self.read() as session:
            found = session.scalars(wanted.limit(1)).first()
        if found is None:
            raise Refused("there is no such version of the agreement yet: freeze one first")
        return found

    def actor(self, who: str) -> Actor:
        """Return the user *who* as the one who acts."""
        if who == "system":
            return SYSTEM
        try:
            return self.actors[who]
        except KeyError:
            raise Refused(f"{who!r} is not a user of this story") from None

    def reader(self, who: str) -> Reader:
        """Return what is known of *who*, a person or representative who reads by a link."""
        if who not in self.story.people.persons and who not in self.story.people.representatives:
            raise Refused(f"{who!r} is not a person or representative of this story")
        return self.readers.setdefault(who, Reader())

    def organisation_id(self, name: str) -> uuid.UUID:
        """Return the id of the organisation *name* of the header."""
        try:
            return self.organisations[name]
        except KeyError:
            raise Refused(f"{name!r} is not an organisation of this story") from None

    def user_id(self, who: str) -> uuid.UUID:
        """Return the id of the user *who* of the header."""
        self.user(who)
        return self.users[who]

    def file(self, name: str) -> bytes:
        """Return the file *name* that lies beside the story."""
        path = (self.folder / name).resolve()
        if self.folder.resolve() not in path.parents or not path.is_file():
            raise Refused(f"there is no file {name!r} beside the story")
        return path.read_bytes()

    def person(self, who: str) -> Person:
        """Return the person *who* of the header."""
        try:
            return self.story.people.persons[who]
        except KeyError:
            raise Refused(f"{who!r} is not a person of this story") from None

    def person_id(self, who: str) -> uuid.UUID:
        """Return the id of the person *who*, who must be in the case."""
        self.person(who)
        try:
            return self.persons[who]
        except KeyError:
            raise Refused(f"{who!r} is not in the case yet") from None

    def representative(self, who: str) -> Representative:
        """Return the representative *who* of the header."""
        try:
            return self.story.people.representatives[who]
        except KeyError:
            raise Refused(f"{who!r} is not a representative of this story") from None

    def user(self, who: str) -> User:
        """Return the user *who* of the header."""
        try:
            return self.story.people.users[who]
        except KeyError:
            raise Refused(f"{who!r} is not a user of this story") from None

    @contextmanager
    def write(self, who: str | Actor, *, care: str = "") -> Iterator[UnitOfWork]:
        """Open the unit of work that a screen would open for *who*; *care* names what is read of the care file first."""
        actor = self.actor(who) if isinstance(who, str) else who
        with self.open_session() as session:
            if care:
                self.log_care_read(session, actor, care)
            with unit_of_work(lambda: session, actor) as uow:
                yield uow

    def log_care_read(self, session: Session, actor: Actor, what: str) -> None:
        """Log that *actor* reads care of the case, as a page would before it shows it, and let *session* open it."""
        log_care_read(session, actor, self.case_id, what, "story")

    @contextmanager
    def read(self, who: str | Actor = SYSTEM) -> Iterator[Session]:
        """Open a session that reads as *who*."""
        actor = self.actor(who) if isinstance(who, str) else who
        with self.open_session() as session, acting(session, actor):
            yield session
            session.rollback()
