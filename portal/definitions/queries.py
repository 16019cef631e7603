"""Reads of forms and their versions; a definition is made ready once per digest."""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager, defer, load_only

import forms
from portal.core.errors import Missing
from portal.core.policy import Actor, scoped
from portal.definitions.models import (
    CustomAnswers,
    FormBlock,
    FormDraft,
    FormEdit,
    FormFamily,
    FormPresence,
    FormVersion,
    LifeInstrument,
)
from portal.definitions.rules import history
from portal.definitions.rules.records import RecordKind


def latest(session: Session, actor: Actor, family_key: str) -> FormVersion:
    """Return the newest version of a form; Missing("form.missing") when none was published."""
    query = (
        scoped(FormVersion, actor)
        .join(FormVersion.family)
        .options(contains_eager(FormVersion.family))
        .where(FormFamily.key == family_key)
        .order_by(FormVersion.number.desc())
        .limit(1)
    )
    found = session.scalars(query).one_or_none() if family_key.isprintable() else None  # PostgreSQL reads no NUL
    if found is None:
        raise Missing("form.missing", family=family_key)
    return found


def version(session: Session, actor: Actor, version_id: uuid.UUID) -> FormVersion:
    """Return one version; Missing("row.missing") when absent."""
    query = scoped(FormVersion, actor).join(FormVersion.family).options(contains_eager(FormVersion.family))
    found = session.scalars(query.where(FormVersion.id == version_id)).one_or_none()
    if found is None:
        raise Missing("row.missing", table="form_version")
    return found


def families(session: Session, actor: Actor) -> Sequence[FormFamily]:
    """List the forms by key."""
    return session.scalars(scoped(FormFamily, actor).order_by(FormFamily.key)).all()


def versions(session: Session, actor: Actor, family_id: uuid.UUID) -> Sequence[FormVersion]:
    """List the versions of a form, the newest first."""
    query = scoped(FormVersion, actor).where(FormVersion.family_id == family_id)
    return session.scalars(query.order_by(FormVersion.number.desc())).all()


def prepared(found: FormVersion) -> forms.Prepared:
    """Return the definition of a version ready for work; made once per digest in this process."""
    return _prepared(found.digest, _Body(found))


class _Body:
    """Carries a version past the cache, which looks at the digest alone."""

    def __init__(self, found: FormVersion) -> None:
        self.found = found

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Body)


@functools.lru_cache(maxsize=64)
def _prepared(digest: str, body: _Body) -> forms.Prepared:
    definition = forms.load(body.found.body)
    if forms.digest(definition) != digest:
        raise RuntimeError(f"form version {body.found.id} does not hold what its digest says")
    return forms.prepare(definition, digest)


def draft(session: Session, actor: Actor, draft_id: uuid.UUID) -> FormDraft:
    """Return a draft with its family; Missing("row.missing") when absent or foreign."""
    query = scoped(FormDraft, actor).join(FormDraft.family).options(contains_eager(FormDraft.family))
    found = session.scalars(query.where(FormDraft.id == draft_id)).one_or_none()
    if found is None:
        raise Missing("row.missing", table="form_draft")
    return found


def open_drafts(session: Session, actor: Actor) -> dict[uuid.UUID, FormDraft]:
    """Return the open drafts by family."""
    query = scoped(FormDraft, actor).where(FormDraft.open_family.is_not(None)).options(defer(FormDraft.body))
    return {row.family_id: row for row in session.scalars(query)}


def open_draft(session: Session, actor: Actor, family_key: str) -> FormDraft:
    """Return the open draft of a form; Missing("form.missing") when nobody works on it."""
    query = scoped(FormDraft, actor).join(FormDraft.family).where(FormFamily.key == family_key)
    open_ = query.where(FormDraft.open_family.is_not(None)).options(contains_eager(FormDraft.family))
    found = session.scalars(open_).one_or_none() if family_key.isprintable() else None
    if found is None:
        raise Missing("form.missing", family=family_key)
    return found


def last_draft(session: Session, actor: Actor, family_id: uuid.UUID) -> FormDraft | None:
    """Return the draft of a form that was begun last."""
    query = scoped(FormDraft, actor).where(FormDraft.family_id == family_id)
    return session.scalars(query.order_by(FormDraft.created_at.desc(), FormDraft.id).limit(1)).one_or_none()


def newest_versions(session: Session, actor: Actor) -> dict[uuid.UUID, FormVersion]:
    """Return the live version of every form that has one, by family."""
    query = scoped(FormVersion, actor).options(defer(FormVersion.body)).order_by(FormVersion.number)
    return {row.family_id: row for row in session.scalars(query)}


def notes(session: Session, actor: Actor, family_id: uuid.UUID) -> dict[uuid.UUID, FormDraft]:
    """Return the drafts that became versions, by version."""
    query = scoped(FormDraft, actor).where(FormDraft.family_id == family_id, FormDraft.published_id.is_not(None))
    return {row.published_id: row for row in session.scalars(query.options(defer(FormDraft.body))) if row.published_id}


def edits(session: Session, actor: Actor, draft_id: uuid.UUID, since: int = 0) -> Sequence[FormEdit]:
    """List the edits of a draft after revision *since*, in order, without their steps."""
    query = scoped(FormEdit, actor).where(FormEdit.draft_id == draft_id, FormEdit.revision > since)
    return session.scalars(query.options(defer(FormEdit.steps)).order_by(FormEdit.revision)).all()


def stacks(session: Session, actor: Actor, draft_id: uuid.UUID) -> history.Stacks:
    """Return which edits can be undone and done again."""
    query = scoped(FormEdit, actor).where(FormEdit.draft_id == draft_id).order_by(FormEdit.revision)
    query = query.options(load_only(FormEdit.revision, FormEdit.act, FormEdit.target))
    return history.stacks((row.revision, row.act, row.target) for row in session.scalars(query))


def editors(session: Session, actor: Actor, draft_id: uuid.UUID) -> set[uuid.UUID]:
    """Return who changed a draft."""
    query = scoped(FormEdit, actor).where(FormEdit.draft_id == draft_id).options(load_only(FormEdit.by))
    return {row.by for row in session.scalars(query) if row.by}


def draft_without_body(session: Session, actor: Actor, draft_id: uuid.UUID) -> FormDraft:
    """Return a draft for what is asked every few seconds; Missing("row.missing") when absent or foreign."""
    found = session.scalars(scoped(FormDraft, actor).where(FormDraft.id == draft_id).options(defer(FormDraft.body))).one_or_none()
    if found is None:
        raise Missing("row.missing", table="form_draft")
    return found


def others_at(session: Session, actor: Actor, draft_id: uuid.UUID, since: dt.datetime) -> Sequence[FormPresence]:
    """List who else had a draft open after *since*, whoever came first first."""
    query = scoped(FormPresence, actor).where(FormPresence.draft_id == draft_id, FormPresence.seen_at > since)
    return session.scalars(query.where(FormPresence.user_id != actor.id).order_by(FormPresence.id)).all()


def instruments(session: Session, actor: Actor) -> Sequence[LifeInstrument]:
    """List the versions of the life domains, the newest first."""
    return session.scalars(scoped(LifeInstrument, actor).order_by(LifeInstrument.number.desc())).all()


def live_bodies(session: Session, actor: Actor) -> dict[uuid.UUID, Mapping[str, Any]]:
    """Return what the live version of every form says, by family."""
    query = scoped(FormVersion, actor).order_by(FormVersion.number)
    newest = sa.select(sa.func.max(FormVersion.number), FormVersion.family_id).group_by(FormVersion.family_id)
    query = query.where(sa.tuple_(FormVersion.number, FormVersion.family_id).in_(newest))
    return {row.family_id: row.body for row in session.scalars(query)}


def blocks(session: Session, actor: Actor) -> Sequence[FormBlock]:
    """List the blocks by name."""
    return session.scalars(scoped(FormBlock, actor).order_by(FormBlock.name, FormBlock.id)).all()


def uses_of_blocks(session: Session, actor: Actor) -> dict[str, set[str]]:
    """Return the titles of the forms that took each block in, by the block's id."""
    query = scoped(FormEdit, actor).where(FormEdit.act == history.DO, FormEdit.command["do"].as_string() == "add_block")
    edits = session.scalars(query.options(load_only(FormEdit.draft_id, FormEdit.command))).all()
    wanted = scoped(FormDraft, actor).join(FormDraft.family).options(contains_eager(FormDraft.family), defer(FormDraft.body))
    drafts = session.scalars(wanted.where(FormDraft.id.in_({edit.draft_id for edit in edits}))) if edits else ()
    titles = {row.id: row.family.title for row in drafts}
    found: dict[str, set[str]] = {}
    for edit in edits:
        found.setdefault(str(edit.command.get("block", "")), set()).add(titles.get(edit.draft_id, ""))
    return found


@functools.cache
def _custom_fields() -> sa.Select[FormVersion, CustomAnswers]:
    """Build the statement once: every list of the administration asks it."""
    later = aliased(FormVersion)
    newest = sa.select(sa.func.max(later.number)).where(later.family_id == FormVersion.family_id).scalar_subquery()
    asked = CustomAnswers.record_id.in_(sa.bindparam("records", expanding=True))
    given = sa.and_(CustomAnswers.family_id == FormVersion.family_id, asked)
    return (
        sa.select(FormVersion, CustomAnswers)
        .join(FormVersion.family)
        .outerjoin(CustomAnswers, given)
        .options(contains_eager(FormVersion.family), defer(FormVersion.body))
        .where(
            FormFamily.record == sa.bindparam("kind", type_=FormFamily.record.type), FormFamily.retired_at.is_(None),
            FormVersion.number == newest,
        )
        .order_by(FormFamily.title, FormFamily.key)
    )


def custom_fields(
    session: Session, actor: Actor, kind: RecordKind, record_ids: Iterable[uuid.UUID]
) -> tuple[list[FormVersion], dict[uuid.UUID, dict[uuid.UUID, CustomAnswers]]]:
    """Return the live forms of custom fields of a kind of record, and what records have answered by family, at once."""
    versions: dict[uuid.UUID, FormVersion] = {}
    found: dict[uuid.UUID, dict[uuid.UUID, CustomAnswers]] = {}
    asked = {"kind": kind, "records": list(record_ids)}
    for version_row, answers in session.execute(_custom_fields(), asked, execution_options={"actor": actor}):
        versions[version_row.id] = version_row
        if answers is not None:
            found.setdefault(answers.record_id, {})[answers.family_id] = answers
    return list(versions.values()), found


def custom_form(
    session: Session, actor: Actor, kind: RecordKind, record_id: uuid.UUID, family_key: str
) -> tuple[FormVersion, CustomAnswers | None]:
    """Return the live version of one form of custom fields and what a record has answered; Missing("form.missing")."""
    live = latest(session, actor, family_key)
    if live.family.record is not kind or live.family.retired_at is not None:
        raise Missing("form.missing", family=family_key)
    query = scoped(CustomAnswers, actor).where(
        CustomAnswers.record_kind == kind, CustomAnswers.record_id == record_id, CustomAnswers.family_id == live.family_id
    )
    return live, session.scalars(query).one_or_none()
