"""Add and change organisations."""

from __future__ import annotations

import uuid

from portal.accounts import policies, rules
from portal.accounts.events import OrganisationAdded, OrganisationChanged
from portal.accounts.models import Organisation
from portal.accounts.rules import OrganisationKind
from portal.core.errors import Invalid
from portal.core.plaintext import clean
from portal.core.policy import require
from portal.core.uow import UnitOfWork


def add_organisation(
    uow: UnitOfWork, kind: OrganisationKind | str, name: str, *, kvk: str | None = None, email: str | None = None,
    phone: str | None = None,
) -> Organisation:  # fmt: skip
    """Add an organisation; raises Invalid for a field that does not fit."""
    require(policies.may_change_organisations(uow.actor), "account.denied")
    organisation = uow.add(
        Organisation(
            kind=_kind(kind),
            name=_name(name),
            kvk=rules.normal_kvk(kvk),
            email=_email(email),
            phone=rules.normal_phone(phone),
        )
    )
    uow.record(OrganisationAdded(organisation.id, organisation.kind.value))
    return organisation


def change_organisation(
    uow: UnitOfWork, organisation_id: uuid.UUID, version: int, *, name: str, kvk: str | None, email: str | None,
    phone: str | None, active: bool = True,
) -> Organisation:  # fmt: skip
    """Change an organisation; its kind stays. The roles in an inactive one count no more."""
    require(policies.may_change_organisations(uow.actor), "account.denied")
    organisation = uow.get(Organisation, organisation_id, version)
    if not active and any(organisation_id == own for own in uow.actor.organisations("bureau_admin")):
        raise Invalid("account.own_organisation", field="active")
    organisation.name, organisation.kvk = _name(name), rules.normal_kvk(kvk)
    organisation.email, organisation.phone = _email(email), rules.normal_phone(phone)
    organisation.active = active
    uow.record(OrganisationChanged(organisation.id, active))
    return organisation


def _kind(kind: OrganisationKind | str) -> OrganisationKind:
    try:
        return OrganisationKind(kind)
    except ValueError:
        raise Invalid("account.organisation_kind", field="kind") from None


def _name(name: str) -> str:
    cleaned = clean(name, 200, field="name")
    if not cleaned:
        raise Invalid("account.name_missing", field="name")
    return cleaned


def _email(email: str | None) -> str | None:
    return rules.normal_email(email) if email and email.strip() else None
