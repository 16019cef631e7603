"""Reads of forms and their versions; a definition is made ready once per digest."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Sequence

from sqlalchemy.orm import Session, contains_eager

import forms
from portal.core.errors import Missing
from portal.core.policy import Actor, scoped
from portal.definitions.models import FormFamily, FormVersion


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
    found = session.scalars(query).one_or_none()
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
