"""Expectations of the case: its state, how often things occur, names, addresses and searching."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa
from pydantic import Field

from portal.cases.models import Case, CaseDocument, Contact, HelpOffer, HouseholdMember, Incident, Participant
from portal.cases.rules import CaseState, StopReason, Turn
from portal.core.db import Base
from portal.core.policy import scoped
from portal.core.search import fold
from portal.parties.models import Person, RegisterCheck
from portal.stories.expectations.base import Check, compare
from portal.stories.people import Key

if TYPE_CHECKING:
    from portal.stories.scene import Scene

COUNTED: dict[str, type[Base]] = {
    "incidents": Incident,
    "contacts": Contact,
    "help_offers": HelpOffer,
    "documents": CaseDocument,
    "participants": Participant,
    "household": HouseholdMember,
}


class CaseIs(Check):
    """How the case stands."""

    check: Literal["case"]
    state: CaseState | None = None
    stop_reason: StopReason | None = None
    next_actor: Turn | None = None
    next_code: str | None = None
    address: str | None = None
    tenant: str | None = Field(None, description="the tenant's name as lists show it")

    def differences(self, scene: Scene) -> list[str]:
        with scene.read() as session:
            case = session.get_one(Case, scene.case_id)
            return [
                *compare("the state", self.state, case.state),
                *compare("the reason for stopping", self.stop_reason, case.stop_reason),
                *compare("whose turn it is", self.next_actor, case.next_actor),
                *compare("the next step", self.next_code, case.next_code),
                *compare("the address", self.address, case.address),
                *compare("the tenant's name", self.tenant, case.tenant_name),
            ]


class Count(Check):
    """How many rows of a kind the case has; with `who` how many that user may see."""

    check: Literal["count"]
    what: Literal["incidents", "contacts", "help_offers", "documents", "participants", "household"]
    number: int = Field(alias="is", ge=0)
    who: Key = ""

    def differences(self, scene: Scene) -> list[str]:
        model = COUNTED[self.what]
        with scene.read(self.who or "system") as session:
            rows = sa.select(sa.func.count()).select_from(model).where(model.case_id == scene.case_id)  # type: ignore[attr-defined]
            return compare(f"the number of {self.what}", self.number, session.scalar(rows))


class SortsUnder(Check):
    """Under which letters a person stands in a list."""

    check: Literal["sorts_under"]
    person: Key
    letters: str

    def differences(self, scene: Scene) -> list[str]:
        with scene.read() as session:
            key = session.get_one(Person, scene.person_id(self.person)).sort_key
        return (
            [] if key.startswith(fold(self.letters)) else [f"the sort key is {key!r}, expected {self.letters!r} first"]
        )


class Finds(Check):
    """Whether a user who types these words in the search box gets the case."""

    check: Literal["finds"]
    who: Key
    words: str
    found: bool = True

    def differences(self, scene: Scene) -> list[str]:
        actor = scene.actor(self.who)
        with scene.read(actor) as session:
            rows = scoped(Case, actor).where(Case.id == scene.case_id)
            for word in fold(self.words).split():
                rows = rows.where(Case.search_key.contains(word, autoescape=True))
            found = session.scalars(rows).one_or_none() is not None
        return compare(f"finding the case by {self.words!r}", self.found, found)


class RegisterSearched(Check):
    """How often the register was searched for a person, and what it showed last."""

    check: Literal["register_searched"]
    person: Key
    times: int
    on: str | None = Field(None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    result: str | None = None

    def differences(self, scene: Scene) -> list[str]:
        with scene.read() as session:
            rows = session.scalars(
                sa.select(RegisterCheck)
                .where(RegisterCheck.person_id == scene.person_id(self.person))
                .order_by(RegisterCheck.checked_on)
            ).all()
            last = rows[-1] if rows else None
            return [
                *compare("the number of searches", self.times, len(rows)),
                *compare("the day of the last search", self.on, last.checked_on.isoformat() if last else None),
                *compare("the last result", self.result, last.result.value if last else None),
            ]
