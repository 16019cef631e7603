"""The course of a version as the ceremony moves it; the only place here that touches an agreement's state."""

from __future__ import annotations

import datetime as dt
import uuid

from portal.agreements import rules as agreement_rules
from portal.agreements.content import digest_of_stored
from portal.agreements.models import AgreementVersion
from portal.agreements.rules import Action
from portal.core import clock
from portal.core.errors import Conflict
from portal.core.uow import UnitOfWork

SIGNING, REFLECTION = frozenset({"offered", "partly_signed"}), "reflection"
OVER = frozenset({"refused", "withdrawn", "superseded", "ended"})


def lock(uow: UnitOfWork, version_id: uuid.UUID) -> AgreementVersion:
    """Lock a version: the first lock of every act on it, so that exactly one of two acts wins."""
    return uow.get(AgreementVersion, version_id)


def require_open(version: AgreementVersion) -> None:
    """Raise Conflict("signing.version-over") unless the version may still be signed."""
    if version.state.value not in SIGNING:
        raise Conflict("signing.version-over", state=version.state.value)


def require_unchanged(version: AgreementVersion, shown_digest: str) -> None:
    """Raise Conflict("signing.text-changed") unless what was shown, what is stored and what was frozen are one."""
    stored = digest_of_stored(version.content)
    if not (version.content_digest == shown_digest == stored):
        raise Conflict("signing.text-changed")


def is_over(version: AgreementVersion) -> bool:
    """Tell whether a version can never take effect any more."""
    return version.state.value in OVER


def in_reflection(version: AgreementVersion) -> bool:
    """Tell whether everybody signed and the reflection period runs."""
    return version.state.value == REFLECTION


def partly(version: AgreementVersion) -> None:
    """Some have signed."""
    _move(version, Action.SIGN)


def complete(version: AgreementVersion, reflection_ends_at: dt.datetime) -> None:
    """All have signed; the reflection period runs until *reflection_ends_at*."""
    _move(version, Action.SIGN_LAST)
    version.reflection_ends_at = reflection_ends_at


def refused(version: AgreementVersion) -> None:
    """Somebody decided not to sign."""
    _move(version, Action.REFUSE)


def withdrawn(version: AgreementVersion) -> None:
    """Somebody took the signature back in time."""
    _move(version, Action.WITHDRAW)


def take_effect(uow: UnitOfWork, version: AgreementVersion) -> None:
    """Let the agreement take effect."""
    _move(version, Action.TAKE_EFFECT)
    version.in_force_on = clock.local(uow.now).date()


def _move(version: AgreementVersion, action: Action) -> None:
    version.state = agreement_rules.move(version.state, action)
