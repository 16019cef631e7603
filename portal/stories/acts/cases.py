"""Acts on a case: referral, people, incidents, letters, contacts, offered help, documents, its course."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

import sqlalchemy as sa
from pydantic import Field

from portal.cases import services as cases
from portal.cases.models import Participant
from portal.cases.rules import (
    Certainty,
    ContactFacts,
    ContactKind,
    ContactOutcome,
    CorrectionFacts,
    DocumentFacts,
    DocumentKind,
    Hearing,
    HearingFacts,
    HelpFacts,
    HelpKind,
    HelpResponse,
    HouseholdFacts,
    IncidentCategory,
    IncidentFacts,
    Referral,
    Relation,
    ReporterFacts,
    ReporterWish,
    SourceKind,
    StopReason,
    Verified,
)
from portal.guidance import rules as handovers
from portal.guidance import services as guidance
from portal.parties import models as parties_models
from portal.parties import services as parties
from portal.parties.rules import AgeBand, DwellingFacts, PersonFacts, RegisterResult, RepresentationFacts, tidy_initials
from portal.stories import props
from portal.stories.acts.base import Act
from portal.stories.dates import Moment
from portal.stories.faults import Refused
from portal.stories.people import Closed, Key, Person

if TYPE_CHECKING:
    from portal.stories.scene import Scene

Compartment = Literal["A", "B", "C"]


def _facts(person: Person) -> PersonFacts:
    return PersonFacts(**person.model_dump())


class Household(Closed):
    """Somebody who lives with the tenant: an age band, never a name."""

    age_band: AgeBand
    relation: Relation = Relation.CHILD
    count: int = Field(1, ge=1)


class Refer(Act):
    """A corporation refers a tenant: this makes the case."""

    act: Literal["refer"]
    tenant: Key
    reason: str
    co_tenants: list[Key] = Field(default_factory=list)
    household: list[Household] = Field(default_factory=list)
    lease_on: dt.date | None = None
    tenant_told_on: dt.date | None = None
    corporation: Key = Field("", description="needed when the bureau refers for a corporation")

    def play(self, scene: Scene) -> None:
        home = scene.story.home
        people = [self.tenant, *self.co_tenants]
        referral = Referral(
            tenant=_facts(scene.person(self.tenant)),
            dwelling=DwellingFacts(**home.model_dump()),
            reason=self.reason,
            co_tenants=tuple(_facts(scene.person(key)) for key in self.co_tenants),
            household=tuple(HouseholdFacts(**member.model_dump()) for member in self.household),
            lease_on=self.lease_on,
            tenant_told_on=self.tenant_told_on,
            corporation_id=scene.organisation_id(self.corporation) if self.corporation else None,
        )
        with scene.write(self.who) as uow:
            case_id = cases.refer(uow, referral).id
        scene.case_id = case_id
        with scene.read() as session:
            rows = session.scalars(
                sa.select(parties_models.Person)
                .join(Participant, Participant.person_id == parties_models.Person.id)
                .where(Participant.case_id == case_id)
            ).all()
            by_name = {(row.initials, row.given_names): row.id for row in rows}
        for key in people:
            person = scene.person(key)
            try:
                scene.persons[key] = by_name[tidy_initials(person.initials), person.given_names]
            except KeyError:
                raise Refused(f"{key!r} cannot be told apart: give everybody initials and given names") from None


class AddRepresentative(Act):
    """Somebody turns out to act for a person: bewindvoerder, curator or mentor."""

    act: Literal["add_representative"]
    representative: Key

    def play(self, scene: Scene) -> None:
        told = scene.representative(self.representative)
        facts = RepresentationFacts(**told.model_dump(exclude={"of"}))
        with scene.write(self.who) as uow:
            row = parties.add_representation(uow, scene.person_id(told.of), facts)
            scene.representatives[self.representative] = row.id


class RegisterCheck(Act):
    """The register of guardianship and administration is searched for a person."""

    act: Literal["register_check"]
    person: Key
    result: RegisterResult
    reference: str = ""
    on: dt.date | None = Field(None, description="the day of the search; today when left out")

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            on = self.on or self.at.date()
            parties.check_register(uow, scene.person_id(self.person), on, self.result, self.reference)


class AssignExpert(Act):
    """The bureau gives the case to an expert."""

    act: Literal["assign_expert"]
    expert: Key

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            cases.assign_expert(uow, scene.case_id, scene.user_id(self.expert))


class MoveCase(Act):
    """The case moves on: take_up, plan, start, warn, stabilise, offer_handover, accept_handover, stop and so on."""

    act: Literal["move_case"]
    move: str
    reason: StopReason | None = Field(None, description="for the move stop")
    social_team: Key = Field("", description="for the move offer_handover: the team it goes to")

    def play(self, scene: Scene) -> None:
        if self.social_team:
            with scene.write(self.who) as uow:
                cases.assign_social_team(uow, scene.case_id, scene.organisation_id(self.social_team))
        with scene.write(self.who) as uow:
            cases.move(uow, scene.case_id, self.move, self.reason)


class AnswerHandover(Act):
    """The social team takes an offered handover over, by name, or says why not."""

    act: Literal["answer_handover"]
    answer: handovers.Answer
    name: str = Field(description="who takes it over, or who answers")
    duty: str = "medewerker wijkteam"
    reason: str = Field("", description="needed with the answer declined")
    shared: bool = Field(False, description="tenant and corporation may read the reason too")

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            guidance.answer_handover(
                uow, scene.case_id, self.answer, self.name, self.duty, self.reason, shared=self.shared
            )


class TellTenant(Act):
    """The tenant was told about the referral."""

    act: Literal["tell_tenant"]
    on: dt.date | None = None

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            cases.tell_tenant(uow, scene.case_id, self.on or self.at.date())


class Reporter(Closed):
    """Who reported. The name is sealed; in the case stands M1, M2 …"""

    code: str = Field("", pattern=r"^(M[1-9][0-9]{0,2})?$")
    identity: str = ""
    wish: ReporterWish = ReporterWish.CORPORATION_ONLY


class LogIncident(Act):
    """An incident is written down, as it was stated."""

    act: Literal["log_incident"]
    name: str = Field("", description="a word for later acts")
    stated_from: Moment
    stated_until: Moment | None = None
    certainty: Certainty = Certainty.EXACT
    place: str = ""
    category: IncidentCategory
    facts: str
    effect: str = ""
    source: SourceKind = SourceKind.RESIDENT
    reporters: list[Reporter] = Field(default_factory=list)
    verified: Verified = Verified.UNKNOWN

    def play(self, scene: Scene) -> None:
        facts = IncidentFacts(
            stated_from=self.stated_from,
            stated_until=self.stated_until,
            certainty=self.certainty,
            place=self.place,
            category=self.category,
            facts=self.facts,
            effect=self.effect,
            source_kind=self.source,
            reporters=tuple(ReporterFacts(**reporter.model_dump()) for reporter in self.reporters),
            verified=self.verified,
        )
        with scene.write(self.who) as uow:
            row = cases.log_incident(uow, scene.case_id, facts)
            scene.keep("incident", self.name or str(row.number), row.id)


class CorrectIncident(Act):
    """An incident is corrected by adding to it."""

    act: Literal["correct_incident"]
    incident: str = ""
    text: str
    verified: Verified | None = None

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            cases.correct_incident(
                uow, scene.find("incident", self.incident), CorrectionFacts(text=self.text, verified=self.verified)
            )


class VerifyIncident(Act):
    """Somebody else than the reporter confirms an incident, or does not."""

    act: Literal["verify_incident"]
    incident: str = ""
    verified: Verified

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            cases.verify_incident(uow, scene.find("incident", self.incident), self.verified)


class HearTenant(Act):
    """The tenant tells the other side of an incident."""

    act: Literal["hear_tenant"]
    incident: str = ""
    outcome: Hearing = Hearing.HEARD
    present: str = ""
    interpreter: str = ""
    version: str = Field("", description="what the tenant said, in the tenant's words")

    def play(self, scene: Scene) -> None:
        told = self.model_dump(include={"outcome", "present", "interpreter", "version"})
        facts = HearingFacts(held_on=self.at.date(), **told)
        with scene.write(self.who) as uow:
            cases.hear_tenant(uow, scene.find("incident", self.incident), facts)


class Talk(Act):
    """A contact: a visit, a call, a meeting. `care_note` is for the expert's care file alone."""

    act: Literal["talk"]
    kind: ContactKind = ContactKind.VISIT
    outcome: ContactOutcome = ContactOutcome.HELD
    counterpart: str = ""
    summary: str = ""
    care_note: str = ""
    shared: bool = True

    def play(self, scene: Scene) -> None:
        told = self.model_dump(include={"kind", "outcome", "counterpart", "summary", "care_note", "shared"})
        with scene.write(self.who) as uow:
            cases.log_contact(uow, scene.case_id, ContactFacts(held_on=self.at.date(), **told))


class SendLetter(Act):
    """A letter or a written warning is sent: the letter itself is filed, and that it was sent is a contact."""

    act: Literal["send_letter"]
    kind: Literal["letter", "warning"] = "letter"
    title: str
    text: Annotated[str, Field(min_length=1)]
    to: str = ""
    compartment: Compartment = "A"

    def play(self, scene: Scene) -> None:
        day = self.at.date()
        letter = props.letter(self.title, self.text, day)
        facts = DocumentFacts(
            title=self.title, kind=DocumentKind(self.kind), compartment=self.compartment, dated_on=day,
            file_name="brief.pdf",
        )  # fmt: skip
        contact = ContactFacts(
            held_on=day, kind=ContactKind(self.kind), outcome=ContactOutcome.SENT, counterpart=self.to,
            summary=self.title, shared=self.compartment == "A",
        )  # fmt: skip
        with scene.write(self.who) as uow:
            cases.file_document(uow, scene.case_id, facts, letter)
            cases.log_contact(uow, scene.case_id, contact)


class FileDocument(Act):
    """A document is put into the case: a file beside the story, or made from a text (letter) or a caption (photo)."""

    act: Literal["file_document"]
    title: str
    kind: DocumentKind = DocumentKind.OTHER
    compartment: Compartment = "B"
    dated_on: dt.date | None = None
    incident: str | None = Field(None, description="the incident it belongs to")
    file: str = Field("", description="PDF, JPEG or PNG beside the story")
    text: str = Field("", description="make a page with this text, or a photo with this caption")

    def play(self, scene: Scene) -> None:
        facts = DocumentFacts(
            title=self.title, kind=self.kind, compartment=self.compartment, dated_on=self.dated_on or self.at.date(),
            file_name=self.file,
        )  # fmt: skip
        if self.file:
            content = scene.file(self.file)
        elif self.kind is DocumentKind.PHOTO:
            content = props.photo(self.text or self.title)
        else:
            content = props.letter(self.title, self.text or self.title, self.dated_on or self.at.date())
        incident_id = scene.find("incident", self.incident) if self.incident is not None else None
        with scene.write(self.who) as uow:
            row = cases.file_document(uow, scene.case_id, facts, content, incident_id)
            scene.keep("document", self.title, row.id)


class OfferHelp(Act):
    """Help is offered, and what the tenant answers is written down."""

    act: Literal["offer_help"]
    kind: HelpKind
    offered_by: str
    response: HelpResponse = HelpResponse.NO_ANSWER
    follow_up: str = ""
    name: str = ""

    def play(self, scene: Scene) -> None:
        told = self.model_dump(include={"kind", "offered_by", "response", "follow_up"})
        with scene.write(self.who) as uow:
            row = cases.offer_help(uow, scene.case_id, HelpFacts(offered_on=self.at.date(), **told))
            scene.keep("help", self.name or self.kind.value, row.id)


class AnswerHelp(Act):
    """What came of offered help."""

    act: Literal["answer_help"]
    help: str = ""
    response: HelpResponse
    follow_up: str = ""

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            cases.answer_help(uow, scene.find("help", self.help), None, self.response, self.follow_up)
