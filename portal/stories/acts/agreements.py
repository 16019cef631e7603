"""Acts on the agreement: drafting, its terms and clauses, freezing, offering, the next version, extending, ending."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from portal.agreements import queries
from portal.agreements import services as agreements
from portal.agreements.content import (
    ContactPerson,
    Evaluation,
    Flow,
    HelpLine,
    Response,
    Terms,
    Understanding,
)
from portal.agreements.drafting import Own
from portal.cases.models import Incident
from portal.core.policy import SYSTEM
from portal.stories.acts.base import Act
from portal.stories.faults import Refused
from portal.stories.people import Key

if TYPE_CHECKING:
    from portal.stories.scene import Scene


class DraftAgreement(Act):
    """A draft is begun, with what the case and the newest accepted form (or the one named) know."""

    act: Literal["draft_agreement"]
    template: str = "voluntary"
    form: str = Field("", description="the word given to the form by fill_form")

    def play(self, scene: Scene) -> None:
        submission_id = scene.find("form", self.form) if self.form else scene.made.get(("form", ""))
        with scene.write(self.who) as uow:
            row = agreements.draft(uow, scene.case_id, self.template, submission_id)
            scene.keep("agreement", str(row.number), row.id)


class SetTerms(Act):
    """Parts of the draft are written; what is left out stays as it is."""

    act: Literal["set_terms"]
    occasion: str | None = Field(None, description="the summary of why, in section 3")
    purpose: str | None = None
    months: int | None = None
    starts_on: dt.date | None = None
    extension: str | None = None
    reflection_days: int | None = None
    contact: ContactPerson | None = None
    evaluations: list[Evaluation] | None = None
    corporation_duties: list[str] | None = None
    expert_duties: list[str] | None = None
    exchange: list[Flow] | None = None
    ladder: list[str] | None = None
    criteria: list[str] | None = None
    social_team: str | None = None
    complaint: str | None = None
    legal_help: str | None = None
    understanding: Understanding | None = None
    corporation_signer: Key = Field("", description="the user who signs for the corporation")
    function: str = "medewerker leefbaarheid"
    mandate: str = ""

    def play(self, scene: Scene) -> None:
        agreement_id = scene.find("agreement")
        if self.corporation_signer:
            signer = scene.user_id(self.corporation_signer)
            with scene.write(self.who) as uow:
                agreements.name_signer(uow, agreement_id, signer, self.function, self.mandate)
        told = self.model_dump(mode="json", include=set(agreements.EDITABLE), exclude_none=True)
        if self.occasion is not None:
            told["occasion"] = {**_terms(scene).occasion.model_dump(mode="json"), "summary": self.occasion}
        if told:
            with scene.write(self.who) as uow:
                agreements.edit(uow, agreement_id, change=told)


class PutClause(Act):
    """A clause of the library is put in, for all tenants or for `addressees`, because of `incidents`.

    With `own_text` or `own_plain` it deviates from the library, visibly, for the `reason` given.
    """

    act: Literal["put_clause"]
    code: str
    parameters: dict[str, str | int | None] = Field(default_factory=dict)
    addressees: list[Key] = Field(default_factory=list)
    incidents: list[str] = Field(default_factory=list, description="the words given to incidents by log_incident")
    goals: list[str] = Field(default_factory=list, description="goals of lines of help that it goes with")
    own_text: str = ""
    own_plain: str = ""
    reason: str = ""
    replace: bool = Field(False, description="in the place of the clause with the same code")

    def play(self, scene: Scene) -> None:
        place = _place_of(scene, self.code) if self.replace else None
        with scene.read() as session:
            numbers = [session.get_one(Incident, scene.find("incident", name)).number for name in self.incidents]
        whom = [_key_of(scene, who) for who in self.addressees]
        own = Own(self.own_text, self.own_plain, self.reason) if self.own_text or self.own_plain else None
        with scene.write(self.who) as uow:
            agreements.put_clause(
                uow,
                scene.find("agreement"),
                self.code,
                self.parameters,
                whom,
                numbers,
                place,
                goals=self.goals,
                own=own,
            )


class MoveClause(Act):
    """A clause of the draft gets another number; the others make room."""

    act: Literal["move_clause"]
    code: str
    to: int = Field(ge=1)

    def play(self, scene: Scene) -> None:
        place = _place_of(scene, self.code)
        with scene.write(self.who) as uow:
            agreements.move_clause(uow, scene.find("agreement"), place, self.to)


class RenewClause(Act):
    """A clause of the draft takes over the newest wording of the library."""

    act: Literal["renew_clause"]
    code: str

    def play(self, scene: Scene) -> None:
        place = _place_of(scene, self.code)
        with scene.write(self.who) as uow:
            agreements.renew_clause(uow, scene.find("agreement"), place)


class RemoveClause(Act):
    """A clause is taken out of the draft."""

    act: Literal["remove_clause"]
    code: str

    def play(self, scene: Scene) -> None:
        place = _place_of(scene, self.code)
        with scene.write(self.who) as uow:
            agreements.remove_clause(uow, scene.find("agreement"), place)


class Respond(Act):
    """What a tenant says to it is written into section 4, in the tenant's own words; or that there was no wish to."""

    act: Literal["respond"]
    person: Key
    text: str = ""
    on: dt.date | None = None
    how: Literal["talk", "writing", "phone", "representative"] = "talk"
    declined: bool = False

    def play(self, scene: Scene) -> None:
        key = _key_of(scene, self.person)
        told = Response(tenant=key, text=self.text, on=self.on or self.at.date(), how=self.how, declined=self.declined)
        kept = [one for one in _terms(scene).responses if one.tenant != key]
        _edit(scene, self.who, responses=[*kept, told])


class ArrangeHelp(Act):
    """A line of help in section 7; one with the same goal is replaced."""

    act: Literal["arrange_help"]
    goal: str
    domain: str = ""
    provider: str = ""
    frequency: str = ""
    starter: Literal["", "corporation", "expert", "tenant", "administrator", "mentor", "other"] = ""
    starter_name: str = ""
    start_by: dt.date | None = None
    fallback: str = ""

    def play(self, scene: Scene) -> None:
        told = HelpLine(**self.model_dump(include=set(HelpLine.model_fields)))
        kept = [one for one in _terms(scene).help if one.goal != told.goal]
        _edit(scene, self.who, help=[*kept, told])


class RefreshPeople(Act):
    """Tenants, representatives and register checks are read anew into the draft."""

    act: Literal["refresh_people"]

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            agreements.refresh_people(uow, scene.find("agreement"))


class Freeze(Act):
    """The draft becomes a version: content, digest and PDF that never change. Signatures on an earlier one are void."""

    act: Literal["freeze"]
    offer: bool = Field(False, description="put it before the parties at once")
    reason: str = Field(
        "Besproken met de partijen voor het versturen.",
        description="why it is sent while its legal health has open points",
    )

    def play(self, scene: Scene) -> None:
        agreement_id = scene.find("agreement")
        with scene.read(self.who) as session:
            frozen = agreements.prepare(session, agreement_id)
        with scene.write(self.who) as uow:
            agreements.freeze(uow, agreement_id, frozen, offer=self.offer, reason=self.reason)


class Offer(Act):
    """The newest version is put before the parties; `invite` sends the links."""

    act: Literal["offer"]

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            agreements.offer(uow, scene.version_id())


class Amend(Act):
    """A draft of the next version is opened, with the terms of the newest one."""

    act: Literal["amend"]
    template: str = Field("", description="go on with another template, such as `extension`")

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            agreements.amend(uow, scene.find("agreement"), self.template)


class Extend(Act):
    """The parties agreed to go on until a later day."""

    act: Literal["extend"]
    until: dt.date

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            agreements.extend(uow, scene.version_id(), self.until)


class End(Act):
    """The agreement ends."""

    act: Literal["end"]
    on: dt.date | None = None

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            agreements.end(uow, scene.version_id(), self.on)


def _edit(scene: Scene, who: str, **change: Any) -> None:
    with scene.write(who) as uow:
        agreements.edit(uow, scene.find("agreement"), change=change)


def _terms(scene: Scene) -> Terms:
    agreement_id: uuid.UUID = scene.find("agreement")
    with scene.read() as session:
        row = queries.draft_of(session, SYSTEM, agreement_id)
        if row is None:
            raise Refused("there is no open draft: use draft_agreement or amend first")
        return queries.terms_of(row)


def _key_of(scene: Scene, who: str) -> str:
    person_id = str(scene.person_id(who))
    for one in _terms(scene).tenants:
        if one.person_id == person_id:
            return one.key
    raise Refused(f"{who!r} is no tenant in this agreement")


def _place_of(scene: Scene, code: str) -> int:
    for one in _terms(scene).clauses:
        if one.code == code:
            return one.number
    raise Refused(f"there is no clause {code} in the draft")
