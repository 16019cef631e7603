"""Tables of organisations, users, their roles, their sessions and the links by which they choose a password."""

from __future__ import annotations

import secrets
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.rules import LinkPurpose, OrganisationKind, Role
from portal.core.db import Base, Created, Moment, Sealed, Versioned, text_enum


def new_uniquifier() -> str:
    """Return a random name for a user's sessions; a new one ends them all."""
    return secrets.token_hex(32)


class Organisation(Versioned, Created, Base):
    """A bureau, housing corporation, expert practice or social team."""

    __tablename__ = "organisation"
    __table_args__ = (sa.Index(None, "kind", "name"),)

    kind: Mapped[OrganisationKind] = mapped_column(text_enum(OrganisationKind))
    name: Mapped[str] = mapped_column(sa.String(200))
    kvk: Mapped[str | None] = mapped_column(sa.String(8), default=None)
    email: Mapped[str | None] = mapped_column(sa.String(200), default=None)
    phone: Mapped[str | None] = mapped_column(sa.String(30), default=None)
    active: Mapped[bool] = mapped_column(default=True)


class User(Versioned, Created, Base):
    """A person who signs in. The columns whose names start with fs_ and tf_ are those of Flask-Security."""

    __tablename__ = "user"

    email: Mapped[str] = mapped_column(sa.String(200), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200), index=True)
    phone: Mapped[str | None] = mapped_column(sa.String(30), default=None)
    active: Mapped[bool] = mapped_column(default=True)
    password: Mapped[str | None] = mapped_column(sa.String(200), default=None)
    confirmed_at: Mapped[Moment | None] = mapped_column(default=None)
    fs_uniquifier: Mapped[str] = mapped_column(
        sa.String(64), unique=True, init=False, insert_default=new_uniquifier, default_factory=new_uniquifier
    )
    tf_primary_method: Mapped[str | None] = mapped_column(sa.String(20), default=None)
    tf_totp_sealed: Mapped[Sealed | None] = mapped_column(default=None)
    tf_last_counter: Mapped[int | None] = mapped_column(sa.BigInteger, default=None)
    mf_recovery_codes: Mapped[list[str]] = mapped_column(sa.JSON, init=False, insert_default=list, default_factory=list)

    @property
    def has_second_factor(self) -> bool:
        return self.tf_primary_method is not None and self.tf_totp_sealed is not None

    def get_id(self) -> str:
        """Return what Flask-Login keeps in the browser's session."""
        return self.fs_uniquifier

    @property
    def is_active(self) -> bool:
        return self.active

    @property
    def is_authenticated(self) -> bool:
        return self.active

    @property
    def is_anonymous(self) -> bool:
        return False


class Membership(Created, Base):
    """One role of one user in one organisation."""

    __tablename__ = "membership"
    __table_args__ = (sa.UniqueConstraint("user_id", "organisation_id", "role"),)

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    role: Mapped[Role] = mapped_column(text_enum(Role))


class SignIn(Created, Base):
    """One session of one browser, kept here so that it can be ended here. The browser holds the token, we its hash.

    `half` is true from the right password until the second step. `agent` and `origin` say which device it was; the
    address is kept truncated.
    """

    __tablename__ = "sign_in"

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    last_seen: Mapped[Moment]
    confirmed_at: Mapped[Moment]
    half: Mapped[bool]
    second_factor: Mapped[bool] = mapped_column(default=False)
    agent: Mapped[str] = mapped_column(sa.String(200), default="")
    origin: Mapped[str] = mapped_column(sa.String(60), default="")
    wrong_codes: Mapped[int] = mapped_column(default=0)
    setup_sealed: Mapped[Sealed | None] = mapped_column(default=None)
    ended_at: Mapped[Moment | None] = mapped_column(default=None)


class UserInvitation(Created, Base):
    """A link by mail to choose a password, for a new user or one who forgot it. We keep only the token's hash."""

    __tablename__ = "user_invitation"

    user_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("user.id"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(text_enum(LinkPurpose))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None] = mapped_column(default=None)
    voided_at: Mapped[Moment | None] = mapped_column(default=None)
