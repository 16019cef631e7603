"""Acts on a dossier: composing it, leaving pieces out with a reason, releasing from the care file, filing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from portal.core.policy import SYSTEM
from portal.dossiers import queries
from portal.dossiers import services as dossiers
from portal.dossiers.rules import Choice, ComposeFacts, LeaveOut, Purpose, Recipient
from portal.stories.acts.base import Act
from portal.stories.faults import Refused

if TYPE_CHECKING:
    from portal.stories.scene import Scene


class ReleaseCare(Act):
    """The expert releases one document of the care file for dossiers, with a reason."""

    act: Literal["release_care"]
    document: str = Field(description="the title given by file_document")
    reason: str

    def play(self, scene: Scene) -> None:
        with scene.write(self.who, care="documents") as uow:
            dossiers.release_care(uow, scene.find("document", self.document), self.reason)


class ComposeDossier(Act):
    """A dossier is begun, with every piece of the period taken in."""

    act: Literal["compose_dossier"]
    name: str = Field("", description="a word for later acts")
    period_from: dt.date
    period_until: dt.date
    recipient: Recipient = Recipient.DISTRICT_COURT
    purpose: Purpose = Purpose.ORDER

    def play(self, scene: Scene) -> None:
        told = self.model_dump(include={"period_from", "period_until", "recipient", "purpose"})
        with scene.write(self.who) as uow:
            row = dossiers.compose(uow, scene.case_id, ComposeFacts(**told))
            scene.keep("dossier", self.name or str(row.number), row.id)


class LeaveOutPiece(Act):
    """A piece is left out of the dossier, with the reason that stands in it."""

    act: Literal["leave_out_piece"]
    piece: str = Field(description="words of the title of exactly one piece")
    reason: LeaveOut
    words: str = Field("", description="needed with the reason other")

    def play(self, scene: Scene) -> None:
        with scene.read() as session:
            rows = queries.pieces(session, SYSTEM, scene.find("dossier"))
            found = [row.id for row in rows if self.piece in row.title]
            if len(found) != 1:
                titles = "; ".join(row.title for row in rows)
                raise Refused(f"{len(found)} pieces are called {self.piece!r}; there are: {titles}")
        choice = Choice(piece_id=found[0], included=False, reason=self.reason, note=self.words)
        with scene.write(self.who) as uow:
            dossiers.leave_out(uow, found[0], choice)


class FileDossier(Act):
    """The dossier is frozen as the next filing and bound to one PDF."""

    act: Literal["file_dossier"]

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            row = dossiers.file(uow, scene.find("dossier"))
            scene.keep("filing", str(row.number), row.id)
