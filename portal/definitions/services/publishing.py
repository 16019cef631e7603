"""Publishing: a definition that passed its checks becomes a version that never changes."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

import forms
from portal.core.errors import Invalid
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.definitions import fields, policies, queries
from portal.definitions.events import FormPublished
from portal.definitions.models import FormFamily, FormVersion

SHIPPED = Path(__file__).parents[1] / "shipped"


def publish(uow: UnitOfWork, definition: forms.FormDefinition) -> FormVersion:
    """Publish *definition* as the next version of its form; a version that stands already is returned as it is.

    Raises Denied("form.publish"), Invalid("form.problems", errors=…) with all that is wrong, and for custom fields that
    would move to another compartment Invalid("form.record_compartment"): answers stay with those they were given for.
    """
    require(policies.may_publish(uow.actor), "form.publish")
    family = _family(uow, definition)
    problems = [*forms.check(definition), *(fields.problems(definition) if family.record else ())]
    if problems:
        raise Invalid("form.problems", count=len(problems), errors=problems)
    digest = forms.digest(definition)
    known = uow.session.scalars(
        sa.select(FormVersion).where(FormVersion.family_id == family.id, FormVersion.digest == digest)
    ).one_or_none()
    if known is not None:
        return known
    last = uow.session.scalar(sa.select(sa.func.max(FormVersion.number)).where(FormVersion.family_id == family.id))
    if family.record and last and _compartment(definition) != fields.compartment_of(_newest(uow, family, last)):
        raise Invalid("form.record_compartment")
    row = uow.add(
        FormVersion(
            family_id=family.id,
            number=(last or 0) + 1,
            digest=digest,
            body=forms.body_of(definition),
            published_at=uow.now,
            published_by=uow.actor.id,
        )
    )
    uow.record(FormPublished(row.id, family.key, row.number, digest))
    return row


def load_shipped_forms(uow: UnitOfWork) -> list[FormVersion]:
    """Publish the shipped definitions; what was loaded before stays as it is."""
    return [publish(uow, forms.load_json(path.read_bytes())) for path in sorted(SHIPPED.glob("*.json"))]


def _compartment(definition: forms.FormDefinition) -> str:
    return fields.compartment_of(forms.prepare(definition))


def _newest(uow: UnitOfWork, family: FormFamily, number: int) -> forms.Prepared:
    query = sa.select(FormVersion).where(FormVersion.family_id == family.id, FormVersion.number == number)
    return queries.prepared(uow.session.scalars(query).one())


def _family(uow: UnitOfWork, definition: forms.FormDefinition) -> FormFamily:
    wanted = sa.select(FormFamily).where(FormFamily.key == definition.key).with_for_update()
    family = uow.session.scalars(wanted).one_or_none()
    if family is None:
        family = uow.add(FormFamily(key=definition.key, title=forms.say(definition.title, "nl")))
    return family
