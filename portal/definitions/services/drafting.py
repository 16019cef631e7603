"""A draft beside the live version: every change is one edit that can be undone, and nobody overwrites another."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

import forms
from portal.core.errors import Conflict, Denied, Invalid, Missing
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.definitions import checks, policies, queries
from portal.definitions.events import FormDraftChanged, FormDraftClosed, FormDraftStarted
from portal.definitions.models import FormDraft, FormEdit, FormFamily, FormVersion
from portal.definitions.rules import commands, history, patches
from portal.definitions.rules.bodies import Body, fresh
from portal.definitions.rules.records import RecordKind
from portal.definitions.services.publishing import publish

LARGEST = 1_500_000
LONGEST_KEY = 40


def start(uow: UnitOfWork, family_key: str) -> FormDraft:
    """Begin a draft from the live version; the draft that is open already is returned as it is."""
    require(policies.may_edit(uow.actor), "form.edit")
    live = queries.latest(uow.session, uow.actor, family_key)
    family = uow.get(FormFamily, live.family_id)
    return _open_draft(uow, family) or _begin(uow, family, live.body, live.id)


def start_new(uow: UnitOfWork, body: Body, record: RecordKind | None = None) -> FormDraft:
    """Begin a form that did not exist, of custom fields when a kind of *record* is given; its key is made unique.

    Raises Invalid("form.value", errors=…).
    """
    require(policies.may_edit(uow.actor), "form.edit")
    _storable(body)
    taken = set(uow.session.scalars(sa.select(FormFamily.key)))
    key = fresh(str(body["key"])[: LONGEST_KEY - 4], taken)
    family = uow.add(FormFamily(key=key, title=forms.say(body["title"], "nl")[:200], record=record))
    return _begin(uow, family, {**body, "key": key}, None)


def change(uow: UnitOfWork, draft_id: uuid.UUID, revision: int, command: Mapping[str, Any]) -> FormDraft:
    """Do one command on a draft; Conflict("form.stale") when somebody changed it since *revision*."""
    draft = _opened(uow, draft_id, revision)
    return _keep(uow, draft, commands.run(draft.body, command), history.DO, None, dict(command))


def undo(uow: UnitOfWork, draft_id: uuid.UUID, revision: int) -> FormDraft:
    """Take the last change back; Conflict("form.nothing_to_undo")."""
    draft = _opened(uow, draft_id, revision)
    done = _stacks(uow, draft).done
    if not done:
        raise Conflict("form.nothing_to_undo")
    edit = _edit(uow, draft, done[-1])
    body = patches.apply(draft.body, patches.inverse(edit.steps["steps"]))
    return _keep(uow, draft, body, history.UNDO, edit.revision, edit.command)


def redo(uow: UnitOfWork, draft_id: uuid.UUID, revision: int) -> FormDraft:
    """Do again what was last taken back; Conflict("form.nothing_to_redo")."""
    draft = _opened(uow, draft_id, revision)
    undone = _stacks(uow, draft).undone
    if not undone:
        raise Conflict("form.nothing_to_redo")
    edit = _edit(uow, draft, undone[-1])
    return _keep(uow, draft, patches.apply(draft.body, edit.steps["steps"]), history.REDO, edit.revision, edit.command)


def discard(uow: UnitOfWork, draft_id: uuid.UUID, revision: int) -> None:
    """Put a draft away; the live version stays, and so do the edits."""
    draft = _opened(uow, draft_id, revision)
    draft.open_family, draft.closed_at = None, uow.now
    uow.record(FormDraftClosed(draft.id, draft.revision))


def set_four_eyes(uow: UnitOfWork, draft_id: uuid.UUID, wanted: bool) -> None:
    """Say whether somebody who changed nothing must publish this form."""
    require(policies.may_publish(uow.actor), "form.publish")
    draft = uow.get(FormDraft, draft_id)
    draft.four_eyes = wanted
    uow.record(FormDraftChanged(draft.id, draft.revision, "four_eyes"))


def publish_draft(uow: UnitOfWork, draft_id: uuid.UUID, revision: int, note: str = "") -> FormVersion:
    """Publish what a draft holds and close it.

    Raises Denied("form.four_eyes"), Invalid("form.problems"), Conflict("form.old_version", "form.stale").
    """
    require(policies.may_publish(uow.actor), "form.publish")
    draft = _opened(uow, draft_id, revision)
    if draft.four_eyes and uow.actor.id in queries.editors(uow.session, uow.actor, draft.id):
        raise Denied("form.four_eyes")
    family = uow.get(FormFamily, draft.family_id)
    found = checks.findings(draft.body, family.record)
    if found:
        raise Invalid("form.problems", count=len(found), errors=found)
    row = publish(uow, forms.load(draft.body))
    newest = uow.session.scalar(sa.select(sa.func.max(FormVersion.number)).where(FormVersion.family_id == row.family_id))
    if row.number != newest:
        raise Conflict("form.old_version", number=row.number)
    family.title = forms.say(draft.body["title"], "nl")[:200]
    draft.open_family, draft.closed_at, draft.published_id = None, uow.now, row.id
    draft.note = "".join(sign for sign in note if sign.isprintable() or sign == "\n").strip()[:2000]
    uow.session.flush()
    return row


def _begin(uow: UnitOfWork, family: FormFamily, body: Body, base_id: uuid.UUID | None) -> FormDraft:
    earlier = queries.last_draft(uow.session, uow.actor, family.id)
    draft = uow.add(
        FormDraft(
            family_id=family.id, open_family=family.id, base_id=base_id, body=body, changed_at=uow.now,
            changed_by=uow.actor.id, four_eyes=earlier.four_eyes if earlier else False,
        )
    )
    uow.record(FormDraftStarted(draft.id, family.key))
    return draft


def _open_draft(uow: UnitOfWork, family: FormFamily) -> FormDraft | None:
    return uow.session.scalars(sa.select(FormDraft).where(FormDraft.open_family == family.id)).one_or_none()


def _opened(uow: UnitOfWork, draft_id: uuid.UUID, revision: int) -> FormDraft:
    require(policies.may_edit(uow.actor), "form.edit")
    draft = uow.get(FormDraft, draft_id)
    if draft.closed_at is not None:
        raise Conflict("form.closed")
    if draft.revision != revision:
        raise Conflict("form.stale")
    return draft


def _keep(
    uow: UnitOfWork, draft: FormDraft, body: Body, act: str, target: int | None, command: dict[str, Any]
) -> FormDraft:
    steps = patches.difference(draft.body, body)
    if not steps:
        return draft
    _storable(body)
    draft.body, draft.revision = body, draft.revision + 1
    draft.changed_at, draft.changed_by = uow.now, uow.actor.id
    uow.add(
        FormEdit(
            draft_id=draft.id, revision=draft.revision, act=act, target=target, command=command,
            steps={"steps": steps}, at=uow.now, by=uow.actor.id,
        )
    )
    uow.record(FormDraftChanged(draft.id, draft.revision, act))
    return draft


def _storable(body: Body) -> None:
    """Raise Invalid unless *body* is a draft that every database keeps letter by letter."""
    wrong = checks.refusals(body)
    if wrong:
        raise Invalid("form.value", errors=wrong, message=str(wrong[0]))
    try:
        written = forms.canonical(body)
    except (UnicodeEncodeError, ValueError):
        raise Invalid("form.signs") from None
    if b"\\u0000" in written:
        raise Invalid("form.signs")
    if len(written) > LARGEST:
        raise Invalid("form.too_large")


def _stacks(uow: UnitOfWork, draft: FormDraft) -> history.Stacks:
    return queries.stacks(uow.session, uow.actor, draft.id)


def _edit(uow: UnitOfWork, draft: FormDraft, revision: int) -> FormEdit:
    wanted = sa.select(FormEdit).where(FormEdit.draft_id == draft.id, FormEdit.revision == revision)
    found = uow.session.scalars(wanted).one_or_none()
    if found is None:
        raise Missing("row.missing", table="form_edit")
    return found
