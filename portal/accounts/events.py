"""What happened to organisations, users and sessions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


class AccountEvent:
    """A fact that belongs to no case."""

    __slots__ = ()

    @property
    def case_id(self) -> uuid.UUID | None:
        return None


@dataclass(frozen=True, slots=True)
class OrganisationAdded(AccountEvent):
    name: ClassVar[str] = "organisation.added"
    organisation_id: uuid.UUID
    kind: str


@dataclass(frozen=True, slots=True)
class OrganisationChanged(AccountEvent):
    name: ClassVar[str] = "organisation.changed"
    organisation_id: uuid.UUID
    active: bool


@dataclass(frozen=True, slots=True)
class UserAdded(AccountEvent):
    name: ClassVar[str] = "user.added"
    user_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class UserChanged(AccountEvent):
    name: ClassVar[str] = "user.changed"
    user_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class UserDisabled(AccountEvent):
    name: ClassVar[str] = "user.disabled"
    user_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class UserEnabled(AccountEvent):
    name: ClassVar[str] = "user.enabled"
    user_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class RoleGranted(AccountEvent):
    name: ClassVar[str] = "role.granted"
    user_id: uuid.UUID
    organisation_id: uuid.UUID
    role: str


@dataclass(frozen=True, slots=True)
class RoleRevoked(AccountEvent):
    name: ClassVar[str] = "role.revoked"
    user_id: uuid.UUID
    organisation_id: uuid.UUID
    role: str


@dataclass(frozen=True, slots=True)
class LinkSent(AccountEvent):
    """An invitation, or a link to choose a new password, was put in the outbox."""

    name: ClassVar[str] = "user.link_sent"
    user_id: uuid.UUID
    purpose: str


@dataclass(frozen=True, slots=True)
class PasswordSet(AccountEvent):
    """A password was chosen; *way* is invitation, recovery or own."""

    name: ClassVar[str] = "user.password_set"
    user_id: uuid.UUID
    way: str


@dataclass(frozen=True, slots=True)
class SecondFactorSet(AccountEvent):
    name: ClassVar[str] = "user.second_factor_set"
    user_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class SecondFactorRemoved(AccountEvent):
    name: ClassVar[str] = "user.second_factor_removed"
    user_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class RecoveryCodesMade(AccountEvent):
    name: ClassVar[str] = "user.recovery_codes_made"
    user_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class RecoveryCodeUsed(AccountEvent):
    name: ClassVar[str] = "user.recovery_code_used"
    user_id: uuid.UUID
    left: int


@dataclass(frozen=True, slots=True)
class SignedIn(AccountEvent):
    name: ClassVar[str] = "user.signed_in"
    user_id: uuid.UUID
    sign_in_id: uuid.UUID
    second_factor: bool


@dataclass(frozen=True, slots=True)
class SignInFailed(AccountEvent):
    """*reason*: unknown, password, disabled or code; *user_id* is None for an address nobody has."""

    name: ClassVar[str] = "user.sign_in_failed"
    user_id: uuid.UUID | None
    reason: str


@dataclass(frozen=True, slots=True)
class SessionEnded(AccountEvent):
    name: ClassVar[str] = "user.session_ended"
    user_id: uuid.UUID
    sign_in_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class SessionsEnded(AccountEvent):
    """All sessions of a user ended at once; *why*: sign_out, disabled, password, second_factor or asked."""

    name: ClassVar[str] = "user.sessions_ended"
    user_id: uuid.UUID
    why: str
    count: int
