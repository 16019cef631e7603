"""Builders of cases, and of the organisations and people around one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask

from portal.accounts.models import Membership, Organisation, User
from portal.accounts.rules import OrganisationKind, Role
from portal.cases import services
from portal.cases.models import Case
from portal.cases.rules import IncidentCategory, IncidentFacts, Referral, ReporterFacts
from portal.core.db import db
from portal.core.policy import SYSTEM, Actor
from portal.core.uow import UnitOfWork, unit_of_work
from tests.builders.parties import dwelling_facts, person_facts

Work = Callable[..., AbstractContextManager[UnitOfWork]]

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass(frozen=True)
class Town:
    """The organisations of a town with one person in each role."""

    bureau: uuid.UUID
    corporation: uuid.UUID
    practice: uuid.UUID
    staff: Actor
    admin: Actor
    legal: Actor
    landlord: Actor
    expert: Actor
    auditor: Actor

    def everybody(self) -> dict[str, Actor]:
        """Return the actors by what they are."""
        names = ("staff", "admin", "legal", "landlord", "expert", "auditor")
        return {name: getattr(self, name) for name in names}


def working_apart(app: Flask) -> Work:
    """Make a way to write in an application context of its own, so that a client's requests see only what was kept."""

    @contextmanager
    def begin(actor: Actor = SYSTEM) -> Iterator[UnitOfWork]:
        with app.app_context(), unit_of_work(lambda: db.session, actor) as uow:
            yield uow

    return begin


def make_organisation(uow: UnitOfWork, kind: OrganisationKind, name: str) -> uuid.UUID:
    """Enter an organisation."""
    return uow.add(Organisation(kind=kind, name=name)).id


def make_actor(uow: UnitOfWork, organisation_id: uuid.UUID, role: Role, name: str) -> Actor:
    """Enter a user with one role and return who that is."""
    user = uow.add(User(email=f"{uuid.uuid4().hex[:12]}@voorbeeld.nl", name=name))
    uow.add(Membership(user_id=user.id, organisation_id=organisation_id, role=role))
    return Actor(id=user.id, memberships=frozenset({(organisation_id, role.value)}), origin="test")


def make_town(uow: UnitOfWork, name: str = "Veenrade") -> Town:
    """Enter a bureau, a corporation, a practice and the people who work there."""
    bureau = make_organisation(uow, OrganisationKind.BUREAU, f"Bureau {name}")
    corporation = make_organisation(uow, OrganisationKind.CORPORATION, f"Woningstichting {name}")
    practice = make_organisation(uow, OrganisationKind.EXPERT_PRACTICE, f"Praktijk {name}")
    return Town(
        bureau=bureau,
        corporation=corporation,
        practice=practice,
        staff=make_actor(uow, bureau, Role.BUREAU_STAFF, "Mila de Wit"),
        admin=make_actor(uow, bureau, Role.BUREAU_ADMIN, "Ada Beheer"),
        legal=make_actor(uow, bureau, Role.LEGAL, "Joost Recht"),
        landlord=make_actor(uow, corporation, Role.CORPORATION_STAFF, "Karin Poort"),
        expert=make_actor(uow, practice, Role.EXPERT, "Sanne de Boer"),
        auditor=make_actor(uow, bureau, Role.AUDITOR, "Otto Toets"),
    )


def make_referral(corporation_id: uuid.UUID | None = None, **changes: Any) -> Referral:
    """Return a referral."""
    usual: dict[str, Any] = {
        "tenant": person_facts(),
        "dwelling": dwelling_facts(),
        "reason": "Geluid in de nacht, al twee maanden.",
        "corporation_id": corporation_id,
    }
    return Referral(**(usual | changes))


def make_case(uow: UnitOfWork, town: Town, *, expert: bool = False, **changes: Any) -> Case:
    """Refer a tenant of the town; with *expert*, the bureau has taken it up."""
    case = services.refer(uow, make_referral(town.corporation, **changes))
    if expert:
        assert town.expert.id is not None
        services.assign_expert(uow, case.id, town.expert.id)
    return case


def incident_facts(uow: UnitOfWork, **changes: Any) -> IncidentFacts:
    """Return the facts of an incident of yesterday."""
    usual: dict[str, Any] = {
        "stated_from": uow.now - dt.timedelta(days=1),
        "category": IncidentCategory.NOISE,
        "facts": "Harde bas, te horen in de hele portiek.",
        "reporters": (ReporterFacts(identity="Buurvrouw van nummer 14"),),
    }
    return IncidentFacts(**(usual | changes))
