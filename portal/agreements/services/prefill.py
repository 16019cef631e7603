"""The terms with which a draft starts: parties, dwelling, incidents, warnings and help as the case knows them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Literal

from sqlalchemy.orm import Session

from portal.accounts.models import Membership, Organisation, User
from portal.accounts.rules import Role
from portal.agreements import rules, words
from portal.agreements.content import (
    ContactPerson,
    CorporationParty,
    DatedLine,
    Evaluation,
    ExpertParty,
    HelpLine,
    Home,
    IncidentLine,
    Minors,
    Occasion,
    RepresentativeParty,
    Response,
    TenantParty,
    Terms,
    Understanding,
)
from portal.agreements.rules import SignerRole
from portal.agreements.template import Defaults, Template
from portal.cases.models import (
    Case,
    Contact,
    HelpOffer,
    HouseholdMember,
    Incident,
    IncidentHearing,
    Participant,
)
from portal.cases.rules import Certainty, ContactKind, Hearing, ParticipantRole
from portal.clauses.rules import clock_words, date_words
from portal.core import clock
from portal.core.policy import SYSTEM, Actor, acting, scoped
from portal.core.uow import UnitOfWork
from portal.parties import queries as parties
from portal.parties.models import Dwelling, Person
from portal.parties.rules import Reading, RegisterResult, formal_name, full_name, is_minor_band
from portal.submissions.models import ReleasedItem

CheckResult = Literal["", "administration", "guardianship", "not_found"]
_LANDLORD = {ParticipantRole.TENANT: SignerRole.TENANT, ParticipantRole.CO_TENANT: SignerRole.CO_TENANT}


def first_terms(uow: UnitOfWork, case: Case, template: Template, submission_id: uuid.UUID | None) -> Terms:
    """Gather what is known; the parties are read as the system, because they are no secret in their own agreement."""
    today = clock.local(uow.now).date()
    defaults = template.first()
    with acting(uow.session, SYSTEM):
        tenants, representatives = people(uow, case, today)
        corporation, contact = _corporation(uow, case, defaults.reaction_days)
        expert = _expert(uow, case)
        home = _home(uow, case)
    return Terms(
        corporation=corporation,
        tenants=tenants,
        representatives=representatives,
        expert=expert,
        home=home,
        occasion=_occasion(uow, case),
        responses=_responses(uow, case, tenants),
        purpose=defaults.purpose,
        months=defaults.months,
        extension=defaults.extension,
        help=_help(uow, case, submission_id, expert, defaults, today),
        corporation_duties=defaults.corporation_duties,
        contact=contact,
        expert_duties=defaults.expert_duties,
        exchange=defaults.exchange,
        evaluations=_evaluations(today, defaults.evaluation_weeks, defaults.months),
        ladder=defaults.ladder,
        criteria=defaults.criteria,
        social_team=defaults.social_team,
        complaint=defaults.complaint,
        legal_help=defaults.legal_help,
        reflection_days=defaults.reflection_days,
        understanding=Understanding(),
    )


def letter_terms(session: Session, actor: Actor, case: Case) -> Terms:
    """Gather what a letter may say: parties, dwelling, incidents and goals; nothing that is kept sealed."""
    uow = UnitOfWork(session, actor, clock.now())
    today = clock.local(uow.now).date()
    with acting(session, SYSTEM):
        tenants, representatives = people(uow, case, today)
        corporation, contact = _corporation(uow, case, 3)
        expert, home = _expert(uow, case), _home(uow, case)
    return Terms(
        corporation=corporation,
        tenants=tenants,
        representatives=representatives,
        expert=expert,
        home=home,
        contact=contact,
        occasion=_occasion(uow, case),
        help=_help(uow, case, None, expert, None, today),
    )


def people(
    uow: UnitOfWork, case: Case, today: dt.date
) -> tuple[tuple[TenantParty, ...], tuple[RepresentativeParty, ...]]:
    """Read who is bound on the tenant's side, who acts for them today, and the last look in the register."""
    query = scoped(Participant, SYSTEM).where(
        Participant.case_id == case.id, Participant.role.in_([ParticipantRole.TENANT, ParticipantRole.CO_TENANT])
    )
    joined = list(uow.session.scalars(query.order_by(Participant.created_at, Participant.id)))
    joined.sort(key=lambda one: one.role is not ParticipantRole.TENANT)
    ids = [one.person_id for one in joined]
    persons = {one.id: one for one in uow.session.scalars(scoped(Person, SYSTEM).where(Person.id.in_(ids)))}
    checks = parties.last_register_checks(uow.session, SYSTEM, ids)
    tenants = []
    for number, one in enumerate(joined, start=1):
        person, check = persons[one.person_id], checks.get(one.person_id)
        tenants.append(
            TenantParty(
                key=f"t{number}",
                person_id=str(person.id),
                role=SignerRole.TENANT if one.role is ParticipantRole.TENANT else SignerRole.CO_TENANT,
                name=full_name(person),
                formal_name=formal_name(person),
                language=person.language,
                birth_year=person.birth_date.year if person.birth_date else person.birth_year,
                reads_hard=person.reading is Reading.HARD,
                checked_on=check.checked_on if check else None,
                check_result=_found(check.result) if check else "",
            )
        )
    keys = {one.person_id: one.key for one in tenants}
    representatives = []
    acts = parties.representations(uow.session, SYSTEM, ids, today)
    for number, acting_for in enumerate(acts, start=1):
        check = checks.get(acting_for.person_id)
        representatives.append(
            RepresentativeParty(
                key=f"r{number}",
                representation_id=str(acting_for.id),
                tenant=keys[str(acting_for.person_id)],
                kind=SignerRole(acting_for.kind.value),
                name=acting_for.name,
                organisation=acting_for.organisation_name,
                capacity=acting_for.capacity,
                checked_on=check.checked_on if check else None,
                check_result=_found(check.result) if check else "",
            )
        )
    return tuple(tenants), tuple(representatives)


def _found(result: RegisterResult) -> CheckResult:
    found: dict[RegisterResult, CheckResult] = {
        RegisterResult.ADMINISTRATION: "administration",
        RegisterResult.GUARDIANSHIP: "guardianship",
        RegisterResult.NOT_FOUND: "not_found",
    }
    return found[result]


def _corporation(uow: UnitOfWork, case: Case, reaction_days: int) -> tuple[CorporationParty, ContactPerson]:
    organisation = uow.session.scalars(scoped(Organisation, SYSTEM).where(Organisation.id == case.corporation_id)).one()
    staff = list(
        uow.session.scalars(
            scoped(User, SYSTEM)
            .join(Membership, Membership.user_id == User.id)
            .where(
                Membership.organisation_id == case.corporation_id,
                Membership.role == Role.CORPORATION_STAFF,
                User.active,
            )
            .order_by(User.name, User.id)
        )
    )
    signs = next((one for one in staff if one.id == case.referred_by), staff[0] if staff else None)
    party = CorporationParty(
        organisation_id=str(organisation.id),
        name=organisation.name,
        kvk=organisation.kvk or "",
        signatory_id=str(signs.id) if signs else None,
        signatory_name=signs.name if signs else "",
    )
    phone = (signs.phone if signs else None) or organisation.phone or ""
    return party, ContactPerson(name=signs.name if signs else "", phone=phone, reaction_days=reaction_days)


def _expert(uow: UnitOfWork, case: Case) -> ExpertParty:
    if case.expert_id is None:
        return ExpertParty()
    user = uow.session.scalars(scoped(User, SYSTEM).where(User.id == case.expert_id)).one()
    practice = uow.session.scalars(
        scoped(Organisation, SYSTEM).where(Organisation.id == case.expert_organisation_id)
    ).one_or_none()
    return ExpertParty(
        organisation_id=str(practice.id) if practice else None,
        organisation=practice.name if practice else "",
        user_id=str(user.id),
        name=user.name,
    )


def _home(uow: UnitOfWork, case: Case) -> Home:
    dwelling = uow.session.scalars(scoped(Dwelling, SYSTEM).where(Dwelling.id == case.dwelling_id)).one()
    query = scoped(HouseholdMember, SYSTEM).where(HouseholdMember.case_id == case.id)
    household = list(uow.session.scalars(query.order_by(HouseholdMember.created_at, HouseholdMember.id)))
    minors = [one for one in household if is_minor_band(one.age_band)]
    return Home(
        address=dwelling.address,
        postcode=dwelling.postcode,
        town=dwelling.town,
        lease_on=case.lease_on,
        minors=tuple(
            Minors(number=one.count, ages=f"{one.age_band.value.replace('-', ' tot en met ')} jaar") for one in minors
        ),
        others=sum(one.count for one in household if one not in minors),
    )


def _occasion(uow: UnitOfWork, case: Case) -> Occasion:
    letters = uow.session.scalars(
        scoped(Contact, uow.actor)
        .where(Contact.case_id == case.id, Contact.kind.in_([ContactKind.WARNING, ContactKind.LETTER]))
        .order_by(Contact.held_on, Contact.id)
    )
    offers = uow.session.scalars(
        scoped(HelpOffer, uow.actor).where(HelpOffer.case_id == case.id).order_by(HelpOffer.offered_on, HelpOffer.id)
    )
    return Occasion(
        incidents=case_incidents(uow.session, uow.actor, case.id),
        warnings=tuple(
            DatedLine(on=one.held_on, text=(one.summary or words.CONTACTS[one.kind.value])[:300]) for one in letters
        ),
        earlier_help=tuple(
            DatedLine(
                on=one.offered_on,
                text=f"{words.HELP[one.kind.value]}, {one.offered_by}; {words.ANSWERS[one.response.value]}"[:300],
            )
            for one in offers
        ),
    )


def case_incidents(session: Session, actor: Actor, case_id: uuid.UUID) -> tuple[IncidentLine, ...]:
    """Write all incidents of a case as lines that an agreement may take over."""
    query = scoped(Incident, actor).where(Incident.case_id == case_id, Incident.corrects_id.is_(None))
    return tuple(incident_line(one) for one in session.scalars(query.order_by(Incident.number).limit(200)))


def incident_line(incident: Incident) -> IncidentLine:
    """Write an incident as all parties may read it: without who reported it."""
    start = clock.local(incident.stated_from)
    when = date_words(start.date())
    if incident.certainty is not Certainty.UNKNOWN:
        about = "rond " if incident.certainty is Certainty.ABOUT else ""
        when += f", {about}{clock_words(start.time())}"
        if incident.stated_until:
            when += f" tot {clock_words(clock.local(incident.stated_until).time())}"
    return IncidentLine(
        number=incident.number,
        when=when,
        place=incident.place,
        category=words.CATEGORIES[incident.category.value],
        facts=incident.facts[:8_000],
        verified=incident.verified.value,
    )


def _responses(uow: UnitOfWork, case: Case, tenants: tuple[TenantParty, ...]) -> tuple[Response, ...]:
    """Take over what a tenant said about the incidents, where it is sure who said it."""
    if len(tenants) != 1:
        return ()
    query = scoped(IncidentHearing, uow.actor).where(
        IncidentHearing.case_id == case.id, IncidentHearing.outcome == Hearing.HEARD
    )
    heard = list(uow.session.scalars(query.order_by(IncidentHearing.held_on, IncidentHearing.created_at)))
    said = [uow.reveal(one, "version") for one in heard if one.version_sealed is not None]
    if not said:
        return ()
    text = "\n\n".join(dict.fromkeys(said))[:8_000]
    return (Response(tenant=tenants[0].key, text=text, on=heard[-1].held_on),)


def _help(
    uow: UnitOfWork, case: Case, submission_id: uuid.UUID | None, expert: ExpertParty, defaults: Defaults | None, today: dt.date
) -> tuple[HelpLine, ...]:  # fmt: skip
    """Make a line of help of every goal that the expert released, begun in time where the template says when."""
    weeks = defaults.help_weeks if defaults else 0
    query = scoped(ReleasedItem, uow.actor).where(ReleasedItem.case_id == case.id)
    if submission_id:
        query = query.where(ReleasedItem.submission_id == submission_id)
    items = list(uow.session.scalars(query.order_by(ReleasedItem.created_at, ReleasedItem.key, ReleasedItem.id)))
    goals = [line.strip(" -•") for one in items if one.key.startswith("goal") for line in one.text.splitlines()]
    return tuple(
        HelpLine(
            goal=goal[:300], provider=expert.organisation, starter="expert", starter_name=expert.name,
            start_by=_working_day(today + dt.timedelta(weeks=weeks)) if weeks else None,
            fallback=defaults.help_fallback if defaults else "",
        )
        for goal in dict.fromkeys(goals)
        if goal
    )[:20]


def _evaluations(today: dt.date, weeks: tuple[int, ...], months: int) -> tuple[Evaluation, ...]:
    """Propose working days for the evaluations, within the duration."""
    last = rules.add_months(today, months)
    days = [_working_day(today + dt.timedelta(weeks=week)) for week in weeks]
    return tuple(Evaluation(on=day) for day in days if day < last)


def _working_day(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
