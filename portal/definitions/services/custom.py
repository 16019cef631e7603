"""Custom fields of records: what was typed is checked as a whole and kept with its version; and taking them out of use."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import forms
from portal.core import clock
from portal.core.db import Compartment
from portal.core.errors import Conflict, Invalid, Missing
from portal.core.policy import Actor, require
from portal.core.search import fold
from portal.core.uow import UnitOfWork
from portal.definitions import policies, queries, records
from portal.definitions.events import CustomFieldsKept, FormBroughtBack, FormRetired
from portal.definitions.fields import compartment_of, flat_values
from portal.definitions.models import CustomAnswers, CustomValue, FormFamily, FormVersion
from portal.definitions.records import Record
from portal.definitions.rules.records import RecordKind

LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """A form of custom fields on one record: the live version, what stands, and what no longer fits in it."""

    record: Record
    version: FormVersion
    form: forms.Prepared
    context: forms.Context
    row: CustomAnswers | None
    answers: forms.Answers
    unfit: tuple[forms.Unfit, ...] = ()

    @property
    def number(self) -> int:
        """How often the answers were kept; whoever saves says what number was seen."""
        return self.row.version if self.row else 0


def open_fields(session: Session, actor: Actor, kind: RecordKind, record_id: uuid.UUID, family_key: str) -> Opened:
    """Open the custom fields of a record for change.

    Raises Missing for a foreign record or a form that does not belong to it, Denied("custom.change").
    """
    record = records.opened(session, actor, kind, record_id)
    version, row = queries.custom_form(session, actor, kind, record_id, family_key)
    form = queries.prepared(version)
    if Compartment(compartment_of(form)) not in record.reads:
        raise Missing("form.missing", family=family_key)
    require(record.may_change, "custom.change")
    context = forms.Context(clock.today())
    answers: forms.Answers = dict(row.answers) if row else {}
    unfit: tuple[forms.Unfit, ...] = ()
    if row is None:
        answers = forms.start(form, context)
    elif row.version_id != version.id:
        old = queries.prepared(queries.version(session, actor, row.version_id))
        carried = forms.carry_over(answers, old, form, context)
        answers, unfit = carried.answers, carried.unfit
    return Opened(record, version, form, context, row, answers, unfit)


def keep_fields(
    uow: UnitOfWork, kind: RecordKind, record_id: uuid.UUID, family_key: str, posted: forms.Posted,
    number: int, version_id: uuid.UUID | None,
) -> CustomAnswers:  # fmt: skip
    """Keep what was posted for the custom fields of a record, all or nothing.

    Raises Invalid("custom.faults", errors=…), Invalid("custom.more") when questions came to the page that were not on
    it, Conflict("custom.stale") when somebody kept other answers first and Conflict("custom.renewed") when the form was
    published anew.
    """
    opened = open_fields(uow.session, uow.actor, kind, record_id, family_key)
    if opened.version.id != version_id:
        raise Conflict("custom.renewed")
    if opened.number != number:
        raise Conflict("custom.stale")
    form, context = opened.form, opened.context
    read = forms.read_pages(form, list(form.pages), opened.answers, posted, context)
    cleaned = forms.clean(form, read.answers, context)
    unseen = [path for path in cleaned.shown.paths if _is_new(form, path, posted)]
    gaps = forms.gaps(form, cleaned.answers, context)[0]
    faults = [*read.faults, *(gap for gap in gaps if gap.path not in {*unseen, *(one.path for one in read.faults)})]
    if faults:
        raise Invalid("custom.faults", count=len(faults), errors=faults)
    if unseen:
        raise Invalid("custom.more")
    row = _keep(uow, opened, cleaned.answers)
    event = CustomFieldsKept(row.case_id, record_id, kind.value, family_key, form.digest)
    uow.record(event)
    return row


def retire(uow: UnitOfWork, family_key: str, *, back: bool = False) -> FormFamily:
    """Take custom fields out of use everywhere, or bring them *back*; what was answered is kept either way."""
    require(policies.may_publish(uow.actor), "form.publish")
    query = sa.select(FormFamily).where(FormFamily.key == family_key, FormFamily.record.is_not(None)).with_for_update()
    family = uow.session.scalars(query).one_or_none() if family_key.isprintable() else None
    if family is None:
        raise Missing("form.missing", family=family_key)
    if back is (family.retired_at is not None):
        family.retired_at = None if back else uow.now
        uow.record(FormBroughtBack(family.id, family.key) if back else FormRetired(family.id, family.key))
    return family


def _is_new(form: forms.Prepared, path: str, posted: forms.Posted) -> bool:
    entry = form.entries[path]
    return entry.field.takes_answer and entry.locks is None and f"{path}__asked" not in posted and path not in posted


def _keep(uow: UnitOfWork, opened: Opened, answers: forms.Answers) -> CustomAnswers:
    compartment = Compartment(compartment_of(opened.form))
    family_id, record = opened.version.family_id, opened.record
    if opened.row is None:
        row = CustomAnswers(
            record_kind=record.kind, record_id=record.id, family_id=family_id, version_id=opened.version.id,
            compartment=compartment, answers=answers, changed_at=uow.now, changed_by=uow.actor.id, case_id=record.case_id,
        )  # fmt: skip
        try:
            with uow.session.begin_nested():
                uow.session.add(row)
        except IntegrityError:
            raise Conflict("custom.stale") from None
    else:
        row = uow.get(CustomAnswers, opened.row.id)
        if row.version != opened.number:
            raise Conflict("custom.stale")
        row.answers, row.version_id, row.compartment = answers, opened.version.id, compartment
        row.changed_at, row.changed_by = uow.now, uow.actor.id
        uow.session.execute(sa.delete(CustomValue).where(CustomValue.answers_id == row.id))
    for flat in flat_values(opened.form, answers):
        text = fold(flat.text) if flat.folded else flat.text
        uow.session.add(
            CustomValue(
                answers_id=row.id, record_kind=record.kind, record_id=record.id, family_id=family_id, field_id=flat.field_id,
                text=text[:LONGEST_VALUE], rank=flat.rank, compartment=compartment, case_id=record.case_id,
            )
        )  # fmt: skip
    uow.session.flush()
    return row
