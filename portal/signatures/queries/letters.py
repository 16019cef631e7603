"""What stands behind a link or a reader's cookie. A link is looked up by its digest, before anybody is known."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.agreements.models import AgreementVersion
from portal.agreements.rules import effect_moment
from portal.core.policy import SYSTEM, Actor, acting, scoped
from portal.signatures.models import Signatory, SigningInvitation, TenantSession
from portal.signatures.queries import rows
from portal.signatures.rules import codes, content
from portal.signatures.rules.codes import Codes
from portal.signatures.rules.reading import Answer, Item, Part
from portal.signatures.rules.states import READING_HOURS, State


class Link(StrEnum):
    """Whether a link still opens a letter."""

    WORKS = "works"
    EXPIRED = "expired"
    REPLACED = "replaced"
    LOCKED = "locked"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a reader is shown: his signatory row, the clauses he reads, the whole text, and his answers so far."""

    signatory_id: uuid.UUID
    version_id: uuid.UUID
    name: str
    corporation: str
    entries: tuple[Item, ...]
    parts: tuple[Part, ...]
    answers: dict[str, Answer]
    content_digest: str
    reflection_days: int
    reflection_ends_at: dt.datetime | None
    effect_at: dt.datetime | None
    p0_file_id: uuid.UUID


def by_token(session: Session, token: str) -> tuple[SigningInvitation, Signatory] | None:
    """Find the link with this secret and its owner; None when there is none. A copied full stop behind it is no matter."""
    secret = codes.token_digest(token.rstrip(".,;:!?)>\"'"))
    with acting(session, SYSTEM):
        wanted = scoped(SigningInvitation, SYSTEM).where(SigningInvitation.token_hash == secret)
        invitation = session.scalars(wanted).first()
        if invitation is None:
            return None
        owner = session.scalars(scoped(Signatory, SYSTEM).where(Signatory.id == invitation.signatory_id)).one()
        return invitation, owner


def by_secret(session: Session, secret: str, now: dt.datetime) -> tuple[TenantSession, Signatory] | None:
    """Find the living session with this cookie and its owner; None when there is none."""
    with acting(session, SYSTEM):
        wanted = scoped(TenantSession, SYSTEM).where(TenantSession.token_hash == codes.token_digest(secret))
        entry = session.scalars(wanted).first()
        if entry is None or not is_live(entry, now):
            return None
        owner = session.scalars(scoped(Signatory, SYSTEM).where(Signatory.id == entry.signatory_id)).one()
        return entry, owner


def is_live(entry: TenantSession, now: dt.datetime) -> bool:
    """Tell whether a reader's session still counts: not ended, and not left alone for half a day."""
    return entry.ended_at is None and now - entry.seen_at < dt.timedelta(hours=READING_HOURS)


def link_state(invitation: SigningInvitation, owner: Signatory, now: dt.datetime) -> Link:
    """Say whether a link still works, and if not why."""
    if owner.state is State.VOIDED:
        return Link.VOID
    if invitation.ended_at is not None:
        return Link.REPLACED
    if invitation.locked_at is not None:
        return Link.LOCKED
    if now >= invitation.expires_at:
        return Link.EXPIRED
    return Link.WORKS


def days_later(now: dt.datetime, days: int) -> dt.datetime:
    """Return the moment *days* from *now*."""
    return now + dt.timedelta(days=days)


def codes_of(invitation: SigningInvitation) -> Codes:
    """Return what the rules need to know about the codes of a link."""
    return Codes(
        invitation.sends, invitation.tries, invitation.code_sent_at, invitation.code_hash is not None,
        invitation.locked_at is not None,
    )


def letter(session: Session, actor: Actor, signatory: Signatory) -> Letter:
    """Gather what a reader is shown of the version that he signs."""
    version = session.scalars(scoped(AgreementVersion, actor).where(AgreementVersion.id == signatory.version_id)).one()
    starts_on = content.starts_on(version.content)
    return Letter(
        signatory_id=signatory.id,
        version_id=version.id,
        name=signatory.name,
        corporation=content.corporation(version.content),
        entries=tuple(content.items(version.content, signatory.role, signatory.meaning, signatory.key)),
        parts=tuple(content.parts(version.content)),
        answers=rows.latest_answers(session, signatory.id),
        content_digest=version.content_digest,
        reflection_days=version.reflection_days,
        reflection_ends_at=version.reflection_ends_at,
        effect_at=effect_moment(version.reflection_ends_at, starts_on) if version.reflection_ends_at else None,
        p0_file_id=version.p0_file_id,
    )
