"""Acts on what the bureau writes itself: the wording of a clause over two desks, and letters out of the case."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from portal.agreements import printing
from portal.agreements import services as agreements
from portal.cases.models import Case, Incident
from portal.clauses import queries as held
from portal.clauses import services as clauses
from portal.core.policy import scoped
from portal.stories.acts.base import Act
from portal.stories.dates import Moment

if TYPE_CHECKING:
    from portal.stories.scene import Scene


class ChangeClause(Act):
    """The wording of a clause of the library is changed in a working text; what is left out stays as it is."""

    act: Literal["change_clause"]
    code: str
    text: str = ""
    plain: str = ""
    title: str = ""
    consequence: str = ""

    def play(self, scene: Scene) -> None:
        told: dict[str, object] = {
            name: value for name in ("text", "title", "consequence") if (value := getattr(self, name))
        }
        if self.plain:
            told["plain"] = {"nl": self.plain}
        with scene.write(self.who) as uow:
            clauses.begin(uow, self.code)
            clauses.change(uow, self.code, None, told)


class ReviewClause(Act):
    """Somebody who did not write it approves the working text of a clause."""

    act: Literal["review_clause"]
    code: str
    until: dt.date | None = None

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            clauses.review(uow, self.code, until=self.until)


class ReleaseClause(Act):
    """A reviewed clause comes into the library as its next version."""

    act: Literal["release_clause"]
    code: str

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            clauses.release(uow, self.code)


class WithdrawClause(Act):
    """A clause is no longer offered; agreements that hold it keep it."""

    act: Literal["withdraw_clause"]
    code: str

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            clauses.withdraw(uow, held.by_code(uow.session, uow.actor, self.code).clause_id)


class MakeLetter(Act):
    """A letter is made out of the case and filed; with `sent` it is written down as a contact too."""

    act: Literal["make_letter"]
    letter: Literal["invitation", "warning", "notice", "confirmation"]
    talk: Moment | None = Field(None, description="day and time of the talk that an invitation names")
    place: str = ""
    deadline: dt.date | None = None
    incidents: list[str] = Field(default_factory=list, description="the words given to incidents by log_incident")
    own: str = Field("", description="words of their own under the fixed text")
    sent: bool = True

    def play(self, scene: Scene) -> None:
        with scene.read(self.who) as session:
            actor = scene.actor(self.who)
            case = session.scalars(scoped(Case, actor).where(Case.id == scene.case_id)).one()
            numbers = [session.get_one(Incident, scene.find("incident", name)).number for name in self.incidents]
            wanted = agreements.Wanted(
                day=self.talk.date() if self.talk else None, time=self.talk.time() if self.talk else None,
                place=self.place, deadline=self.deadline, incidents=numbers, own=self.own,
            )  # fmt: skip
            letter = agreements.write_letter(session, actor, case, self.letter, wanted)
        pdf = printing.letter_pdf(letter)
        with scene.write(self.who) as uow:
            agreements.file_letter(uow, scene.case_id, letter, pdf, sent=self.sent)
